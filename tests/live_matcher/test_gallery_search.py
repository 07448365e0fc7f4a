"""A loaded matcher and gallery find the nearest stand-ins of one vector."""

from __future__ import annotations

import numpy as np
import pytest
from support.small_datasets import INFO

from simulator.datasets.dataset import load_dataset
from simulator.errors import EncodingMismatch
from simulator.faces.sketch import sketch_texts
from simulator.live_matcher.gallery_search import GallerySearch
from simulator.matchers.base import MatcherInfo


class Named:
    """A matcher that is never run."""

    def __init__(self, info: MatcherInfo) -> None:
        self.info = info


@pytest.fixture
def search(line_up) -> GallerySearch:
    """Return a search of the handmade gallery on a line: 0.02, 0.1, 10.3, 10.4, 20.5, 30.7."""
    return GallerySearch(Named(INFO), load_dataset(str(line_up[1])))


def test_the_closest_first_by_number(search):
    """The photos closest to the origin are numbers 1, 2 and 3 of the manifest."""
    distances = search.distances(np.zeros(4, np.float32))
    nearest = search.nearest(distances, 3)
    assert [one.number for one in nearest] == [1, 2, 3]
    assert [one.distance for one in nearest] == pytest.approx([0.02, 0.1, 10.3], abs=1e-6)
    assert [one.sketch for one in nearest] == sketch_texts(search.gallery.encodings.landmarks[:3])


def test_a_match_is_at_or_under_the_threshold(search):
    """A distance equal to the threshold is a match."""
    distances = np.array([0.1, 0.5, 0.5, 0.6])
    assert search.matching(distances, [0.05, 0.5, 1.0]) == [0, 3, 4]


def test_another_matcher_s_gallery_is_refused(line_up):
    """Distances between vectors of two matchers have no meaning, so this is an error."""
    other = MatcherInfo("other", "2", 4, {})
    with pytest.raises(EncodingMismatch, match="other|2"):
        GallerySearch(Named(other), load_dataset(str(line_up[1])))
