"""Encoding a data set's photos that are on this machine, as the app offers it."""

from __future__ import annotations

import os
from pathlib import Path

from simulator.building.build import Built, build
from simulator.storage.paths import user_datasets
from simulator.storage.progress import Progress


def encode_here(name: str, place: Path, progress: Progress | None = None) -> Built:
    """Encode a data set's photos into the user's own build of it; finished photos are cached.

    Args:
        name: an installed data set.
        place: the folder of its photos.
        progress: called with (photos done, total); it may raise to end the work.

    Raises:
        FalseMatchError: no photo is there, the disk is full, or no matcher is installed.
    """
    # Leave one core for the app.
    workers = max(1, (os.cpu_count() or 1) - 1)
    return build(name, place, user_datasets() / name, workers=workers, progress=progress)
