"""All smiling photos of the London set against all neutral ones."""

from __future__ import annotations

import numpy as np

from simulator.lessons.london_pairs import smiling_against_neutral


def test_every_person_meets_every_other_once() -> None:
    """102 adults: 102 pairs of one person, the rest of two; distances are Euclidean."""
    pairs = smiling_against_neutral()
    assert pairs.distances.shape == pairs.same.shape == (102, 102)
    assert pairs.same.sum(axis=0).tolist() == pairs.same.sum(axis=1).tolist() == [1] * 102
    vectors = pairs.encodings.vectors.astype(float)
    apart = vectors[pairs.smiling[3]] - vectors[pairs.neutral[7]]
    assert np.isclose(pairs.distances[3, 7], np.sqrt((apart**2).sum()))
    assert not set(pairs.smiling) & set(pairs.neutral)
