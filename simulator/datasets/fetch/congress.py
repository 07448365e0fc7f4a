"""The portraits of Congress: one photo per member, each from the address on the card."""

from __future__ import annotations

import functools
import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.download import DownloadError, DownloadLimits, MissingOnServer, download
from simulator.datasets.fetch.shared import Fetched
from simulator.datasets.photo_digests import known_digests
from simulator.datasets.photo_folder import SOURCE, photo_paths
from simulator.errors import FalseMatchError
from simulator.faces.photos import decode_photo, read_photo_bytes
from simulator.i18n.plurals import plural
from simulator.storage.progress import Progress

PAUSE = 0.25
"""Seconds between two portraits: volunteers run the public server."""
LARGEST = 20_000_000
"""Bytes beyond which a file is no portrait."""
SHOWN = 30
"""Keys that a note names before it counts the others."""
_COMMIT = re.compile(r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])")


@dataclass(frozen=True)
class _Portrait:
    """One portrait to fetch.

    Attributes:
        key: its key in the manifest.
        source: its address.
        target: the file it becomes.
        digest: the SHA-256 of the photo behind the encoding, in hex; "" where none is known.
        pinned: whether the address names a commit, so that its content never changes.
    """

    key: str
    source: str
    target: Path
    digest: str
    pinned: bool


def fetch_portraits(
    name: str,
    folder: Path,
    *,
    url: str | None = None,
    pause: float = PAUSE,
    limits: DownloadLimits | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch each member's portrait from its address on the data set's card, one at a time.

    Each file, fetched now or before, must be a complete picture of a portrait's size, and its
    SHA-256 is compared with that of the photo behind the encoding. A public server may have
    another version by now: that file is kept and noted. A file at a pinned commit cannot change.

    Args:
        name: a data set whose card gives an address.
        folder: where to put the portraits; where it has the card's folders, into those.
        url: another address for all, with ``{key}`` for the photo's key and ``{source_path}`` for
            the manifest's column of that name.
        pause: seconds from one request to the next.
        limits: how often and how long to try.
        progress: called with (portraits done, total).

    Raises:
        FalseMatchError: the card or the manifest gives no address.
        DownloadError: a portrait could not be fetched, is not a complete picture, or is not the
            one at the pinned commit.
    """
    dataset = load_dataset(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DownloadError(
            f"expected a folder for photos at {folder}, found that it cannot be made "
            f"({error.strerror or error}). Choose another folder with --to."
        ) from error
    portraits = list(_portraits(dataset, name, folder, url))
    bounds = limits or DownloadLimits()
    bounds = replace(bounds, largest=min(bounds.largest, LARGEST))
    missing: list[str] = []
    differing: list[str] = []
    unknown: list[str] = []
    asked = 0.0
    for done, portrait in enumerate(portraits, start=1):
        there = portrait.target.is_file()
        if not there:
            time.sleep(max(0.0, asked + pause - time.monotonic()))
            asked = time.monotonic()
        try:
            same = _is_the_same(portrait) if there else _fetch(portrait, bounds, url or "")
            if not portrait.digest:
                unknown.append(portrait.key)
            elif not same:
                differing.append(portrait.key)
        except MissingOnServer:
            missing.append(portrait.key)
        if progress is not None:
            progress(done, len(portraits))
    files = len(portraits) - len(missing)
    notes = _notes(name, folder, files, differing, unknown)
    return Fetched(folder, files, tuple(missing), notes, tuple(differing))


def _portraits(dataset: Dataset, name: str, folder: Path, url: str | None) -> Iterator[_Portrait]:
    """Yield each portrait of the manifest, with its own address."""
    card = dataset.card
    digests = known_digests(name)
    targets = photo_paths(dataset, folder)
    rows = dataset.manifest.reindex(columns=["key", SOURCE, "source_path"], fill_value="")
    for key, origin, path in rows.itertuples(index=False, name=None):
        pattern = url or card.photo_place(origin).url or card.photo_url
        if pattern is None:
            raise FalseMatchError(
                f"expected the address of the photos on the card of {name!r}, found none. Add url "
                "to [photos] in its card.toml."
            )
        if "{source_path}" in pattern and not path:
            raise FalseMatchError(
                f"expected the path of {key} in the manifest's column source_path, as {pattern} "
                f"needs it, found none. Add it to the manifest of {name!r}."
            )
        source = pattern.replace("{key}", quote(key)).replace("{source_path}", quote(path))
        pinned = _COMMIT.search(pattern) is not None
        yield _Portrait(key, source, targets[key], digests.get(key, ""), pinned)


def _fetch(portrait: _Portrait, limits: DownloadLimits, named: str) -> bool:
    """Fetch a portrait; return whether it is the very photo behind the encoding."""
    by_hand = f"By hand: save it as {portrait.target}."
    check = functools.partial(_check, portrait=portrait)
    download(
        portrait.source,
        portrait.target,
        check=check,
        limits=limits,
        by_hand=by_hand,
        named=named,
    )
    return _is_the_same(portrait)


def _is_the_same(portrait: _Portrait) -> bool:
    """Return whether the file on disk is the very photo behind the encoding.

    Raises:
        DownloadError: it is no complete picture, or not the one at the pinned commit.
    """
    try:
        content = read_photo_bytes(portrait.target)
        return _check(content, portrait)
    except FalseMatchError as error:
        raise DownloadError(
            f"expected the portrait of {portrait.key} in {portrait.target}, found another file "
            f"({error}) Delete it or move it away, then run the command again: it fetches "
            f"{portrait.source}."
        ) from error


def _check(content: bytes, portrait: _Portrait) -> bool:
    """Return whether these bytes are the very photo behind the encoding.

    Raises:
        FalseMatchError: they are no complete picture of a portrait's size, or not those at the
            pinned commit.
    """
    digest = hashlib.sha256(content).hexdigest()
    if digest == portrait.digest:
        return True
    height, width = decode_photo(content, f"the portrait of {portrait.key}").shape[:2]
    if min(height, width) < 100:
        raise FalseMatchError(
            f"expected a portrait of at least 100 pixels on each side, found {width}×{height}."
        )
    if portrait.pinned and portrait.digest:
        raise FalseMatchError(
            f"expected SHA-256 {portrait.digest}, as a file at a pinned commit never changes, "
            f"found {digest}. A proxy or a filter may have replaced it."
        )
    return False


def _notes(
    name: str, folder: Path, files: int, differing: list[str], unknown: list[str]
) -> tuple[str, ...]:
    """Return what the comparison of the files with the encodings' photos found, in words."""
    notes = []
    compared = files - len(unknown)
    same = compared - len(differing)
    if differing:
        differ = "1 differs" if len(differing) == 1 else f"{len(differing):,} differ"
        notes.append(
            f"{same:,} of {compared:,} are the bundle's very photos; {differ} "
            f"({_first(differing)}): the bundled encodings are of other files. For encodings of "
            f"yours, run `falsematch datasets build {name} --photos {folder}`"
        )
    elif compared:
        notes.append(f"{same:,} of {compared:,} are the bundle's very photos, by their SHA-256")
    if unknown:
        notes.append(
            f"no SHA-256 is known to compare {plural(len(unknown), 'photo')} with "
            f"({_first(unknown)}): the data set has no encoding of {_them(unknown)}"
        )
    return tuple(notes)


def _them(keys: list[str]) -> str:
    return "it" if len(keys) == 1 else "them"


def _first(keys: list[str]) -> str:
    more = f" and {len(keys) - SHOWN:,} more" if len(keys) > SHOWN else ""
    return ", ".join(keys[:SHOWN]) + more
