"""What counts as a number in a setting."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from simulator.stats.numbers import is_number, is_whole


@pytest.mark.parametrize("value", [0, -3, 10**30, np.int64(5), np.uint8(0)])
def test_whole_numbers(value: object) -> None:
    """Python's and numpy's."""
    assert is_whole(value)
    assert is_number(value)


@pytest.mark.parametrize("value", [0.5, 2.0, np.float32(0.1), Fraction(1, 3)])
def test_numbers_that_are_not_whole(value: object) -> None:
    """2.0 is a number, but nobody counts in it."""
    assert is_number(value)
    assert not is_whole(value)


@pytest.mark.parametrize(
    "value", [True, np.True_, "5", None, float("nan"), float("inf"), 1j, Decimal(1), [1]]
)
def test_what_is_no_number(value: object) -> None:
    """A yes, a text, nothing, and what has no size."""
    assert not is_number(value)
    assert not is_whole(value)
