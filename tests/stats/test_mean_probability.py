"""Intervals of averages of probabilities, against hand-worked cases, statsmodels and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm, t
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from simulator.stats.mean_probability import (
    Average,
    average,
    average_change,
    correlation_of_averages,
    difference,
    typical_size,
)


def _counted(n: int) -> float:
    """Return how many people n people count as, by SciPy."""
    return n * float(norm.ppf(0.975) / t.ppf(0.975, n - 1)) ** 2


def test_of_zeros_and_ones_it_is_wilsons_interval_by_statsmodels() -> None:
    values = np.repeat([1.0, 0.0], [6, 34])
    found = average(values, 0.0)
    counted = _counted(40)
    low, high = proportion_confint(6 / 40 * counted, counted, method="wilson")
    assert (found.value, found.people) == (0.15, 40)
    assert (found.low, found.high) == pytest.approx((low, high))


def test_halves_by_hand() -> None:
    """Four people at one half: typical size ½, four events among 40, and half of that interval."""
    values = np.repeat([0.5, 0.0], [4, 36])
    assert typical_size(values) == 0.5
    counted = _counted(40)
    low, high = proportion_confint(4 / 40 * counted, counted, method="wilson")
    found = average(values, 0.0)
    assert found.value == pytest.approx(0.05)
    assert (found.low, found.high) == pytest.approx((low / 2, high / 2))


def test_a_group_without_a_match_has_a_width_from_everybody_else() -> None:
    none = average(np.zeros(51), 0.2)
    one = average(np.array([0.2, *np.zeros(50)]), 0.2)
    assert (none.value, none.low) == (0, 0)
    assert 0 < none.high < one.high < 0.04
    assert average(np.zeros(51), 0.0).high == 0


def test_an_interval_never_leaves_out_its_middle_and_stays_within_0_and_1() -> None:
    random = np.random.default_rng(3)
    for _ in range(200):
        n = int(random.integers(8, 60))
        values = random.beta(0.2, 0.4, n) * (random.random(n) < random.random())
        found = average(values, float(random.random()))
        assert 0 <= found.low <= found.value <= found.high <= 1


def test_few_people_have_no_interval_and_fewer_than_20_no_verdict() -> None:
    assert math.isnan(average(np.zeros(7), 0.5).low)
    assert average(np.zeros(19), 0.5).too_few
    assert not average(np.zeros(20), 0.5).too_few
    assert math.isnan(average(np.zeros(0), 0.5).value)
    with pytest.raises(ValueError, match="from 0 to 1"):
        average(np.full(9, 1.5), 0.0)


def test_a_difference_is_newcombes_by_statsmodels() -> None:
    one, other = (proportion_confint(*counts, method="wilson") for counts in ((9, 50), (4, 80)))
    found = difference(Average(9 / 50, *one, 50), Average(4 / 80, *other, 80))
    expected = confint_proportions_2indep(9, 50, 4, 80, method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx(expected)
    back = difference(Average(4 / 80, *other, 80), Average(9 / 50, *one, 50))
    assert (back.reversed().low, back.reversed().high) == pytest.approx(expected)


def test_a_difference_of_the_same_estimate_is_zero() -> None:
    same = Average(0.3, 0.2, 0.45, 50)
    found = difference(same, same, 1.0)
    # One limit is recovered from the lower, one from the upper side: √(0.1² + 0.15² − 2·0.1·0.15).
    assert (found.value, found.low, found.high) == pytest.approx((0, -0.05, 0.05))


def test_changes_only_up_are_an_average() -> None:
    changes = np.repeat([0.4, 0.0], [5, 45])
    up, expected = average_change(changes, 0.1, 0.0), average(changes, 0.1)
    assert (up.value, up.low, up.high) == pytest.approx(
        (expected.value, expected.low, expected.high)
    )
    down = average_change(-changes, 0.0, 0.1)
    assert (down.low, down.high) == pytest.approx((-expected.high, -expected.low))


def test_the_correlation_of_overlapping_groups_is_that_of_drawn_people() -> None:
    random = np.random.default_rng(0)
    values = random.random(60)
    one, other = np.arange(60) < 40, np.arange(60) >= 25
    drawn = random.integers(60, size=(20_000, 60))
    means = [
        (values[drawn] * mask[drawn]).sum(axis=1) / mask[drawn].sum(axis=1) for mask in (one, other)
    ]
    expected = float(np.corrcoef(*means)[0, 1])
    assert correlation_of_averages(values, one, other) == pytest.approx(expected, abs=0.03)
    assert correlation_of_averages(values, one, one) == pytest.approx(1)
    assert correlation_of_averages(values, one, ~one) == 0


@pytest.mark.slow
@pytest.mark.parametrize("people", [20, 50, 120])
def test_the_intervals_hold_the_truth_as_often_as_they_claim(people: int) -> None:
    """Planted: one in eight has a chance of ¼ or more, the others none. Everybody’s size is 0.7."""
    random = np.random.default_rng(people)
    truth = 0.125 * 0.625
    held = 0
    for _ in range(1500):
        values = random.uniform(0.25, 1, people) * (random.random(people) < 0.125)
        found = average(values, 0.7)
        held += found.low <= truth <= found.high
    assert 0.93 <= held / 1500 <= 0.985
