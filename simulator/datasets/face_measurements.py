"""How sharp and how bright the face in each photo is: ``face_measurements.csv``.

Written by ``tools/face_measurements.py``, because a run has no photos to measure. A measurement
describes a photo and not a person: it is no label, and no card lists it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from simulator.datasets.dataset import Dataset
from simulator.datasets.listed_rows import listed_rows
from simulator.errors import ManifestError
from simulator.storage.files import sha256_of_file

FACE_MEASUREMENTS = "face_measurements.csv"
SHARPNESS, BRIGHTNESS = "sharpness", "brightness"
COLUMNS = ("key", SHARPNESS, BRIGHTNESS)
_AGAIN = "Measure the photos again: python tools/face_measurements.py --write."


def face_measurements(dataset: Dataset, keys: Sequence[str]) -> pd.DataFrame | None:
    """Return sharpness and brightness of the face in each photo; None where nothing was measured.

    Args:
        dataset: the photos' data set.
        keys: the photos.

    Returns:
        (n, 2) in the keys' order: the variance of the Laplacian, above 0, and the mean gray level,
        0 to 255 (:mod:`simulator.faces.face_measurements`); nan for a photo that was not measured.

    Raises:
        ManifestError: the file is not a CSV of these columns, differs from its checksum, holds
            something that is not such a number, or names a photo that the data set does not list.
    """
    path = dataset.folder / FACE_MEASUREMENTS
    if not path.is_file():
        return None
    expected = dataset.checksums.get(FACE_MEASUREMENTS)
    if expected is not None and sha256_of_file(path) != expected:
        raise ManifestError(
            f"expected the SHA-256 {expected} of {path}, found another. Restore the file, or: "
            f"{_AGAIN}"
        )
    listed = set(dataset.manifest["key"])
    measured: dict[str, tuple[float, float]] = {}
    for row in listed_rows(path, COLUMNS):
        if row["key"] not in listed:
            raise ManifestError(
                f"expected photos of {dataset.name!r} in {path}, found {row['key']!r}, which is "
                f"not in its manifest. {_AGAIN}"
            )
        measured[row["key"]] = (_number(row[SHARPNESS], path), _number(row[BRIGHTNESS], path))
    missing = (math.nan, math.nan)
    return pd.DataFrame(
        [measured.get(key, missing) for key in keys], columns=[SHARPNESS, BRIGHTNESS], dtype=float
    )


def _number(text: str | None, path: object) -> float:
    try:
        value = float(text or "")
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise ManifestError(f"expected a number from 0 in {path}, found {text!r}. {_AGAIN}")
    return value
