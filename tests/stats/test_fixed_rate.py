"""A threshold fixed in one group: by hand, against brute force and statsmodels, simulated."""

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.stats import binom, norm
from statsmodels.stats.proportion import proportion_confint

from simulator.stats.fixed_rate import (
    events_at_every_step,
    fit_of_rate,
    fix_threshold,
    interval_at_fixed_rate,
    p_at_fixed_rate,
    photo_weights,
    thresholds_that_fit,
)

ONES = np.ones(10)
TEN = np.array([0.30, 0.42, 0.44, 0.50, 0.55, 0.60, 0.61, 0.62, 0.63, 0.64])


def test_a_threshold_by_hand():
    """20% of ten people are two: the threshold lies between the second and the third."""
    fixed = fix_threshold(TEN, ONES, 0.2)
    assert (fixed.distance, fixed.events, fixed.trials) == (0.42, 2.0, 10)
    assert fixed.rate == pytest.approx(0.2)
    assert fix_threshold(TEN, ONES, 0.29).events == 2


def test_less_than_one_person_is_no_threshold():
    fixed = fix_threshold(TEN, ONES, 0.09)
    assert not fixed.reached
    assert math.isnan(fixed.rate)
    assert fix_threshold(TEN, ONES, 0.1).events == 1


def test_ties_are_flagged_together_or_not_at_all():
    tied = np.array([0.3, 0.4, 0.4, 0.4, 0.5])
    assert fix_threshold(tied, np.ones(5), 0.6).events == 1
    assert fix_threshold(tied, np.ones(5), 0.8).events == 4
    assert not fix_threshold(np.full(5, 0.4), np.ones(5), 0.5).reached


def test_lists_that_end_too_early_set_no_threshold():
    """Of ten people four have a candidate: a threshold for five of ten is beyond the lists."""
    cut = np.where(TEN > 0.5, np.nan, TEN)
    assert fix_threshold(cut, ONES, 0.3).events == 3
    assert not fix_threshold(cut, ONES, 0.5).reached


def test_a_person_with_two_photos_counts_once():
    person = np.array([0, 0, 1, 1, 2, 2])
    weights = photo_weights(person)
    assert weights.tolist() == [0.5] * 6
    nearest = np.array([0.3, 0.6, 0.35, 0.7, 0.8, 0.9])
    fixed = fix_threshold(nearest, weights, 0.34)
    assert (fixed.events, fixed.trials) == (1.0, 3)  # one photo each of two people
    assert 0.35 <= fixed.distance < 0.6


@pytest.mark.parametrize("rate", [0.0, 1.0, -0.1, math.nan])
def test_a_rate_is_between_0_and_1(rate):
    with pytest.raises(ValueError, match="between 0 and 1"):
        fix_threshold(TEN, ONES, rate)


def test_events_at_every_step_against_counting():
    random = np.random.default_rng(0)
    first, other = random.uniform(size=30).round(1), random.uniform(size=20).round(1)
    first[3] = np.nan
    steps, mine, theirs = events_at_every_step(first, np.ones(30), other, np.full(20, 0.5))
    assert steps[0] == -np.inf
    assert mine.tolist() == [(first <= step).sum() for step in steps]
    assert theirs.tolist() == [(other <= step).sum() / 2 for step in steps]


@pytest.mark.parametrize(("events", "trials", "rate"), [(0, 20, 0.1), (3, 40, 0.05), (40, 40, 0.9)])
def test_the_fit_is_scipys_binomial_tail(events, trials, rate):
    tail = binom.cdf(events, trials, rate) - binom.pmf(events, trials, rate) / 2
    assert fit_of_rate(np.array(events), trials, rate) == pytest.approx(norm.ppf(tail) ** 2)


def test_a_fit_of_many_people_leaves_wilsons_interval():
    """If the first group is so large that its threshold is certain, only the other counts."""
    first = np.array([0.0, 1e7, 2e7])
    other = np.array([0.0, 7.0, 30.0])
    low, high = interval_at_fixed_rate(first, 1e8, other, 50, 0.1)
    assert (low, high) == pytest.approx(proportion_confint(7, 50, method="wilson"), abs=1e-4)


def test_the_interval_against_brute_force():
    """Every rate of the other group that some threshold allows, found on a fine grid."""
    random = np.random.default_rng(1)
    first, other = random.normal(0.6, 0.1, 80), random.normal(0.55, 0.1, 30)
    _steps, mine, theirs = events_at_every_step(first, np.ones(80), other, np.ones(30))
    low, high = interval_at_fixed_rate(mine, 80, theirs, 30, 0.1)
    rates = np.linspace(0.0005, 0.9995, 2000)
    score = 30 * (theirs[:, None] / 30 - rates) ** 2 / (rates * (1 - rates))
    allowed = (fit_of_rate(mine, 80, 0.1)[:, None] + score <= norm.ppf(0.975) ** 2).any(axis=0)
    assert low == pytest.approx(rates[allowed][0], abs=1e-3)
    assert high == pytest.approx(rates[allowed][-1], abs=1e-3)


