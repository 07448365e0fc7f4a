"""The rank test: by hand, against SciPy, and the coverage of its interval."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, norm

from simulator.stats.rank_test import smaller_than_others


def test_three_against_two_by_hand():
    """0.1 < 0.2 and 0.3; 0.2 ties with 0.2 and is under 0.3; 0.4 is under none: 3.5 of 6 pairs."""
    found = smaller_than_others([0.1, 0.2, 0.4], [0.2, 0.3])
    assert found.probability == pytest.approx(3.5 / 6)
    assert np.isnan(found.low)


@pytest.mark.parametrize("digits", [1, 9])
def test_p_and_effect_are_scipys(digits):
    """SciPy, mannwhitneyu(method="asymptotic"); with one digit, most values tie."""
    random = np.random.default_rng(digits)
    x, y = np.round(random.normal(0.4, 1, 30), digits), np.round(random.normal(0, 1, 90), digits)
    expected = mannwhitneyu(x, y, method="asymptotic", use_continuity=True)
    found = smaller_than_others(x, y)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-9)
    assert found.probability == pytest.approx(1 - expected.statistic / (30 * 90))


def test_a_planted_shift_is_found_and_no_shift_is_50_percent():
    """A shift of one standard deviation: Φ(1/√2) = 76%."""
    random = np.random.default_rng(0)
    x, y = random.normal(-1, 1, 400), random.normal(0, 1, 400)
    found = smaller_than_others(x, y)
    assert found.low < norm.cdf(1 / np.sqrt(2)) < found.high
    assert found.low > 0.7
    assert smaller_than_others(y, y).probability == 0.5


def test_the_other_way_round_is_the_complement():
    random = np.random.default_rng(2)
    x, y = random.random(12), random.random(40)
    one, other = smaller_than_others(x, y), smaller_than_others(y, x)
    assert one.probability == pytest.approx(1 - other.probability)
    assert (one.low, one.high) == pytest.approx((1 - other.high, 1 - other.low))
    assert one.p == pytest.approx(other.p)


def test_complete_separation_keeps_a_width_and_equal_values_have_no_p():
    found = smaller_than_others(np.arange(10), np.arange(100, 200))
    assert (found.probability, found.high) == (1, 1)
    assert 0.6 < found.low < 0.75
    same = smaller_than_others(np.ones(20), np.ones(20))
    assert same.probability == 0.5
    assert np.isnan(same.p)


def test_nobody_and_missing_values():
    assert np.isnan(smaller_than_others([], [1.0]).probability)
    with pytest.raises(ValueError, match="leave these people out"):
        smaller_than_others([np.nan], [1.0])


@pytest.mark.parametrize(
    ("size", "shift", "spread"), [(20, 0.0, 1.0), (50, 0.8, 1.5), (110, 0.3, 0.7)]
)
def test_the_interval_holds_the_planted_probability(size, shift, spread):
    """400 samples against 400 others; benchmarks/nearest_stranger.py has the table."""
    random = np.random.default_rng(size)
    truth = norm.cdf(shift / np.hypot(1, spread))
    held = 0
    for _ in range(400):
        found = smaller_than_others(random.normal(-shift, spread, size), random.normal(0, 1, 400))
        held += found.low <= truth <= found.high
    assert held >= 0.92 * 400
