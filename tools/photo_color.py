"""Measure which portraits of Congress are black and white.

``python tools/photo_color.py --photos DIR`` measures the photos of every set of portraits again and
reports the rows of its ``photo_measurements.csv`` that differ; ``--write`` writes them. Without
``--photos`` the folder is the one that FALSEMATCH_PHOTOS names.

A photo counts as black and white if its red and its blue differ by less than 3 of 255 on average
over all pixels. The limit lies in a wide gap: the portraits of 2015 measure 0 or more than 22.

The legislators' portraits are scans of old prints, many of them yellowed or printed in blue ink,
and have no such gap. There the color that is left beside a tint is measured: below 1.9 of 255 a
photo is black and white. The pictures from 1.9 to 6.2 were judged by eye, as were the
black-and-white portraits on colored cards and buttons above that; the column ``by_eye`` keeps
these verdicts.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.photo_measurements import (
    BLACK_AND_WHITE,
    COLOR,
    LEAST_COLOR,
    PHOTO_COLOR,
    PHOTO_MEASUREMENTS,
)
from simulator.errors import FalseMatchError
from simulator.faces.photos import decode_photo

SETS = (
    "congress-115",
    "congress-115-second",
    "congress-114",
    "congress-114-second",
    "legislators",
)
TINTED = ("legislators",)
"""Sets of old prints: their photos are measured beside their tint, and some were judged by eye."""

RED_BLUE, BESIDE_TINT, BY_EYE = "red_blue_difference", "color_beside_tint", "by_eye"
COLUMNS = ("key", PHOTO_COLOR, RED_BLUE)
TINTED_COLUMNS = ("key", PHOTO_COLOR, BESIDE_TINT, BY_EYE)
LEAST_BESIDE_TINT, MOST_JUDGED = 1.9, 6.2
"""Of 255: below the first, a photo is black and white; up to the second, it is judged by eye."""

BRIGHTNESS_STEPS = 32
"""A tint is a color that depends on brightness alone; brightness is cut into this many steps."""

FOLDERS = ("congress/225x275", "congress_voteview", "legislators")
"""Where the portraits of the first and of the second collection and of the legislators lie."""

TOLERANCE = 0.2
"""The difference may vary by this, of 255, between versions of the JPEG decoder."""


def red_blue_difference(pixels: NDArray[np.uint8]) -> float:
    """Return the mean absolute difference between red and blue, of 255.

    Args:
        pixels: (h, w, 3) red, green, blue.
    """
    red, blue = pixels[..., 0].astype(np.int16), pixels[..., 2].astype(np.int16)
    return float(np.abs(red - blue).mean())


def color_beside_tint(pixels: NDArray[np.uint8]) -> float:
    """Return how much color is left where pixels of the same brightness are compared, of 255.

    In a photo printed in one ink, or yellowed, pixels of one brightness have one color. The result
    is the mean absolute deviation of red minus blue and of red minus green from their means among
    the pixels of the same brightness.

    Args:
        pixels: (h, w, 3) red, green, blue.
    """
    colors = pixels.reshape(-1, 3).astype(np.float64)
    brightness = colors @ np.array([0.299, 0.587, 0.114])
    step = np.minimum(brightness * BRIGHTNESS_STEPS / 256, BRIGHTNESS_STEPS - 1).astype(np.intp)
    count = np.maximum(np.bincount(step, minlength=BRIGHTNESS_STEPS), 1)
    left = []
    for other in (2, 1):
        difference = colors[:, 0] - colors[:, other]
        mean = np.bincount(step, difference, minlength=BRIGHTNESS_STEPS) / count
        left.append(np.abs(difference - mean[step]).mean())
    return float(np.mean(left))


def color_of(difference: float) -> str:
    """Return whether a photo with this difference is in color or black and white."""
    return BLACK_AND_WHITE if difference < LEAST_COLOR else COLOR


def measure(dataset: Dataset, photos: Path, keys: Iterable[str]) -> list[dict[str, str]]:
    """Return a row of the file for each of these photos that was encoded.

    Raises:
        FileNotFoundError: the photo that was encoded is in none of the folders.
    """
    encodings = dataset.all_encodings
    digests = dict(zip(encodings.keys.tolist(), encodings.digests, strict=True))
    seen = {row["key"]: row.get(BY_EYE, "") for row in kept(dataset)}
    rows = []
    for key in keys:
        if key not in digests:
            continue
        pixels = _pixels(photos, key, bytes(digests[key]))
        rows.append(
            _tinted_row(key, pixels, seen.get(key, ""))
            if dataset.name in TINTED
            else _row(key, red_blue_difference(pixels))
        )
    return rows


def _row(key: str, difference: float) -> dict[str, str]:
    return {"key": key, PHOTO_COLOR: color_of(difference), RED_BLUE: f"{difference:.2f}"}


def _tinted_row(key: str, pixels: NDArray[np.uint8], seen: str) -> dict[str, str]:
    left = color_beside_tint(pixels)
    if LEAST_BESIDE_TINT <= left < MOST_JUDGED and not seen:
        raise FalseMatchError(
            f"expected a verdict by eye on {key} in the column {BY_EYE} of {PHOTO_MEASUREMENTS} "
            f"({left:.2f} of 255 lies between {LEAST_BESIDE_TINT:g} and {MOST_JUDGED:g}), found "
            f"none. Look at the photo and enter {COLOR} or {BLACK_AND_WHITE}."
        )
    measured = BLACK_AND_WHITE if left < LEAST_BESIDE_TINT else COLOR
    return {"key": key, PHOTO_COLOR: seen or measured, BESIDE_TINT: f"{left:.2f}", BY_EYE: seen}


def _pixels(photos: Path, key: str, digest: bytes) -> NDArray[np.uint8]:
    """Return the pixels of the very file that was encoded, whichever collection it is from."""
    import hashlib

    for folder in FOLDERS:
        path = photos / folder / f"{key}.jpg"
        if path.is_file() and hashlib.sha256(path.read_bytes()).digest() == digest:
            return np.asarray(decode_photo(path.read_bytes()))
    raise FileNotFoundError(
        f"expected the photo of {key} that was encoded in {' or '.join(FOLDERS)} of {photos}, "
        "found none. Fetch the photos: falsematch datasets fetch congress-115."
    )


def kept(dataset: Dataset) -> list[dict[str, str]]:
    """Return the rows of the data set's file; none where there is no file."""
    path = dataset.folder / PHOTO_MEASUREMENTS
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def differing(old: list[dict[str, str]], new: list[dict[str, str]]) -> list[str]:
    """Return the keys of the photos whose rows differ by more than the JPEG decoder explains."""
    before = {row["key"]: row for row in old}
    found = {row["key"] for row in old} ^ {row["key"] for row in new}
    for row in new:
        was = before.get(row["key"])
        if was is None:
            continue
        measure = RED_BLUE if RED_BLUE in row else BESIDE_TINT
        apart = abs(float(was[measure]) - float(row[measure]))
        if was[PHOTO_COLOR] != row[PHOTO_COLOR] or apart > TOLERANCE:
            found.add(row["key"])
    return sorted(found)


def main(arguments: list[str] | None = None) -> int:
    """Measure every set; return 1 if a row differs and is not written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    default = os.environ.get("FALSEMATCH_PHOTOS")
    parser.add_argument("--photos", type=Path, default=default, required=default is None)
    parser.add_argument("--write", action="store_true", help="write what was measured")
    asked = parser.parse_args(arguments)
    status = 0
    for name in SETS:
        dataset = load_dataset(name)
        new = measure(dataset, Path(asked.photos), dataset.manifest["key"])
        gray = sum(row[PHOTO_COLOR] == BLACK_AND_WHITE for row in new)
        print(f"{name}: {len(new)} photos, {gray} of them black and white")
        if asked.write:
            with (dataset.folder / PHOTO_MEASUREMENTS).open("w", encoding="utf-8", newline="") as f:
                columns = TINTED_COLUMNS if name in TINTED else COLUMNS
                writer = csv.DictWriter(f, columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(new)
            continue
        for key in differing(kept(dataset), new):
            print(f"{name}: {key} differs from {PHOTO_MEASUREMENTS}")
            status = 1
    return status


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (FalseMatchError, FileNotFoundError) as problem:
        sys.exit(str(problem))
