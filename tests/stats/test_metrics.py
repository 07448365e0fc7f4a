"""Rates of a search, by hand and as properties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from simulator.stats.metrics import false_matches, fpir, rate


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
    """Whoever is flagged at a strict threshold is flagged at a looser one."""
    nearest = np.array(distances)
    strict, loose = sorted((one, other))
    assert not (false_matches(nearest, strict) & ~false_matches(nearest, loose)).any()
    assert fpir(nearest, strict).value <= fpir(nearest, loose).value


@pytest.mark.parametrize(("threshold", "expected"), [(0.0, 1), (2.0, 3)])
def test_all_distances_equal_and_zero(threshold: float, expected: int) -> None:
    """A distance of 0 matches at threshold 0."""
    assert fpir(np.array([0.0, 1.0, 1.0]), threshold).events == expected
