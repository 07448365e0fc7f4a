"""Rates, gaps and changes with intervals from draws of people.

The spread over draws says how many independent searches a rate is worth, and Wilson's interval for
that number follows. A few people's spread is no safe guide, so a limit can be given.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from simulator.stats.intervals import wilson

Floats = NDArray[np.floating]

ALPHA = 0.05
_NONE = 1e-9

Ends = Callable[[float], tuple[float, float]]
"""The ends of an interval that misses with a given probability."""


@dataclass(frozen=True)
class Estimate:
    """A number with its 95% interval over people; nan where it is undefined.

    Attributes:
        value, low, high: the number and the ends of the interval.
        ends: the ends at any level; None where there is no interval.
    """

    value: float
    low: float
    high: float
    ends: Ends | None = field(default=None, repr=False, compare=False)

    def excludes_zero(self, questions: int = 1) -> bool:
        """Return whether zero lies outside the interval, corrected by Bonferroni for questions."""
        if self.ends is None:
            return False
        low, high = self.ends(ALPHA / max(questions, 1))
        return low > _NONE or high < -_NONE


def worth_of_a_person(events: Floats, tests: Floats) -> float:
    """Return how many independent searches one person's searches are worth, over everybody."""
    rates = events[tests > 0] / tests[tests > 0]
    if len(rates) < 2:
        return math.inf
    mean, variance = float(rates.mean()), float(rates.var(ddof=1))
    return max(mean * (1 - mean) / variance, 1.0) if variance > 0 else 1.0


@dataclass(frozen=True)
class DrawnRate:
    """A rate in each draw of people, the first as they are, and what it is worth.

    Attributes:
        drawn: (draws + 1,) the rate.
        people: how many people it rests on.
        most: it is worth at most so many searches.
        at_zero: it is worth so many where nobody, or everybody, has the event in any draw; as many
            as there are people by default.
    """

    drawn: Floats
    people: int
    most: float
    at_zero: float | None = None

    @functools.cached_property
    def value(self) -> float:
        """Return the rate of the people as they are."""
        value = float(self.drawn[0])
        return value if math.isnan(value) else min(max(value, 0.0), 1.0)

    @functools.cached_property
    def worth(self) -> float:
        """Return how many independent searches it is worth."""
        error = float(np.nanstd(self.drawn[1:], ddof=1)) if self.people > 1 else 0.0
        if error <= _NONE or not 0 < self.value < 1:
            return float(self.people if self.at_zero is None else self.at_zero)
        # The spread itself is uncertain with few people: Student's t in place of the normal.
        t = (_z(ALPHA) / float(stdtrit(self.people - 1, 1 - ALPHA / 2))) ** 2
        return min(self.value * (1 - self.value) / error**2 * t, self.most)

    def ends(self, alpha: float) -> tuple[float, float]:
        """Return the ends of Wilson's interval."""
        return wilson(self.value * self.worth, self.worth, 1 - alpha)

    def estimate(self) -> Estimate:
        """Return the rate with its interval; none for a single person."""
        return _estimate(self.value, None if self.people < 2 else self.ends)


@dataclass(frozen=True)
class GapToOthers:
    """A group's gap to everybody else, which its own rate decides at a fixed overall rate."""

    rate: DrawnRate
    overall: float
    others: float

    def estimate(self) -> Estimate:
        """Return (rate − overall) ÷ share of the others, with the rate's ends moved alike."""
        if not self.others > 0:
            return _estimate(math.nan, None)

        def ends(alpha: float) -> tuple[float, float]:
            low, high = self.rate.ends(alpha)
            return (low - self.overall) / self.others, (high - self.overall) / self.others

        value = (self.rate.value - self.overall) / self.others
        return _estimate(value, None if self.rate.people < 2 else ends)


def difference_of_ways(rate: DrawnRate, before: DrawnRate, scale: float) -> Estimate:
    """Return rate minus before, divided by a scale, with Newcombe's interval for pairs."""
    value = (rate.value - before.value) / scale if scale > 0 else math.nan
    if rate is before and not math.isnan(value):
        return Estimate(0.0, 0.0, 0.0)
    if math.isnan(value) or rate.people < 2:
        return _estimate(value, None)
    one, other = rate.drawn[1:], before.drawn[1:]
    varies = min(float(np.nanstd(one)), float(np.nanstd(other))) > _NONE
    known = np.isfinite(one) & np.isfinite(other)
    together = float(np.corrcoef(one[known], other[known])[0, 1]) if varies else 0.0

    def ends(alpha: float) -> tuple[float, float]:
        (low, high), (low_before, high_before) = rate.ends(alpha), before.ends(alpha)
        down, up = rate.value - low, high - rate.value
        before_down, before_up = before.value - low_before, high_before - before.value
        below = _combined(down, before_up, together)
        above = _combined(up, before_down, together)
        return value - below / scale, value + above / scale

    return _estimate(value, ends)


def _combined(one: float, other: float, together: float) -> float:
    return math.sqrt(max(one**2 + other**2 - 2 * together * one * other, 0.0))


def _estimate(value: float, ends: Ends | None) -> Estimate:
    if ends is None or math.isnan(value):
        return Estimate(value, math.nan, math.nan)
    return Estimate(value, *ends(ALPHA), ends)


def _z(alpha: float) -> float:
    return float(ndtri(1 - alpha / 2))
