"""The one rule of what a match is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from simulator.errors import ThresholdError
from simulator.stats.threshold import check_distance, flagging, is_match

NEAREST = np.array([0.5, 0.3, 0.4, np.nan, 0.4])


def test_exactly_at_the_threshold_is_a_match() -> None:
    """A match is distance ≤ threshold; with nothing to compare, there is no match."""
    assert is_match(NEAREST, 0.4).tolist() == [False, True, True, False, True]


def test_flagging_gives_the_roundest_separating_threshold() -> None:
    """Three decimals where they do, more where the next search lies closer."""
    assert flagging(np.array([0.41234, 0.52]), 1) == 0.413
    close = flagging(np.array([0.412341, 0.412349]), 1)
    assert 0.412341 <= close < 0.412349


def test_flagging_reports_ties_by_flagging_them() -> None:
    """Two searches at the same distance cannot be separated."""
    assert is_match(NEAREST, flagging(NEAREST, 2)).sum() == 3


@given(
    st.lists(st.floats(0.1, 1.5), min_size=1, max_size=40),
    st.data(),
)
def test_flagging_flags_at_least_as_many_and_no_stranger_beyond(
    distances: list[float], data: st.DataObject
) -> None:
    """Exactly the searches as close as the count-th closest one are flagged."""
    nearest = np.array(distances)
    count = data.draw(st.integers(1, len(distances)))
    expected = nearest <= np.sort(nearest)[count - 1]
    assert (is_match(nearest, flagging(nearest, count)) == expected).all()


@pytest.mark.parametrize("count", [0, -1, 5])
def test_flagging_refuses_impossible_counts(count: int) -> None:
    """Four searches have a candidate; one to four can be flagged."""
    with pytest.raises(ThresholdError, match="from 1 to 4"):
        flagging(NEAREST, count)


@pytest.mark.parametrize("distance", [-1, float("nan"), float("inf")])
def test_no_such_distance(distance: float) -> None:
    """A threshold is a finite number from 0 up."""
    with pytest.raises(ThresholdError, match="0 or more"):
        check_distance(distance)
