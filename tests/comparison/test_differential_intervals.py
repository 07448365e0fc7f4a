"""Intervals on the differentials themselves."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.comparison.differential_intervals import dataset_differentials, one_rate, two_rates
from simulator.datasets.dataset import load_dataset


def _floats(*values):
    return np.array(values, float)


def test_a_planted_ratio_of_two_lies_in_the_interval():
    found = one_rate(_floats(100, 200), _floats(2000, 2000))
    assert found["max_min"]["value"] == pytest.approx(2)
    assert found["max_min"]["low"] < 2 < found["max_min"]["high"]
    assert found["max_min"]["low"] > 1.5
    assert found["difference"]["low"] < 0.05 < found["difference"]["high"]


def test_with_many_people_the_interval_closes_on_the_truth():
    found = one_rate(_floats(1e6, 2e6, 3e6), _floats(1e8, 1e8, 1e8))
    for name, truth in (("max_min", 3), ("gini", 1 / 3), ("difference", 0.02)):
        assert found[name]["low"] == pytest.approx(truth, rel=0.01)
        assert found[name]["high"] == pytest.approx(truth, rel=0.01)


def test_fewer_effective_trials_widen_the_interval():
    plain = one_rate(_floats(100, 200), _floats(2000, 2000))["max_min"]
    shared = one_rate(_floats(100, 200), _floats(2000, 2000), _floats(200, 200))["max_min"]
    assert shared["high"] - shared["low"] > 2 * (plain["high"] - plain["low"])


def test_a_zero_cell_is_undefined_with_bound_jeffreys_and_interval():
    found = one_rate(_floats(0, 20), _floats(100, 100))["max_min"]
    assert found["value"] is None
    assert found["at_least"] == pytest.approx(0.2 / (1 - 0.05**0.01))
    assert found["jeffreys"] == pytest.approx(20.5 / 0.5)
    assert found["low"] > 1


def test_a_zero_among_comparisons_that_share_people_is_bounded_by_what_they_are_worth():
    """0 of 100 comparisons worth 50, against 20 of 100: 0.2 / (1 − 0.05^(1/50)) by hand."""
    found = one_rate(_floats(0, 20), _floats(100, 100), _floats(50, 100))["max_min"]
    assert found["at_least"] == pytest.approx(0.2 / 0.05815508)
    assert found["jeffreys"] == pytest.approx(20.5 / 101 / (0.5 / 51))


def test_measures_of_both_errors_lie_in_their_intervals():
    found = two_rates(
        _floats(0.01, 0.03), _floats(5000, 5000), _floats(0.1, 0.2), _floats(800, 800)
    )
    for entry in found.values():
        assert entry["low"] < entry["value"] < entry["high"]


def test_the_interval_holds_the_value_and_equal_rates_allow_no_difference():
    """7 of 100 in each of four groups: no difference, and up to one; of 12 people, up to much."""
    found = one_rate(_floats(7, 7, 7, 7), _floats(100, 100, 100, 100))
    for name, none in (("difference", 0), ("max_min", 1), ("max_geometric_mean", 1), ("gini", 0)):
        assert found[name]["low"] == pytest.approx(none, abs=1e-12)
        assert found[name]["value"] == pytest.approx(none, abs=1e-12)
        assert found[name]["high"] > none
    uneven = one_rate(_floats(1, 5, 17, 2), _floats(42, 30, 369, 13))
    for entry in uneven.values():
        assert entry["low"] < entry["value"] < entry["high"]


def test_london_by_ethnicity_names_who_is_left_out():
    found = dataset_differentials(load_dataset("london"), "ethnicity", 0.6)
    assert "east_asian/white" in found["left_out"]
    assert set(found["groups"]) == {"white", "black", "west_asian", "east_asian"}
    assert found["fmr"]["gini"]["low"] > 0.1


def test_without_mated_pairs_nothing_is_claimed():
    found = dataset_differentials(load_dataset("congress-115"), "gender", 0.5)
    assert {name: found[name] for name in found if name != "rates"} == {
        "groups": [],
        "left_out": ["M", "F"],
    }
    assert [row["fnmr"] for row in found["rates"]] == [None, None]
