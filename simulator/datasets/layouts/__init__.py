"""Reading public layouts into manifest rows: what a published folder says about its photos."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from simulator.datasets.layouts.fairface import fairface
from simulator.datasets.layouts.lfw import folders, lfw
from simulator.datasets.layouts.london import london
from simulator.datasets.layouts.meds import meds_ii
from simulator.datasets.layouts.rows import Rows
from simulator.datasets.layouts.utkface import utkface

__all__ = [
    "ADULT",
    "DATASET_LAYOUTS",
    "LAYOUT_READERS",
    "Rows",
    "fairface",
    "lfw",
    "london",
    "utkface",
]

LAYOUT_READERS: dict[str, Callable[[Path], Rows]] = {
    "lfw": lfw,
    "folders": folders,
    "london": london,
    "meds-ii": meds_ii,
    "utkface": utkface,
    "fairface": fairface,
}
"""Every layout that ``datasets add --layout`` reads."""

DATASET_LAYOUTS: dict[str, Callable[[Path], Rows]] = {
    "lfw": lfw,
    "london": london,
    "utkface-adults": utkface,
    "meds-ii": meds_ii,
}
"""Data sets whose manifest is read from the folder. Congress has labels with sources instead."""
