"""Measure which portraits of Congress are black and white.

``python tools/photo_color.py --photos DIR`` measures the photos of every set of portraits again and
reports the rows of its ``photo_measurements.csv`` that differ; ``--write`` writes them. Without
``--photos`` the folder is the one that FALSEMATCH_PHOTOS names.

A photo counts as black and white if its red and its blue differ by less than 3 of 255 on average
over all pixels. The limit lies in a wide gap: the portraits of 2015 measure 0 or more than 22.
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
COLUMNS = ("key", PHOTO_COLOR, "red_blue_difference")
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
    rows = []
    for key in keys:
        if key not in digests:
            continue
        difference = red_blue_difference(_pixels(photos, key, bytes(digests[key])))
        rows.append(
            {
                "key": key,
                PHOTO_COLOR: color_of(difference),
                "red_blue_difference": f"{difference:.2f}",
            }
        )
    return rows


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
        apart = abs(float(was["red_blue_difference"]) - float(row["red_blue_difference"]))
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
                writer = csv.DictWriter(f, COLUMNS, lineterminator="\n")
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
