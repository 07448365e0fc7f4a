"""Measure how sharp and how bright the faces in the bundled sets' photos are.

``python tools/face_measurements.py --photos DIR`` measures the photos again and reports the rows of
each set's ``face_measurements.csv`` that differ; ``--write`` writes them, with their checksum in
``SHA256SUMS``. Without ``--photos`` the folder is the one that FALSEMATCH_PHOTOS names.

Each face is cut out upright at 150 × 150 pixels, the size that the matcher sees. Sharpness is the
variance of the Laplacian there, brightness the mean gray level
(:mod:`simulator.faces.face_measurements`).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.face_measurements import COLUMNS, FACE_MEASUREMENTS
from simulator.errors import FalseMatchError
from simulator.faces.face_measurements import brightness, face_crop, sharpness
from simulator.faces.photos import decode_photo
from simulator.storage.checksums import CHECKSUMS, read_checksums
from simulator.storage.files import sha256_of_file

SETS = (
    "congress-115",
    "congress-115-second",
    "congress-114",
    "congress-114-second",
    "legislators",
    "london",
)
FOLDERS = ("congress/225x275", "congress_voteview", "legislators", "london")

TOLERANCE = 0.02
"""A measurement may vary by this share of itself between versions of the JPEG decoder."""


def measure(dataset: Dataset, photos: Path, keys: Iterable[str]) -> list[dict[str, str]]:
    """Return a row of the file for each of these photos that was encoded.

    Raises:
        FileNotFoundError: the photo that was encoded is in none of the folders.
    """
    encodings = dataset.all_encodings
    row_of = {key: row for row, key in enumerate(encodings.keys.tolist())}
    photo_of = dataset.manifest.set_index("key")["photo"]
    rows = []
    for key in keys:
        row = row_of.get(key)
        if row is None:
            continue
        content = _content(photos, str(photo_of[key]), bytes(encodings.digests[row]))
        crop = face_crop(np.asarray(decode_photo(content)), encodings.landmarks[row])
        cells = (key, f"{sharpness(crop):.1f}", f"{brightness(crop):.1f}")
        rows.append(dict(zip(COLUMNS, cells, strict=True)))
    return rows


def _content(photos: Path, photo: str, digest: bytes) -> bytes:
    """Return the very file that was encoded, whichever collection it is from."""
    for folder in FOLDERS:
        path = photos / folder / photo
        if path.is_file():
            content = path.read_bytes()
            if hashlib.sha256(content).digest() == digest:
                return content
    raise FileNotFoundError(
        f"expected the photo {photo} that was encoded in {' or '.join(FOLDERS)} of {photos}, "
        "found none. Fetch the photos: falsematch datasets fetch."
    )


def kept(dataset: Dataset) -> list[dict[str, str]]:
    """Return the rows of the data set's file; none where there is no file."""
    path = dataset.folder / FACE_MEASUREMENTS
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
        for name in COLUMNS[1:]:
            one, two = float(was[name]), float(row[name])
            if abs(one - two) > 0.1 + TOLERANCE * max(one, two):
                found.add(row["key"])
    return sorted(found)


def write(dataset: Dataset, rows: list[dict[str, str]]) -> None:
    """Write a data set's file, and its line in SHA256SUMS."""
    path = dataset.folder / FACE_MEASUREMENTS
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    sums = read_checksums(dataset.folder / CHECKSUMS)
    sums[FACE_MEASUREMENTS] = sha256_of_file(path)
    listed = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
    (dataset.folder / CHECKSUMS).write_text(listed, encoding="utf-8", newline="\n")


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
        print(f"{name}: {len(new)} photos")
        if asked.write:
            write(dataset, new)
            continue
        for key in differing(kept(dataset), new):
            print(f"{name}: {key} differs from {FACE_MEASUREMENTS}")
            status = 1
    return status


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (FalseMatchError, FileNotFoundError) as problem:
        sys.exit(str(problem))
