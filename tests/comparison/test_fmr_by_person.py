"""The bundled FMR curves: against the comparisons of the people themselves."""

import numpy as np
import pytest

from simulator.comparison.comparison_counts import find_counts
from simulator.comparison.false_match_pairs import false_match_pairs
from simulator.comparison.fmr_by_person import (
    EDGES,
    SETS,
    bundled_curves,
    count_curves,
    curves_of_counts,
)
from simulator.comparison.subgroup_matrix import subgroup_counts_of, subgroup_tally
from simulator.datasets.dataset import load_dataset


@pytest.fixture(scope="module")
def curves():
    return bundled_curves(load_dataset("lfw").encodings.matcher.identity)


def curve_of(curves, dataset, value=""):
    return next(c for c in curves if (c.dataset, c.value) == (dataset, value))


def test_every_set_has_everybody_and_its_groups(curves):
    assert tuple(dict.fromkeys(curve.dataset for curve in curves)) == SETS
    assert {c.value for c in curves if c.column == "gender" and c.dataset == "lfw"} == {"M", "F"}
    assert all(curve.value for curve in curves if curve.column)


@pytest.mark.parametrize(("value", "at"), [("male", 0.5), ("female", 0.55)])
def test_london_is_what_its_people_give(curves, value, at):
    """FMR and its worth by the module for one threshold, each pair of people counted once."""
    table = false_match_pairs(load_dataset("london"), at).by("gender").set_index("group")
    curve = curve_of(curves, "london", value)
    place = round(at * 1000) - EDGES[0]
    assert curve.people == table.loc[value, "people"]
    assert curve.fmr[place] == pytest.approx(table.loc[value, "fmr_by_person"], abs=1e-6)
    worth = table.loc[value, "effective_by_person"]
    assert curve.worth[place] == pytest.approx(worth, rel=0.02)


def test_congress_has_one_photo_of_each(curves):
    curve = curve_of(curves, "congress-115")
    vectors = load_dataset("congress-115").encodings.vectors.astype(float)
    squares = ((vectors[:, None, :40] - vectors[None, :, :40]) ** 2).sum(axis=2)
    squares += ((vectors[:, None, 40:] - vectors[None, :, 40:]) ** 2).sum(axis=2)
    distances = np.sqrt(squares[np.triu_indices(len(vectors), 1)])
    assert curve.matching[500 - EDGES[0]] == (distances <= 0.5).sum()
    assert curve.pairs == len(distances)


def test_lfw_by_photo_is_near_what_is_counted_by_person(curves):
    """Photos and people differ, but not by an order of magnitude."""
    counted = find_counts(load_dataset("lfw"), "gender")["everyone"]
    place = [value for value, _label in counted.groups].index("M")
    by_photo = counted.fmr(0.5)[place, place]
    assert 0.3 < curve_of(curves, "lfw", "M").fmr[500 - EDGES[0]] / by_photo < 3


def test_counts_of_photos_have_no_intervals(curves):
    dataset = load_dataset("utkface-adults")
    curve = curve_of(curves, "utkface-adults", "Asian")
    tally = subgroup_tally(subgroup_counts_of(dataset), dataset.card, "race")
    place = [group.value for group in tally.groups].index("Asian")
    assert curve.fmr[480 - EDGES[0]] == pytest.approx(tally.fmr(0.48)[place, place], rel=1e-5)
    assert np.isnan(curve.worth).all()
    assert len(curves_of_counts(dataset)) == sum(c.dataset == dataset.name for c in curves)


def test_another_matcher_has_none():
    assert bundled_curves("eigenfaces-0") == ()


@pytest.mark.slow
def test_the_file_is_what_counting_again_gives(curves):
    again = count_curves(load_dataset("london"))
    bundled = [curve for curve in curves if curve.dataset == "london"]
    assert [c.label for c in again] == [c.label for c in bundled]
    for one, other in zip(again, bundled, strict=True):
        assert one.matching == pytest.approx(other.matching, abs=1e-3)
        assert one.worth == pytest.approx(other.worth, rel=1e-3, nan_ok=True)
