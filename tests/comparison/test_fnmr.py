"""Mated comparisons: by hand, by brute force, with a planted disparity."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from simulator.comparison.fnmr import MatedComparisons, mated_comparisons
from simulator.datasets.dataset import load_dataset


def _made(subjects, distances, gender):
    return MatedComparisons(
        np.array(subjects),
        np.array(distances, float),
        pd.DataFrame({"gender": gender}),
        load_dataset("london").card,
    )


def test_misses_by_hand_with_and_without_failures():
    made = _made([0, 0, 1, 2], [0.3, 0.7, 0.5, math.nan], ["male"] * 4)
    without = made.fnmr(0.5, with_failures=False)
    counted = made.fnmr(0.5, with_failures=True)
    assert (without.events, without.trials) == (1, 3)
    assert (counted.events, counted.trials) == (2, 4)


def test_a_planted_disparity_of_known_size():
    """Women 20% missed, men 5%, 200 people each with one comparison."""
    n = 200
    distances = np.concatenate([np.where(np.arange(n) < k, 0.9, 0.1) for k in (40, 10)])
    made = _made(np.arange(2 * n), distances, ["female"] * n + ["male"] * n)
    table = made.by("gender", 0.5).set_index("group")
    assert table.loc["female", "fnmr"] == 0.2
    assert table.loc["male", "fnmr"] == 0.05
    assert (table["low"] < table["fnmr"]).all()
    assert (table["fnmr"] < table["high"]).all()


def test_lfw_has_every_pair_once():
    lfw = load_dataset("lfw")
    found = mated_comparisons(lfw)
    photos = lfw.identities.value_counts()
    assert len(found.distances) == int((photos * (photos - 1) / 2).sum())
    both = ~np.isnan(found.distances)
    enrolled = lfw.identities.loc[lfw.encodings.keys.tolist()].value_counts()
    assert both.sum() == int((enrolled * (enrolled - 1) / 2).sum())


def test_without_mated_pairs_rates_are_undefined_and_not_zero():
    none = mated_comparisons(load_dataset("congress-115"))
    assert len(none.distances) == 0
    assert math.isnan(none.fnmr(0.5, with_failures=True).value)
    assert none.interval(0.5).too_few


def test_a_group_with_one_member_has_a_rate_and_no_interval():
    made = _made([0, 1, 2], [0.1, 0.2, 0.9], ["female", "male", ""])
    table = made.by("gender", 0.5)
    assert np.isnan(table["low"]).all()
    assert table["fnmr"].tolist() == pytest.approx([0, 0, 1])


def test_each_person_counts_once_by_hand(make_dataset):
    """Ada's three comparisons all miss, Bea's one does not: 3 of 4 comparisons, 1 of 2 people."""
    rows = [
        ("a1", "ada", "F", "north", (0.0, 0, 0, 0)),
        ("a2", "ada", "F", "north", (1.0, 0, 0, 0)),
        ("a3", "ada", "F", "north", (2.0, 0, 0, 0)),
        ("b1", "bea", "F", "north", (5.0, 0, 0, 0)),
        ("b2", "bea", "F", "north", (5.1, 0, 0, 0)),
    ]
    mated = mated_comparisons(load_dataset(str(make_dataset("two", rows))))
    row = mated.by("gender", 0.5).iloc[0]
    assert row["fnmr"] == pytest.approx(3 / 4)
    assert row["fnmr_by_person"] == pytest.approx(1 / 2)
    assert row["largest_share_of_comparisons"] == pytest.approx(3 / 4)


def test_one_man_is_most_of_the_mens_mated_comparisons_in_lfw():
    """He has 530 photos; by people the rates are averages of 1,682 people, pandas agrees."""
    mated = mated_comparisons(load_dataset("lfw"))
    men = mated.labels["gender"].to_numpy() == "M"
    assert mated.largest_part(men) == pytest.approx(0.60, abs=0.005)
    known = ~np.isnan(mated.distances)
    missed = pd.Series(mated.distances[known] > 0.47)
    expected = missed.groupby(mated.subjects[known]).mean().mean()
    assert mated.fnmr_by_person(0.47) == pytest.approx(expected)


def test_the_mens_interval_rests_on_one_person_and_the_womens_does_not():
    """One man is 60% of LFW's mated comparisons of men, one woman 14% of the women's."""
    table = mated_comparisons(load_dataset("lfw")).by("gender", 0.6).set_index("group")
    assert table.loc["M", "interval_rests_on_one_person"]
    assert not table.loc["F", "interval_rests_on_one_person"]