def test_it_is_wider_than_with_the_threshold_held_fixed():
    random = np.random.default_rng(2)
    first, other = random.normal(size=50), random.normal(size=400)
    fixed = fix_threshold(first, np.ones(50), 0.1)
    _steps, mine, theirs = events_at_every_step(first, np.ones(50), other, np.ones(400))
    low, high = interval_at_fixed_rate(mine, 50, theirs, 400, fixed.rate)
    held = proportion_confint((other <= fixed.distance).sum(), 400, method="wilson")
    assert low < held[0] < held[1] < high
    assert high - low > 2 * (held[1] - held[0])


def test_lists_that_were_cut_leave_the_upper_end_open():
    events = np.array([0.0, 1.0, 2.0])
    given = (events, 100, np.array([0.0, 1.0, 1.0]), 30, 0.02)
    assert interval_at_fixed_rate(*given)[1] < 1
    assert interval_at_fixed_rate(*given, measured_to_the_end=False)[1] == 1


def test_thresholds_that_fit_are_those_of_the_binomial():
    steps, events, _none = events_at_every_step(TEN, ONES, TEN[:0], ONES[:0])
    fits = [0.025 <= binom.cdf(k, 10, 0.2) - binom.pmf(k, 10, 0.2) / 2 <= 0.975 for k in range(11)]
    low, high = thresholds_that_fit(steps, events, 10, 0.2)
    inside = [k for k in range(11) if fits[k]]
    assert (low, high) == (steps[inside[0]], steps[inside[-1] + 1])


@given(
    st.lists(st.floats(0, 1), min_size=2, max_size=40),
    st.lists(st.floats(0, 1), min_size=1, max_size=40),
    st.floats(0.02, 0.9),
)
@settings(max_examples=60, deadline=None)
def test_what_is_found_lies_in_the_interval(first, other, rate):
    mine, theirs = np.array(first), np.array(other)
    fixed = fix_threshold(mine, np.ones(len(mine)), rate)
    if not fixed.reached:
        return
    _steps, a, b = events_at_every_step(mine, np.ones(len(mine)), theirs, np.ones(len(theirs)))
    low, high = interval_at_fixed_rate(a, len(mine), b, len(theirs), fixed.rate)
    assert 0 <= low <= (theirs <= fixed.distance).mean() <= high <= 1


@pytest.mark.slow
def test_coverage_of_a_planted_ratio():
    """True rates 10% and 30% at the true threshold: the interval holds 30% in 95% of samples."""
    random, held, plain = np.random.default_rng(3), 0, 0
    shift = norm.ppf(0.3) - norm.ppf(0.1)
    for _ in range(400):
        first, other = random.normal(size=100), random.normal(size=200) - shift
        _steps, mine, theirs = events_at_every_step(first, np.ones(100), other, np.ones(200))
        low, high = interval_at_fixed_rate(mine, 100, theirs, 200, 0.1)
        held += low <= 0.3 <= high
        at = fix_threshold(first, np.ones(100), 0.1).distance
        one, two = proportion_confint((other <= at).sum(), 200, method="wilson")
        plain += one <= 0.3 <= two
    assert 0.94 <= held / 400 <= 0.995
    assert plain / 400 < 0.8


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(20, 120), st.integers(12, 80), st.booleans())
def test_p_and_interval_are_two_sides_of_one_test(seed, mine, theirs, to_the_end):
    """The interval of a level leaves out the fixed rate exactly if p is under 1 - level."""
    random = np.random.default_rng(seed)
    first = random.uniform(0, 1, mine)
    other = random.uniform(0, 1, theirs) * random.uniform(0.5, 1.5)
    rate = float(random.integers(1, mine // 2)) / mine
    ones = (np.ones(mine), np.ones(theirs))
    _steps, events, others = events_at_every_step(first, ones[0], other, ones[1])
    if not to_the_end:
        events, others = events[: len(events) // 2], others[: len(events) // 2]
    p = p_at_fixed_rate(events, mine, others, theirs, rate, measured_to_the_end=to_the_end)
    for level in (0.5, 0.8, 0.95, 0.99):
        if abs(p - (1 - level)) < 1e-6:
            continue
        low, high = interval_at_fixed_rate(
            events, mine, others, theirs, rate, level=level, measured_to_the_end=to_the_end
        )
        # The interval is one stretch: the fixed rate may lie in a hole between two parts of it.
        if p > 1 - level:
            assert low <= rate <= high


def test_p_by_hand():
    """The threshold is known: one step, and the other group's Wilson statistic is left."""
    p = p_at_fixed_rate(np.array([100_000.0]), 1_000_000, np.array([20.0]), 100, 0.1)
    assert p == pytest.approx(2 * norm.sf((0.2 - 0.1) / math.sqrt(0.1 * 0.9 / 100)), rel=0.01)
    assert math.isnan(p_at_fixed_rate(np.array([1.0]), 10, np.array([0.0]), 0, 0.1))


@pytest.mark.slow
def test_without_a_difference_p_is_under_five_percent_in_about_one_of_twenty():
    random = np.random.default_rng(3)
    under = 0
    for _ in range(400):
        first, other = random.uniform(0, 1, 300), random.uniform(0, 1, 100)
        fixed = fix_threshold(first, np.ones(300), 0.1)
        _steps, mine, theirs = events_at_every_step(first, np.ones(300), other, np.ones(100))
        under += p_at_fixed_rate(mine, 300, theirs, 100, fixed.rate) <= 0.05
    assert under / 400 <= 0.07
