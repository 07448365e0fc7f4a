"""The London set's consenting adults, each photographed smiling and neutral, all compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import load_dataset
from simulator.faces.encodings import Encodings

LONDON = "london"


@dataclass(frozen=True)
class Pairs:
    """Every smiling photo against every neutral one.

    Attributes:
        encodings: the set's encodings.
        smiling, neutral: (n,) and (m,) rows of the photos in the encodings.
        distances: (n, m) the matcher's distances.
        same: (n, m) True where the two photos show one person.
    """

    encodings: Encodings
    smiling: NDArray[np.intp]
    neutral: NDArray[np.intp]
    distances: NDArray[np.float64]
    same: NDArray[np.bool_]


def smiling_against_neutral() -> Pairs:
    """Compare every smiling photo with every neutral one.

    Raises:
        FalseMatchError: the data set is missing or broken.
    """
    london = load_dataset(LONDON)
    encodings = london.encodings
    rows = london.manifest.set_index("key").loc[encodings.keys.tolist()]
    expression, person = rows["expression"].to_numpy(str), rows["subject_id"].to_numpy(str)
    smiling = np.flatnonzero(expression == "smiling")
    neutral = np.flatnonzero(expression == "neutral")
    vectors = encodings.vectors.astype(np.float64)
    difference = vectors[smiling][:, None] - vectors[neutral][None]
    return Pairs(
        encodings=encodings,
        smiling=smiling,
        neutral=neutral,
        distances=np.sqrt((difference**2).sum(axis=2)),
        same=person[smiling][:, None] == person[neutral][None],
    )
