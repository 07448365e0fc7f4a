"""How far mirroring moves a vector, and who is flagged then."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnxruntime")

import mirror

from simulator.datasets.dataset import load_dataset
from simulator.search.search import euclidean

PHOTOS = os.environ.get("FALSEMATCH_PHOTOS")


def test_the_28_closest_are_flagged() -> None:
    nearest = np.arange(100.0)[::-1]
    assert np.flatnonzero(mirror.flagged(nearest)).tolist() == list(range(72, 100))


def test_only_photos_that_may_be_mirrored_change() -> None:
    """Fifty people; the one whose mirrored photo is closest of all is in when the coin says so."""
    plain = np.arange(1.0, 51.0)
    mirrored = np.zeros(50)
    may_be = np.zeros(50, bool)
    may_be[40] = True
    outcomes = [(bool(one[40]), bool(one[27])) for one in mirror.tossed(plain, mirrored, may_be)]
    assert set(outcomes) == {(True, False), (False, True)}
    assert 0.45 < np.mean([inside for inside, _ in outcomes]) < 0.55


@pytest.mark.skipif(PHOTOS is None, reason="FALSEMATCH_PHOTOS is not set")
def test_a_mirrored_photo_is_still_the_same_person() -> None:
    """The largest distance measured over all 535 is 0.264; a photo as it is would give 0."""
    assert PHOTOS is not None
    probes = load_dataset("congress-115")
    keys = probes.encodings.keys[[0, 7, 300]].tolist()
    vectors = mirror.mirrored_vectors(probes, Path(PHOTOS), keys)
    moved = euclidean(probes.encodings.vectors[[0, 7, 300]], vectors)
    assert (moved > 0.05).all()
    assert (moved < 0.3).all()
