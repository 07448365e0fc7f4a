"""Intervals for averages over people of probabilities, and for differences between them.

In a gallery that is drawn at random, a person is falsely matched with a probability, not simply
yes or no, and most probabilities are 0. A binomial interval does not fit such numbers. Here the
average m of y₁ … yₙ is written as c times a share: with c = Σy²/Σy, the yes-or-no variable that is
c with probability m/c and 0 otherwise has the mean and the variance of y. So the interval is c
times Wilson's for (Σy)²/Σy² events (Kish's effective number) among n people. For y of 0 and 1 it is
Wilson's own. n counts a little less with few people, as Student's t asks.

A few positive y do not show c, and none show nothing. So c is never smaller than among everybody
searched for, and than what a single matching photo would give.

Source:
    Wilson (1927), J. Am. Stat. Assoc. 22, 209–212; Kish (1965), Survey Sampling, for the effective
    number. Differences: Newcombe (1998), Stat. Med. 17, 873–890; see :func:`difference`.
    benchmarks/matcher_or_gallery.py has the coverage.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL, wilson
from simulator.stats.subject_intervals import FEWEST_PEOPLE_FOR_AN_INTERVAL

LEVEL = 0.95

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Average:
    """An average over people, or a difference of two, with its interval.

    Attributes:
        value: the average; nan without people.
        low, high: the interval's ends; nan with fewer than
            :data:`~simulator.stats.subject_intervals.FEWEST_PEOPLE_FOR_AN_INTERVAL` people.
        people: how many people it rests on; of a difference, those of the smaller side.
    """

    value: float
    low: float
    high: float
    people: int

    @property
    def too_few(self) -> bool:
        """Return whether there are too few people for a verdict."""
        return self.people < FEWEST_TRIALS_FOR_AN_INTERVAL

    @property
    def without_zero(self) -> bool:
        """Return whether the interval exists and leaves out 0."""
        return self.low > 0 or self.high < 0

    def reversed(self) -> Average:
        """Return the average of the negative values."""
        return Average(-self.value, -self.high, -self.low, self.people)


def typical_size(values: Floats) -> float:
    """Return Σy²/Σy, the average of the values weighted by themselves; 0 if all are 0.

    Args:
        values: (n,) numbers that are not negative.
    """
    total = float(values.sum())
    return float((values**2).sum()) / total if total > 0 else 0.0


def average(values: Floats, size: float, *, level: float = LEVEL) -> Average:
    """Return the average of probabilities over people with its interval.

    Args:
        values: (n,) a probability for each person, from 0 to 1.
        size: the smallest typical size to reckon with, from 0 to 1: that among everybody, so that
            a group in which nobody has a positive value has a width too.
        level: nominal coverage, two-sided.

    Raises:
        ValueError: a value is not between 0 and 1.
    """
    n = len(values)
    if n and not (values.min() >= 0 and values.max() <= 1):
        raise ValueError(
            f"expected probabilities from 0 to 1, found {values.min():g} to {values.max():g}"
        )
    mean = float(values.mean()) if n else math.nan
    if n < FEWEST_PEOPLE_FOR_AN_INTERVAL:
        return Average(mean, math.nan, math.nan, n)
    scale = max(typical_size(values), size)
    if scale == 0:
        return Average(mean, 0.0, 0.0, n)
    tail = 0.5 + level / 2
    trials = n * float(ndtri(tail) / stdtrit(n - 1, tail)) ** 2
    low, high = wilson(min(mean / scale, 1.0) * trials, trials, level)
    return Average(mean, min(scale * low, mean), max(min(scale * high, 1.0), mean), n)


def average_change(changes: Floats, up: float, down: float, *, level: float = LEVEL) -> Average:
    """Return the average of changes of a probability over people with its interval.

    Rises and falls are two averages of numbers that are not negative; the average change is their
    difference.

    Args:
        changes: (n,) a change for each person, from −1 to 1.
        up: the smallest typical size of a rise to reckon with.
        down: the smallest typical size of a fall.
        level: nominal coverage, two-sided.
    """
    rises, falls = np.maximum(changes, 0), np.maximum(-changes, 0)
    spread = float(rises.std() * falls.std())
    shared = 0.0
    if spread > 0:
        shared = float(((rises - rises.mean()) * (falls - falls.mean())).mean()) / spread
    return difference(average(rises, up, level=level), average(falls, down, level=level), shared)


def difference(one: Average, other: Average, correlation: float = 0.0) -> Average:
    """Return the difference of two averages; its interval comes from theirs.

    Args:
        one: the first average.
        other: what is subtracted.
        correlation: between the two estimates; 0 for two groups without common people.

    Source:
        Newcombe (1998), Stat. Med. 17, 873–890, method 10, for any two estimates with intervals;
        the term with the correlation is that of the variance of a difference. The method is called
        MOVER (Zou & Donner 2008, quoted second-hand).
    """
    value = one.value - other.value
    people = min(one.people, other.people)
    if any(math.isnan(end) for end in (one.low, one.high, other.low, other.high)):
        return Average(value, math.nan, math.nan, people)
    below, above = one.value - one.low, one.high - one.value
    other_below, other_above = other.value - other.low, other.high - other.value
    return Average(
        value,
        value - _together(below, other_above, correlation),
        value + _together(above, other_below, correlation),
        people,
    )


def _together(one: float, other: float, correlation: float) -> float:
    return math.sqrt(max(one**2 + other**2 - 2 * correlation * one * other, 0.0))


def correlation_of_averages(values: Floats, one: Bools, other: Bools) -> float:
    """Return the correlation between the averages of two groups that may have people in common.

    Args:
        values: (n,) a number for each person.
        one: (n,) who is in the first group.
        other: (n,) who is in the second.

    Returns:
        Σ over the people in both of (y − ȳ₁)(y − ȳ₂), over the root of both sums of squares; 0
        where nobody is in both, or a group has no spread.
    """
    both = one & other
    if not both.any():
        return 0.0
    first, second = values - values[one].mean(), values - values[other].mean()
    spread = math.sqrt(float((first[one] ** 2).sum()) * float((second[other] ** 2).sum()))
    return float((first[both] * second[both]).sum()) / spread if spread > 0 else 0.0
