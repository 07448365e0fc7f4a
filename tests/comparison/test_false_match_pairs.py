"""Pairs that falsely match: by hand, and against the tally."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.spatial.distance import cdist

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


def test_each_pair_of_people_counts_once_by_hand(make_dataset):
    """Ada has three photos, Bea two, Cem one, all women but Cem.

    Ada and Bea: 2 of 6 comparisons match; Ada and Cem: 1 of 3; Bea and Cem: none of 2. By
    comparisons 3 of 11; by pairs of people (2/6 + 1/3 + 0) / 3 = 2/9.
    """
    rows = [
        ("a1", "ada", "F", "north", (0.0, 0, 0, 0)),
        ("a2", "ada", "F", "north", (5.0, 0, 0, 0)),
        ("a3", "ada", "F", "north", (9.0, 0, 0, 0)),
        ("b1", "bea", "F", "north", (0.1, 0, 0, 0)),
        ("b2", "bea", "F", "north", (0.2, 0, 0, 0)),
        ("c1", "cem", "F", "north", (9.1, 0, 0, 0)),
    ]
    pairs = false_match_pairs(load_dataset(str(make_dataset("three", rows))), 0.3)
    row = pairs.by("gender").iloc[0]
    assert (row["events"], row["comparisons"]) == (3, 11)
    assert row["fmr_by_person"] == pytest.approx(2 / 9)
    # Ada is in all three false matches, and in 9 of the 11 comparisons.
    assert row["largest_share_of_events"] == 1
    assert row["largest_share_of_comparisons"] == pytest.approx(9 / 11)


def test_one_photo_of_each_person_gives_no_second_rate():
    """Congress has one portrait each: pairs of people are comparisons."""
    assert "fmr_by_person" not in false_match_pairs(load_dataset("congress-115"), 0.5).by("gender")


def test_rates_by_person_against_a_double_loop(make_dataset):
    """An independent implementation: SciPy's cdist and dictionaries; and a planted truth.

    Half of the people have twelve photos and match strangers three times as often.
    """
    random = np.random.default_rng(3)
    rows, people = [], 24
    for person in range(people):
        many = person % 2 == 0
        for photo in range(12 if many else 1):
            spread = 0.45 if many else 0.8
            vector = random.normal(size=4) * spread
            gender = "F" if person % 3 else "M"
            rows.append((f"{person}-{photo}", f"p{person:02}", gender, "north", tuple(vector)))
    pairs = false_match_pairs(load_dataset(str(make_dataset("many", rows))), 0.6)
    vectors = np.array([row[4] for row in rows], np.float32).astype(float)
    near = cdist(vectors, vectors) <= 0.6
    who = np.array([row[1] for row in rows])
    gender = {row[1]: row[2] for row in rows}
    found = pairs.matrix("gender").set_index(["group", "other"])
    for (one, other), row in found.iterrows():
        shares = [
            near[np.ix_(who == a, who == b)].mean()
            for a in gender
            for b in gender
            if a < b and {gender[a], gender[b]} == {one, other}
        ]
        assert row["fmr_by_person"] == pytest.approx(np.mean(shares))
        assert row["low_by_person"] <= row["fmr_by_person"] <= row["high_by_person"]
    women = found.loc[("F", "F")]
    assert women["fmr"] > 1.3 * women["fmr_by_person"]
