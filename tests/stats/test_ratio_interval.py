"""Score interval of a ratio and Newcombe's of a difference, against statsmodels and by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from simulator.stats.ratio_interval import difference_interval, ratio_interval, score


@pytest.mark.parametrize(
    "table",
    [(11, 85, 17, 374), (1, 42, 27, 417), (5, 13, 23, 446), (12, 12, 3, 40), (60, 1000, 30, 1000)],
)
def test_the_ratio_is_statsmodels_score_interval(table):
    """statsmodels, confint_proportions_2indep(compare="ratio", method="score")."""
    expected = confint_proportions_2indep(*table, compare="ratio", method="score")
    assert ratio_interval(*table) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("table", [(11, 85, 17, 374), (0, 42, 27, 417), (5, 13, 23, 446)])
def test_the_difference_is_statsmodels_newcombe_interval(table):
    """statsmodels, confint_proportions_2indep(compare="diff", method="newcomb")."""
    expected = confint_proportions_2indep(*table, compare="diff", method="newcomb")
    assert difference_interval(*table) == pytest.approx(expected, rel=1e-6)


def test_the_score_by_hand():
    """2 of 4 against 1 of 4 at ratio 1: pooled 3/8, variance 2·(15/64)/4, gap 1/4, factor 7/8."""
    assert score(1.0, 2, 4, 1, 4) == pytest.approx((1 / 16) / (15 / 128) * 7 / 8)


def test_zero_cells_leave_one_side_open():
    assert ratio_interval(0, 40, 0, 40) == (0.0, math.inf)
    low, high = ratio_interval(3, 40, 0, 40)
    assert low > 0
    assert high == math.inf
    low, high = ratio_interval(0, 40, 3, 40)
    assert low == 0
    assert 0 < high < math.inf


def test_nothing_measured_has_no_interval():
    assert all(math.isnan(x) for x in ratio_interval(0, 0, 3, 40))
    assert all(math.isnan(x) for x in difference_interval(0, 0, 3, 40))


@given(st.integers(0, 30), st.integers(30, 60), st.integers(0, 30), st.integers(30, 60))
def test_the_interval_holds_the_estimate_and_turns_round_with_the_groups(a, n, b, m):
    low, high = ratio_interval(a, n, b, m)
    if b:
        assert low <= a / n / (b / m) * (1 + 1e-9)
        assert high >= a / n / (b / m) * (1 - 1e-9)
    back_low, back_high = ratio_interval(b, m, a, n)
    assert back_low == pytest.approx(1 / high if high else math.inf, rel=1e-6, abs=1e-12)
    if low:
        assert back_high == pytest.approx(1 / low, rel=1e-6)


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="events"):
        ratio_interval(5, 3, 1, 4)
