"""Rates of a 1:N search. Nothing here knows of groups; grouping wraps these functions."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.stats.intervals import wilson
from simulator.stats.threshold import is_match


@dataclass(frozen=True)
class Rate:
    """A rate with what it was counted from.

    Attributes:
        events: the numerator.
        trials: the denominator.
        low, high: Wilson's 95% interval, fractions of 1.
    """

    events: int
    trials: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share events / trials; nan (not estimable, never 0) where there were no trials."""
        return self.events / self.trials if self.trials else math.nan


def rate(events: int, trials: int) -> Rate:
    """A rate with Wilson's 95% interval."""
    low, high = wilson(events, trials)
    return Rate(int(events), int(trials), low, high)


def false_matches(nearest: NDArray[np.float64], threshold: float) -> NDArray[np.bool_]:
    """Which non-mated searches return at least one candidate.

    Args:
        nearest: (searches,) distance of the closest non-mate.
        threshold: in the matcher's distance.
    """
    return is_match(nearest, threshold)


def fpir(nearest: NDArray[np.float64], threshold: float) -> Rate:
    """False positive identification rate FPIR(N, t).

    The share of non-mated searches that return at least one candidate at or under the threshold.
    It grows with the gallery's size N, so N belongs beside it.

    Source:
        ISO/IEC 19795-1:2021; NIST IR 8238.
    """
    return rate(int(false_matches(nearest, threshold).sum()), len(nearest))
