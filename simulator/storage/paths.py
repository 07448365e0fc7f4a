"""Paths of data: the data that comes with the package, and the data that the user has added."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parents[1]


def bundled(relative: str) -> Path:
    """Return the path of a file or folder that comes with the package.

    In an installed wheel it lies inside the package (``simulator/bundle``), in a checkout at the
    top level of the repository; callers need not know which.
    """
    installed = _PACKAGE / "bundle"
    return (installed if installed.is_dir() else _PACKAGE.parent) / relative


def user_datasets() -> Path:
    """Return the folder of the user's data sets, in ``FALSEMATCH_DATA`` or the platform's place."""
    chosen = os.environ.get("FALSEMATCH_DATA")
    base = Path(chosen) if chosen else Path(platformdirs.user_data_dir("falsematch", False))
    return base / "datasets"


def user_photos() -> Path:
    """Return the folder of fetched photos, which lies beside the user's data sets."""
    return user_datasets().parent / "photos"


def user_packs() -> Path:
    """Return the folder of other systems' saved candidate lists, beside the user's data sets."""
    return user_datasets().parent / "packs"


def installed_folder(name: str) -> Path | None:
    """Return the folder of an installed data set, the user's own first; None if there is none."""
    for root in (user_datasets(), bundled("datasets")):
        if (root / name / "card.toml").is_file():
            return root / name
    return None


def photos_root() -> Path | None:
    """Return the folder of photos that ``FALSEMATCH_PHOTOS`` names; None where it is not set."""
    chosen = os.environ.get("FALSEMATCH_PHOTOS")
    return Path(chosen) if chosen else None
