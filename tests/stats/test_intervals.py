"""Intervals against hand-worked figures and statsmodels."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.stats import binom, chi2
from statsmodels.stats.proportion import proportion_confint

from simulator.stats.intervals import (
    FEWEST_TRIALS_FOR_AN_INTERVAL,
    rate_interval,
    wilson,
    zero_events_bound,
)


def test_the_aclu_interval() -> None:
    """28 of 535: 3.6% to 7.5%, as every text about the test gives it."""
    low, high = wilson(28, 535)
    assert (round(100 * low, 1), round(100 * high, 1)) == (3.6, 7.5)


@given(st.integers(1, 5000), st.data())
def test_wilson_agrees_with_statsmodels(trials: int, data: st.DataObject) -> None:
    """An independent implementation gives the same bounds."""
    events = data.draw(st.integers(0, trials))
    expected = proportion_confint(events, trials, method="wilson")
    assert wilson(events, trials) == pytest.approx(expected, abs=1e-12)
    low, high = wilson(events, trials)
    assert 0 <= low <= events / trials <= high <= 1


def test_nothing_measured_has_no_interval() -> None:
    """No trials: not estimable, neither 0 nor 1."""
    assert all(math.isnan(bound) for bound in wilson(0, 0))


@pytest.mark.parametrize(("events", "trials"), [(3, 2), (-1, 4)])
def test_impossible_counts_are_refused(events: int, trials: int) -> None:
    """A numerator lies between 0 and its denominator."""
    with pytest.raises(ValueError, match="0 ≤ events"):
        wilson(events, trials)


def test_where_wilson_is_too_narrow() -> None:
    """At a true rate of 1% it covers 89% of samples of 12 people, and 98% of samples of 20."""

    def coverage(trials: int, rate: float) -> float:
        counts = range(trials + 1)
        inside = [low <= rate <= high for low, high in (wilson(k, trials) for k in counts)]
        return float(binom.pmf(counts, trials, rate)[inside].sum())

    assert coverage(12, 0.01) == pytest.approx(0.886, abs=0.001)
    assert (
        min(coverage(FEWEST_TRIALS_FOR_AN_INTERVAL, rate) for rate in (0.001, 0.01, 0.03, 0.06))
        > 0.95
    )


def test_few_events_have_a_lower_end_that_holds() -> None:
    """1, 2 and 3 of 535: 0.0513, 0.3554 and 0.8177 events, SciPy's chi-squared halved."""
    for events in (1, 2, 3):
        low, high = rate_interval(events, 535)
        assert 535 * low == pytest.approx(chi2.ppf(0.05, 2 * events) / 2)
        assert high == wilson(events, 535)[1]
        mirrored = rate_interval(535 - events, 535)
        assert mirrored == pytest.approx((1 - high, 1 - low))
    assert rate_interval(4, 535) == wilson(4, 535)
    assert rate_interval(3, 50) == wilson(3, 50)
    assert rate_interval(0, 535) == wilson(0, 535)
    assert rate_interval(1, 19) == wilson(1, 19)


@pytest.mark.parametrize("trials", [20, 40, 102, 400, 535])
def test_the_exact_coverage_of_a_low_rate(trials: int) -> None:
    """At 0.1% Wilson's interval covers 90% of samples of 535; this one never less than 91%."""

    def coverage(interval: Callable[[int, int], tuple[float, float]], rate: float) -> float:
        counts = range(trials + 1)
        inside = [low <= rate <= high for low, high in (interval(k, trials) for k in counts)]
        return float(binom.pmf(counts, trials, rate)[inside].sum())

    rates = np.geomspace(2e-5, 0.06, 40)
    assert min(coverage(rate_interval, rate) for rate in rates) > 0.91
    assert min(coverage(wilson, rate) for rate in rates) < 0.87
    assert coverage(rate_interval, 0.001) > 0.95


def test_zero_of_535() -> None:
    """Amazon's zero, if it also searched 535: one-sided 0.56%; Wilson's upper end is 0.71%."""
    assert round(100 * zero_events_bound(535), 2) == 0.56
    assert round(100 * wilson(0, 535)[1], 2) == 0.71
    assert zero_events_bound(535) == pytest.approx(
        proportion_confint(0, 535, alpha=0.1, method="beta")[1], abs=1e-12
    )


def test_zero_of_nothing_is_refused() -> None:
    """A bound needs a trial."""
    with pytest.raises(ValueError, match="at least one"):
        zero_events_bound(0)
