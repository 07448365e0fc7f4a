"""Differentials by hand, with planted disparities, and against fairlearn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from fairlearn.metrics import MetricFrame, false_positive_rate
from hypothesis import given, strategies as st
from scipy.stats import gmean

from simulator.stats.differentials import (
    difference,
    fdr,
    garbe,
    gini,
    inequity,
    jeffreys,
    max_geometric_mean,
    max_min,
)


def test_every_differential_by_hand():
    """FMR 1%, 2%, 4% and FNMR 10%, 10%, 20%."""
    fmr, fnmr = [0.01, 0.02, 0.04], [0.1, 0.1, 0.2]
    assert difference(fmr) == pytest.approx(0.03)
    assert max_min([1, 2, 4], [100] * 3).value == pytest.approx(4)
    assert max_geometric_mean([1, 2, 4], [100] * 3).value == pytest.approx(2)
    # ΣΣ|xi−xj| = 2·(1+3+2) = 12 %; 3/2 · 12/(2·9·7/3) = 3/7.
    assert gini(fmr) == pytest.approx(3 / 7)
    # 2·(0+10+10) = 40 %; 3/2 · 40/(18·40/3) = 1/4.
    assert gini(fnmr) == pytest.approx(0.25)
    assert garbe(fmr, fnmr, 0.5) == pytest.approx((3 / 7 + 1 / 4) / 2)
    assert fdr(fmr, fnmr, 0.5) == pytest.approx(1 - (0.5 * 0.03 + 0.5 * 0.1))
    assert inequity(fmr, fnmr, 0.5) == pytest.approx(math.sqrt(4) * math.sqrt(2))


def test_gini_of_one_group_taking_everything_is_one():
    assert gini([0, 0, 0, 0.2]) == pytest.approx(1)


def test_difference_and_ratio_are_fairlearns():
    """fairlearn's MetricFrame on a planted disparity: false positives 1 in 20 and 1 in 5."""
    groups = np.repeat(["a", "b"], [400, 100])
    flagged = np.concatenate([np.arange(400) < 20, np.arange(100) < 20]).astype(int)
    frame = MetricFrame(
        metrics=false_positive_rate,
        y_true=np.zeros(500, int),
        y_pred=flagged,
        sensitive_features=groups,
    )
    events, trials = [20, 20], [400, 100]
    assert difference(np.array(events) / trials) == pytest.approx(frame.difference())
    assert 1 / max_min(events, trials).value == pytest.approx(frame.ratio())


@given(st.lists(st.integers(1, 50), min_size=2, max_size=8))
def test_the_geometric_mean_is_scipys(events):
    """SciPy's gmean."""
    trials = [50] * len(events)
    rates = np.array(events) / 50
    assert max_geometric_mean(events, trials).value == pytest.approx(rates.max() / gmean(rates))


@given(st.lists(st.floats(0.001, 1), min_size=2, max_size=8), st.floats(0.1, 10))
def test_gini_lies_between_0_and_1_and_knows_no_scale(rates, factor):
    assert -1e-12 <= gini(rates) <= 1 + 1e-12
    assert gini(np.array(rates) * factor) == pytest.approx(gini(rates), abs=1e-9)


def test_a_zero_cell_makes_a_ratio_undefined_with_a_bound_and_jeffreys():
    """5 of 50 against 0 of 100: at least 0.1/(1 − 0.05^(1/100)), Jeffreys (5.5/51)/(0.5/101)."""
    ratio = max_min([5, 0], [50, 100])
    assert math.isnan(ratio.value)
    assert ratio.at_least == pytest.approx(0.1 / (1 - 0.05**0.01))
    assert ratio.jeffreys == pytest.approx((5.5 / 51) / (0.5 / 101))


def test_a_bound_never_says_that_the_zero_group_has_more():
    """0 of 3 allows up to 63%: no ratio above 1 can be claimed."""
    assert max_min([5, 0], [50, 3]).at_least == pytest.approx(1)


def test_zero_everywhere_or_nothing_measured_is_undefined():
    assert math.isnan(max_min([0, 0], [50, 50]).value)
    assert math.isnan(max_min([0, 0], [50, 50]).at_least)
    assert math.isnan(max_min([1, 0], [50, 0]).jeffreys)
    assert math.isnan(gini([0, 0]))
    assert math.isnan(gini([0.5]))
    assert math.isnan(difference([0.1, math.nan]))
    assert math.isnan(difference([]))
    assert math.isnan(inequity([0, 0.1], [0.1, 0.1]))
    assert math.isnan(jeffreys([0], [0])[0])


def test_a_part_with_weight_zero_may_be_undefined():
    assert garbe([0.1, 0.2], [math.nan, 0.1], alpha=1) == pytest.approx(gini([0.1, 0.2]))
    assert inequity([0.1, 0.2], [0, 0.1], alpha=1) == pytest.approx(2)


def test_a_weight_outside_0_to_1_is_refused():
    with pytest.raises(ValueError, match="weight"):
        fdr([0.1], [0.1], 1.5)
