"""Which public data sets can be fetched by name, and how each is asked for."""

from __future__ import annotations

from pathlib import Path

from simulator.datasets.download import DownloadLimits
from simulator.datasets.fetch.congress import fetch_portraits
from simulator.datasets.fetch.lfw import fetch_lfw
from simulator.datasets.fetch.london import fetch_london
from simulator.datasets.fetch.meds import MEDS_NOTE, fetch_meds
from simulator.datasets.fetch.shared import Fetched
from simulator.errors import FalseMatchError
from simulator.storage.lock import locked
from simulator.storage.progress import Progress

CONGRESS = ("congress-115", "congress-115-second", "congress-114", "congress-114-second")
PORTRAITS = (*CONGRESS, "legislators")
"""Fetched one portrait at a time, each from its address on the card."""
NAMES = (*PORTRAITS, "lfw", "london", "meds-ii")
IN_BYTES = ("lfw", "london", "meds-ii")
"""Fetched as a few large files: their progress is reported in bytes, the others' in photos."""


def fetch(
    name: str,
    folder: Path | None,
    *,
    accept_content: bool = False,
    limits: DownloadLimits | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch a data set's photos; files that are already here are not fetched again.

    Args:
        name: one of ``NAMES``.
        folder: where to put them. For LFW it is scikit-learn's data home, None for its default.
        accept_content: whether the user has read the note about MEDS-II.
        limits: how often and how long to try.
        progress: called with (files or bytes done, total).

    Raises:
        FalseMatchError: no such data set can be fetched, or its content was not accepted.
        DownloadError: a file could not be fetched; the message says how to place it by hand.
    """
    if name not in NAMES:
        raise FalseMatchError(
            f"expected a data set among {', '.join(NAMES)}, found {name!r}. Download UTKFace "
            "and FairFace by hand from their authors, then run `falsematch datasets add NAME "
            "--layout …`."
        )
    if name == "lfw":
        return fetch_lfw(folder, limits=limits, progress=progress)
    assert folder is not None
    if name == "meds-ii" and not accept_content:
        raise FalseMatchError(
            f"expected --accept-content with meds-ii, found none. {MEDS_NOTE} If you still "
            "want it, add --accept-content."
        )
    with locked(folder):
        if name == "meds-ii":
            return fetch_meds(folder, limits=limits, progress=progress)
        if name == "london":
            return fetch_london(folder, limits=limits, progress=progress)
        return fetch_portraits(name, folder, limits=limits, progress=progress)
