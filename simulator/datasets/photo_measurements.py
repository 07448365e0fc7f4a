"""What was measured in the photos themselves: ``photo_measurements.csv``, color or black and white.

A measurement describes a photo and not a person: it is no label, and no card lists it. The file is
written by ``tools/photo_color.py``, because a run has no photos to measure.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from simulator.datasets.card import Label
from simulator.datasets.dataset import Dataset
from simulator.datasets.listed_rows import listed_rows
from simulator.errors import ManifestError
from simulator.i18n.language import marked

PHOTO_MEASUREMENTS = "photo_measurements.csv"
PHOTO_COLOR = "photo_color"
COLOR, BLACK_AND_WHITE = "color", "black_and_white"
LEAST_COLOR = 3.0
"""A photo whose red and blue differ by less, on average over its pixels, of 255, has no color."""

PHOTO_COLOR_LABEL = Label(
    column=PHOTO_COLOR,
    author="measured in the photo's pixels by tools/photo_color.py",
    how=(
        "The mean absolute difference between red and blue over all pixels of the photo: below "
        f"{LEAST_COLOR:g} of 255 it is black and white. Among the legislators, whose old prints "
        "are tinted, it is the color left beside the tint; doubtful pictures were judged by eye. "
        "This describes a photo, not a person."
    ),
    shown_as={
        COLOR: marked("Color photo"),
        BLACK_AND_WHITE: marked("Black-and-white photo"),
    },
)
_COLUMNS = ("key", PHOTO_COLOR)


def photo_colors(dataset: Dataset, keys: Sequence[str]) -> pd.Series[str] | None:
    """Return whether each photo is in color or black and white; None where nothing was measured.

    Args:
        dataset: the photos' data set.
        keys: the photos.

    Returns:
        (n,) ``color`` or ``black_and_white`` in the keys' order; empty text for a photo that was
        not measured.

    Raises:
        ManifestError: the file is not a CSV with the columns ``key`` and ``photo_color``, holds
            another value, or names a photo that the data set does not list.
    """
    path = dataset.folder / PHOTO_MEASUREMENTS
    if not path.is_file():
        return None
    rows = listed_rows(path, _COLUMNS)
    listed = set(dataset.manifest["key"])
    measured: dict[str, str] = {}
    for row in rows:
        key, value = row["key"], row[PHOTO_COLOR]
        if key not in listed:
            raise ManifestError(
                f"expected photos of {dataset.name!r} in {path}, found {key!r}, which is not in "
                "its manifest. Measure the photos again: python tools/photo_color.py --write."
            )
        if value not in (COLOR, BLACK_AND_WHITE):
            raise ManifestError(
                f"expected {COLOR} or {BLACK_AND_WHITE} in {path}, found {value!r} for {key!r}. "
                "Measure the photos again: python tools/photo_color.py --write."
            )
        measured[key] = value
    return pd.Series([measured.get(key, "") for key in keys], dtype=str)
