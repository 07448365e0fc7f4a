"""The ends of differentials: by hand, against a search of the whole region, and by coverage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.stats import binomtest
from statsmodels.stats.proportion import confint_proportions_2indep

from simulator.stats.differential_regions import (
    _gini_in_box,
    _max_geometric_mean_in_box,
    box,
    gini_ends,
    largest_difference,
    largest_ratio,
    max_geometric_mean_ends,
)
from simulator.stats.differentials import gini, max_geometric_mean

RATE = st.floats(0.001, 1)


def _floats(*values: float):
    return np.array(values, float)


def test_of_two_groups_it_is_statsmodels_interval_of_two_rates():
    """confint_proportions_2indep: the score interval of the ratio, Newcombe's of the difference."""
    k, m = _floats(11, 17), _floats(85, 374)
    low, high = confint_proportions_2indep(11, 85, 17, 374, compare="ratio", method="score")
    assert largest_ratio(k, m) == pytest.approx((low, high), rel=1e-4)
    assert largest_ratio(k[::-1], m[::-1]) == pytest.approx((low, high), rel=1e-4)
    low, high = confint_proportions_2indep(11, 85, 17, 374, compare="diff", method="newcomb")
    assert largest_difference(k, m) == pytest.approx((low, high), rel=1e-6)
    assert largest_difference(k[::-1], m[::-1]) == pytest.approx((low, high), rel=1e-6)


def test_of_two_groups_gini_and_geometric_mean_follow_from_the_ratio():
    """r = 3: (3−1)/(3+1) = 0.5 and √3."""
    k, m = _floats(30, 10), _floats(100, 100)
    low, high = largest_ratio(k, m)
    assert gini_ends(k, m) == pytest.approx(((low - 1) / (low + 1), (high - 1) / (high + 1)))
    assert max_geometric_mean_ends(k, m) == pytest.approx((math.sqrt(low), math.sqrt(high)))
    assert gini([0.3, 0.1]) == pytest.approx(0.5)


def test_the_box_is_scipys_exact_interval_at_bonferronis_level():
    """Three groups: 98.33% each (SciPy's binomtest)."""
    low, high = box(_floats(0, 5, 20), _floats(30, 60, 200))
    for i, (k, m) in enumerate(((0, 30), (5, 60), (20, 200))):
        ends = binomtest(k, m).proportion_ci(1 - 0.05 / 3, "exact")
        assert (low[i], high[i]) == pytest.approx((ends.low, ends.high))


@pytest.mark.slow
@given(st.lists(st.tuples(RATE, RATE), min_size=2, max_size=5), st.integers(0, 2**32 - 1))
def test_nothing_in_the_box_lies_beyond_the_ends(ends, seed):
    """Random rates within the box, and its corners; and the ends are reached within it."""
    low, high = np.sort(np.array(ends), axis=1).T
    random = np.random.default_rng(seed)
    share = random.random((60, len(low)))
    points = np.concatenate([low + share * (high - low), low + np.round(share) * (high - low)])
    for value, found in (
        (gini, _gini_in_box(low, high)),
        (lambda x: max_geometric_mean(x, np.ones(len(x))).value, None),
    ):
        at_least, at_most = found or _max_geometric_mean_in_box(low, high)
        values = [value(x) for x in points]
        assert min(values) >= at_least - 1e-9
        assert max(values) <= at_most + 1e-9


def test_one_common_rate_within_all_intervals_means_no_difference():
    """Gini 0 and largest ÷ geometric mean 1 are possible; where intervals part, they are not."""
    together = _floats(0.1, 0.2, 0.15), _floats(0.3, 0.5, 0.25)
    assert _gini_in_box(*together)[0] == 0
    assert _max_geometric_mean_in_box(*together)[0] == pytest.approx(1)
    apart = _floats(0.1, 0.2, 0.4), _floats(0.15, 0.3, 0.5)
    assert _gini_in_box(*apart)[0] > 0.1
    assert _max_geometric_mean_in_box(*apart)[0] > 1.2


def test_a_zero_leaves_the_ratio_without_end():
    """0 of 100 may be a rate of 0."""
    k, m = _floats(0, 20, 5), _floats(100, 100, 100)
    assert largest_ratio(k, m)[1] == math.inf
    assert largest_ratio(k, m)[0] > 1
    assert max_geometric_mean_ends(k, m)[1] == math.inf
    assert 0 < gini_ends(k, m)[0] < gini([0, 0.2, 0.05]) <= gini_ends(k, m)[1] <= 1


@pytest.mark.slow
@pytest.mark.parametrize("planted", [(0.06, 0.06, 0.06), (0.05, 0.05, 0.12)])
def test_the_truth_is_held_with_and_without_a_planted_disparity(planted):
    """400 samples of 369, 85 and 40 people: at least 93% (95% within Monte Carlo error)."""
    random = np.random.default_rng(0)
    people, rates = np.array([369, 85, 40]), np.array(planted)
    truth = {
        largest_difference: rates.max() - rates.min(),
        largest_ratio: rates.max() / rates.min(),
        gini_ends: gini(rates),
        max_geometric_mean_ends: max_geometric_mean(rates, np.ones(3)).value,
    }
    held = dict.fromkeys(truth, 0)
    for _ in range(400):
        k = random.binomial(people, rates).astype(float)
        for ends, true in truth.items():
            low, high = ends(k, people.astype(float))
            held[ends] += low <= true + 1e-12 and true <= high
    assert min(held.values()) >= 0.93 * 400
