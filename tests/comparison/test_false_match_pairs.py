"""Pairs that falsely match: by hand, and against the tally."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from simulator.comparison.false_match_pairs import false_match_pairs
from simulator.comparison.fmr import compare_dataset
from simulator.datasets.dataset import load_dataset


def test_three_people_by_hand(make_dataset):
    """p and q 0.1 apart, twice over (p has two photos); r far away and of another group."""
    rows = [
        ("p1", "p", "F", "made", [0.0, 0, 0, 0]),
        ("p2", "p", "F", "made", [0.0, 0, 0, 0]),
        ("q1", "q", "F", "made", [0.1, 0, 0, 0]),
        ("r1", "r", "M", "made", [5.0, 0, 0, 0]),
    ]
    found = false_match_pairs(load_dataset(str(make_dataset("three", rows))), 0.2)
    assert found.first.tolist() == [0]
    assert found.second.tolist() == [1]
    assert found.events.tolist() == [2]
    table = found.by("gender").set_index("group")
    assert table.loc["F", ["events", "comparisons"]].tolist() == [2, 2]
    assert table.loc["M", "comparisons"] == 0
    assert np.isnan(table.loc["M", "fmr"])
    assert np.isnan(table["low"]).all()


@pytest.mark.parametrize("threshold", [0.45, 0.6])
def test_counts_agree_with_the_tally(threshold):
    london = load_dataset("london")
    tally = compare_dataset(london, "ethnicity")
    table = false_match_pairs(london, threshold).by("ethnicity").set_index("group")
    for i, group in enumerate(tally.groups):
        assert table.loc[group.value, "events"] == tally.events(threshold)[i, i]
        assert table.loc[group.value, "comparisons"] == tally.comparisons[i, i]
    white = table.loc["white"]
    assert white["low"] <= white["fmr"] <= white["high"]
    assert white["effective"] < white["comparisons"]


@pytest.mark.parametrize(
    ("name", "column", "threshold"),
    [("congress-115", "race_ethnicity", 0.55), ("london", "gender*ethnicity", 0.6)],
)
def test_the_matrix_is_the_tallys_with_intervals(name, column, threshold):
    """Every cell, with people in several groups, and several photos of a person."""
    dataset = load_dataset(name)
    expected = compare_dataset(dataset, column).table(threshold)
    found = false_match_pairs(dataset, threshold).matrix(column)
    assert found[expected.columns].equals(expected)
    known = found[found["low"].notna()]
    assert len(known) > 1
    assert (known["low"] <= known["fmr"]).all()
    assert (known["fmr"] <= known["high"]).all()


@pytest.mark.parametrize(("name", "column"), [("london", "ethnicity"), ("congress-115", "gender")])
def test_no_bound_at_a_strict_threshold_is_above_that_at_a_looser_one(name, column):
    """The same people in London: 0.47 allowed 10.3%, where the looser 0.60 allowed 0.89%."""
    dataset = load_dataset(name)
    bounds = [
        false_match_pairs(dataset, at).matrix(column).set_index(["group", "other"])["high"]
        for at in (0.3, 0.47, 0.5, 0.6)
    ]
    for strict, loose in pairwise(bounds):
        both = strict.notna() & loose.notna()
        assert both.any()
        assert (strict[both] <= loose[both] + 1e-12).all()
