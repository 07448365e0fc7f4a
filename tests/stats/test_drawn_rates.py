"""Rates from draws of people, by hand and beside Wilson's and Newcombe's intervals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from simulator.stats.drawn_rates import (
    DrawnRate,
    Estimate,
    GapToOthers,
    difference_of_ways,
    worth_of_a_person,
)
from simulator.stats.intervals import wilson

PEOPLE = 2000


@pytest.fixture
def drawn() -> np.ndarray:
    """Draw the rate of 2,000 independent people, a tenth of whom have the event."""
    random = np.random.default_rng(0)
    return np.concatenate([[0.1], random.binomial(PEOPLE, 0.1, 4000) / PEOPLE])


def test_independent_people_are_worth_as_many_searches(drawn):
    rate = DrawnRate(drawn, PEOPLE, math.inf)
    assert rate.worth == pytest.approx(PEOPLE, rel=0.05)
    low, high = proportion_confint(200, PEOPLE, method="wilson")
    estimate = rate.estimate()
    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=1e-3)


def test_a_limit_widens(drawn):
    narrow, wide = (DrawnRate(drawn, PEOPLE, most).estimate() for most in (math.inf, 500))
    assert (wide.low, wide.high) == pytest.approx(wilson(50, 500))
    assert wide.low < narrow.low < narrow.high < wide.high


def test_no_event_is_worth_the_people():
    rate = DrawnRate(np.zeros(50), 40, math.inf)
    assert (rate.estimate().low, rate.estimate().high) == wilson(0, 40)
    fixed = DrawnRate(np.zeros(50), 40, math.inf, at_zero=80)
    assert (fixed.estimate().low, fixed.estimate().high) == wilson(0, 80)


def test_one_person_has_no_interval():
    estimate = DrawnRate(np.array([0.5, 0.4, 0.6]), 1, math.inf).estimate()
    assert math.isnan(estimate.low)
    assert not estimate.excludes_zero()


def test_a_person_who_is_always_alike_is_worth_one_search():
    """Of four people one always has the event; of another four each has it in one test of four."""
    tests = np.full(4, 4.0)
    assert worth_of_a_person(np.array([4.0, 0, 0, 0]), tests) == 1
    # Mean 1/4; the variance of 1/2, 1/2, 0, 0 is 1/12: (3/16) / (1/12) = 9/4.
    assert worth_of_a_person(np.array([2.0, 2, 0, 0]), tests) == pytest.approx(9 / 4)
    assert worth_of_a_person(np.array([4.0]), np.array([4.0])) == math.inf


def test_the_gap_follows_from_the_rate_by_hand():
    """A quarter of the people with a rate of .14, where it is .05 overall: the others have .02."""
    rate = DrawnRate(np.array([0.14, 0.12, 0.16]), 100, math.inf)
    gap = GapToOthers(rate, 0.05, 0.75).estimate()
    assert gap.value == pytest.approx(0.14 - 0.02)
    assert gap.low == pytest.approx((rate.estimate().low - 0.05) / 0.75)
    assert math.isnan(GapToOthers(rate, 0.05, 0.0).estimate().value)


def test_a_difference_is_newcombes(drawn):
    """Independent draws: the hybrid of two Wilson intervals (Newcombe's method 10)."""
    random = np.random.default_rng(1)
    other = np.concatenate([[0.2], random.binomial(PEOPLE, 0.2, 4000) / PEOPLE])
    found = difference_of_ways(*(DrawnRate(d, PEOPLE, 1000.0) for d in (other, drawn)), 1.0)
    (l1, u1), (l2, u2) = wilson(200, 1000), wilson(100, 1000)
    assert found.value == pytest.approx(0.1)
    assert found.low == pytest.approx(0.1 - math.hypot(0.2 - l1, u2 - 0.1), abs=2e-3)
    assert found.high == pytest.approx(0.1 + math.hypot(u1 - 0.2, 0.1 - l2), abs=2e-3)
    assert found.excludes_zero()


def test_what_moves_together_has_a_narrow_difference(drawn):
    one, same = DrawnRate(drawn, PEOPLE, math.inf), DrawnRate(drawn + 0.02, PEOPLE, math.inf)
    together = difference_of_ways(same, one, 1.0)
    apart = difference_of_ways(
        DrawnRate(np.concatenate([[0.12], drawn[:0:-1] + 0.02]), PEOPLE, math.inf), one, 1.0
    )
    assert together.high - together.low < (apart.high - apart.low) / 3
    assert difference_of_ways(one, one, 1.0) == Estimate(0.0, 0.0, 0.0)


def test_bonferroni_widens():
    """Zero lies 2.2 standard errors away: outside 95%, inside what three questions ask for."""
    rate = DrawnRate(np.array([0.5, 0.4, 0.6]), 1000, 1e6)
    estimate = Estimate(2.2, 0.24, 4.16, lambda alpha: _normal(2.2, alpha))
    assert estimate.excludes_zero()
    assert not estimate.excludes_zero(3)
    assert rate.ends(0.01)[0] < rate.ends(0.05)[0]


def _normal(value: float, alpha: float) -> tuple[float, float]:
    from scipy.stats import norm

    half = norm.isf(alpha / 2)
    return value - half, value + half
