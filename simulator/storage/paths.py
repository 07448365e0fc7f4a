"""Where data lies: what the package brings, and what the user has added."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parents[1]


def bundled(relative: str) -> Path:
    """A file or folder that comes with the package.

    In an installed wheel it lies inside the package (``simulator/bundle``), in a checkout at the
    top level of the repository; callers need not know which.
    """
    installed = _PACKAGE / "bundle"
    return (installed if installed.is_dir() else _PACKAGE.parent) / relative


def user_datasets() -> Path:
    """The folder of the user's own data sets: the platform's convention, or ``FALSEMATCH_DATA``."""
    chosen = os.environ.get("FALSEMATCH_DATA")
    base = Path(chosen) if chosen else Path(platformdirs.user_data_dir("falsematch", False))
    return base / "datasets"


def user_photos() -> Path:
    """Where fetched photos go: beside the user's data sets."""
    return user_datasets().parent / "photos"


def user_packs() -> Path:
    """Where kept lists of other systems go: beside the user's data sets."""
    return user_datasets().parent / "packs"


def installed_folder(name: str) -> Path | None:
    """The folder of an installed data set, the user's own first; None where there is none."""
    for root in (user_datasets(), bundled("datasets")):
        if (root / name / "card.toml").is_file():
            return root / name
    return None


def photos_root() -> Path | None:
    """Where photos are, if the user said so in ``FALSEMATCH_PHOTOS``."""
    chosen = os.environ.get("FALSEMATCH_PHOTOS")
    return Path(chosen) if chosen else None
