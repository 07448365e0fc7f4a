"""The groups of a gallery, and each person's chance of a false match in a mix of them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import hypergeom
from support.replay import default_replay

from simulator.experiment.gallery_groups import (
    FEWEST_PHOTOS,
    gallery_groups,
    tallied,
    tally_labels,
)
from simulator.experiment.view import View


@pytest.fixture(scope="module")
def view() -> View:
    return default_replay().at(distance=0.5)


def test_every_photo_is_in_a_group_or_counted_as_unlabeled(view: View) -> None:
    assert tally_labels(view) == ["gender"]
    found = gallery_groups(view, "gender")
    assert found.names == ["M", "F"]  # the largest first
    assert found.labels == ["Men", "Women"]
    left_out = found.unlabeled + sum(found.left_out.values())
    assert found.photos.sum() + left_out == len(view.result.gallery_rows)
    assert sum(found.shares.values()) == pytest.approx(1)
    assert (found.photos >= FEWEST_PHOTOS).all()


def test_matches_are_those_of_the_lists(view: View) -> None:
    """Where a list of 50 reaches beyond the threshold, its matches by gender are the counts."""
    found = gallery_groups(view, "gender", tallied(view))
    search, gallery = view.result.search, view.result.gallery
    gender = gallery.labels(view.result.gallery_keys.tolist())["gender"].to_numpy()
    whole = np.flatnonzero(search.distances[:, -1] > 0.5)
    assert len(whole) > 400
    for row in whole[:50]:
        near = search.candidates[row][search.distances[row] <= 0.5]
        assert found.matching[row].tolist() == [
            int((gender[near] == name).sum()) for name in found.names
        ]


def test_a_chance_is_scipys_hypergeometric(view: View) -> None:
    found = gallery_groups(view, "gender")
    drawn = found.counts({"F": 1, "M": 3}, 1000)
    assert drawn is not None
    assert drawn.tolist() == [750, 250]
    missed = hypergeom.pmf(0, found.strangers, found.matching, drawn).prod(axis=1)
    assert found.chances(drawn) == pytest.approx(1 - missed, abs=1e-9)


def test_a_mix_that_cannot_be_drawn_is_none(view: View) -> None:
    found = gallery_groups(view, "gender")
    assert found.counts({"F": 1}, int(found.photos[1]) + 1) is None
    assert found.counts({"X": 1}, 10) is None
