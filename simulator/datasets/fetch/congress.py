"""The portraits of Congress: one photo per member, from the address on the data set's card."""

from __future__ import annotations

import functools
import time
from pathlib import Path

from simulator.datasets.dataset import load_dataset
from simulator.datasets.download import DownloadLimits, MissingOnServer, download
from simulator.datasets.fetch.shared import Fetched
from simulator.errors import FalseMatchError
from simulator.faces.photos import decode_photo
from simulator.storage.progress import Progress

PAUSE = 0.25
"""Seconds between two portraits: volunteers run the public server."""


def fetch_portraits(
    name: str,
    folder: Path,
    *,
    url: str | None = None,
    pause: float = PAUSE,
    limits: DownloadLimits | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch each member's portrait from the address on the data set's card, one at a time.

    No checksums are published; each file must be a complete picture of a portrait's size.

    Args:
        name: a data set whose card gives an address.
        folder: where to put the portraits.
        url: another address, with ``{key}`` for the photo's key.
        pause: seconds from one request to the next.
        limits: how often and how long to try.
        progress: called with (portraits done, total).

    Raises:
        FalseMatchError: the card gives no address.
        DownloadError: a portrait could not be fetched, or is not a complete picture.
    """
    dataset = load_dataset(name)
    pattern = url or dataset.card.photo_url
    if pattern is None:
        raise FalseMatchError(
            f"expected the address of the photos on the card of {name!r}, found none. Add url to "
            "[photos] in its card.toml."
        )
    keys = dataset.manifest["key"].tolist()
    missing: list[str] = []
    asked = 0.0
    for done, (key, photo) in enumerate(zip(keys, dataset.manifest["photo"], strict=True), start=1):
        target = folder / photo
        if not target.is_file():
            time.sleep(max(0.0, asked + pause - time.monotonic()))
            asked = time.monotonic()
            source = pattern.replace("{key}", key)
            by_hand = f"By hand: save it as {target}."
            check = functools.partial(_check_portrait, name=key)
            try:
                download(source, target, check=check, limits=limits, by_hand=by_hand)
            except MissingOnServer:
                missing.append(key)
        if progress is not None:
            progress(done, len(keys))
    note = (
        "photos that differ from those of the bundled encodings make another build of the data "
        f"set; build it with `falsematch datasets build {name} --photos {folder}`"
    )
    return Fetched(folder, len(keys) - len(missing), tuple(missing), (note,))


def _check_portrait(content: bytes, name: str) -> None:
    """Raise unless the file is a complete picture of a portrait's size."""
    height, width = decode_photo(content, f"the portrait of {name}").shape[:2]
    if min(height, width) < 100:
        raise FalseMatchError(
            f"expected a portrait of at least 100 pixels on each side, found {width}×{height}."
        )
