"""The four error rates, by hand and as properties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from simulator.stats.metrics import false_matches, fmr, fnir, fnmr, fpir, rate, rates


def test_fpir_by_hand() -> None:
    """Two of four searches return a candidate at or under 0.4: one half."""
    found = fpir(np.array([0.39, 0.4, 0.41, np.nan]), 0.4)
    assert (found.events, found.trials, found.value) == (2, 4, 0.5)
    assert (round(found.low, 4), round(found.high, 4)) == (0.15, 0.85)


def test_no_search_is_not_estimable() -> None:
    """An empty denominator is nan, never 0."""
    assert math.isnan(fpir(np.array([]), 0.4).value)
    assert math.isnan(rate(0, 0).low)


@given(st.lists(st.floats(0, 2), min_size=1, max_size=50), st.floats(0, 2), st.floats(0, 2))
def test_false_matches_never_fall_as_the_threshold_loosens(
    distances: list[float], one: float, other: float
) -> None:
    """A person flagged at a strict threshold is also flagged at a looser one."""
    nearest = np.array(distances)
    strict, loose = sorted((one, other))
    assert not (false_matches(nearest, strict) & ~false_matches(nearest, loose)).any()
    assert fpir(nearest, strict).value <= fpir(nearest, loose).value


@pytest.mark.parametrize(("threshold", "expected"), [(0.0, 1), (2.0, 3)])
def test_all_distances_equal_and_zero(threshold: float, expected: int) -> None:
    """A distance of 0 matches at threshold 0."""
    assert fpir(np.array([0.0, 1.0, 1.0]), threshold).events == expected


def test_fmr_by_hand() -> None:
    """Two of three non-mated comparisons at or under 0.4; the fourth was never made."""
    found = fmr(np.array([0.39, 0.4, 0.41, np.nan]), 0.4)
    assert (found.events, found.trials, found.value) == (2, 3, 2 / 3)


def test_fnmr_by_hand() -> None:
    """Above 0.4 lies one of three mated comparisons; a failure to enroll counts only if asked."""
    distances = np.array([0.39, 0.4, 0.41, np.nan])
    found = fnmr(distances, 0.4)
    assert (found.events, found.trials) == (1, 3)
    with_failures = fnmr(distances, 0.4, with_failures=True)
    assert (with_failures.events, with_failures.trials, with_failures.value) == (2, 4, 0.5)


def test_fnir_is_counted_like_fnmr() -> None:
    """Without a rank limit a search misses where the comparison with its closest mate does."""
    distances = np.array([0.1, 0.5, np.nan])
    assert (fnir(distances, 0.4).events, fnir(distances, 0.4).trials) == (1, 2)
    assert fnir(distances, 0.4, with_failures=True).value == 2 / 3


@pytest.mark.parametrize("measure", [fmr, fnmr, fnir, fpir])
def test_nothing_compared_is_undefined(measure) -> None:
    """No trial gives nan, never 0."""
    found = measure(np.array([]), 0.4)
    assert (found.events, found.trials) == (0, 0)
    assert math.isnan(found.value)


@given(st.lists(st.floats(0, 2) | st.just(math.nan), max_size=50), st.floats(0, 2))
def test_a_comparison_either_matches_or_does_not(distances: list[float], threshold: float) -> None:
    """Matches and non-matches among the same comparisons add up to all of them."""
    array = np.array(distances)
    matched, missed = fmr(array, threshold), fnmr(array, threshold)
    assert matched.trials == missed.trials
    assert matched.events + missed.events == matched.trials


def test_rates_of_counts_are_undefined_without_trials() -> None:
    """Division element by element; 0 of 0 is nan."""
    found = rates(np.array([[1, 0], [0, 3]]), np.array([4, 0]))
    assert found[:, 0].tolist() == [0.25, 0.0]
    assert np.isnan(found[:, 1]).all()
