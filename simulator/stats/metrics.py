"""Error rates of a face matcher, each defined once, on arrays of distances.

FMR and FNMR are rates of 1:1 comparisons, FPIR and FNIR of 1:N searches. Nothing here knows of
groups: :func:`simulator.stats.by_group.by_group` wraps these functions.
"""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.errors import RateError
from simulator.stats.intervals import rate_interval
from simulator.stats.threshold import is_match


@dataclass(frozen=True)
class Rate:
    """A rate with its numerator, denominator and interval.

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
        """Return events / trials; nan (not estimable, never 0) where there were no trials."""
        return self.events / self.trials if self.trials else math.nan


def rate(events: int, trials: int) -> Rate:
    """Return the rate of so many events in so many trials, with Wilson's 95% interval.

    With one to three events its lower end is a bound that holds (:func:`rate_interval`).

    Raises:
        RateError: events is not between 0 and trials.
    """
    low, high = rate_interval(events, trials)
    return Rate(int(events), int(trials), low, high)


def rates(
    events: NDArray[np.int64] | NDArray[np.float64], trials: NDArray[np.int64] | NDArray[np.float64]
) -> NDArray[np.float64]:
    """Divide counts element by element; nan (not measured, never 0) where there were no trials.

    Args:
        events: numerators, any shape: counts, or weights that sum to people.
        trials: denominators, of the same shape or one that broadcasts to it.
    """
    return np.where(trials > 0, events / np.where(trials > 0, trials, 1), np.nan)


def _checked(distances: NDArray[np.float64], threshold: float) -> NDArray[np.float64]:
    """Return distances as an array of numbers.

    Raises:
        RateError: they are none, or the threshold is no number.
    """
    try:
        array = np.asarray(distances, np.float64)
    except (TypeError, ValueError):
        array = np.array(np.nan)
    if array.ndim == 0:
        raise RateError(f"expected an array of distances, found {distances!r}. Give one.")
    if not isinstance(threshold, numbers.Real) or math.isnan(threshold):
        raise RateError(f"expected a distance as the threshold, found {threshold!r}. Try 0.6.")
    return array


def fmr(non_mated_distances: NDArray[np.float64], threshold: float) -> Rate:
    """Return the false match rate FMR(t) of 1:1 comparisons.

    The share of non-mated comparisons (two photos of two different people) whose distance is at or
    under the threshold.

    Args:
        non_mated_distances: (comparisons,) nan where a photo failed to enroll: not compared, so
            left out.
        threshold: in the matcher's distance.

    Returns:
        Numerator, denominator and rate. Wilson's interval takes comparisons for independent;
        those that share people are not, and need :mod:`simulator.stats.subject_intervals`.

    Source:
        ISO/IEC 19795-1:2021, false match rate.
    """
    non_mated_distances = _checked(non_mated_distances, threshold)
    compared = int((~np.isnan(non_mated_distances)).sum())
    return rate(int(is_match(non_mated_distances, threshold).sum()), compared)


def fnmr(
    mated_distances: NDArray[np.float64], threshold: float, *, with_failures: bool = False
) -> Rate:
    """Return the false non-match rate FNMR(t) of 1:1 comparisons.

    The share of mated comparisons (two photos of one person) whose distance is above the threshold.

    Args:
        mated_distances: (comparisons,) nan where one of the two photos failed to enroll.
        threshold: in the matcher's distance.
        with_failures: count failures to enroll as misses; otherwise leave them out.

    Returns:
        Numerator, denominator and rate; the interval is that of independent comparisons, as for
        :func:`fmr`.

    Source:
        ISO/IEC 19795-1:2021, false non-match rate; with failures, the generalized one that counts
        failures to enroll.
    """
    mated_distances = _checked(mated_distances, threshold)
    failed = int(np.isnan(mated_distances).sum())
    trials = len(mated_distances) - (0 if with_failures else failed)
    return rate(trials - int(is_match(mated_distances, threshold).sum()), trials)


def false_matches(nearest: NDArray[np.float64], threshold: float) -> NDArray[np.bool_]:
    """Mark the non-mated searches that return at least one candidate.

    Args:
        nearest: (searches,) distance of the closest non-mate.
        threshold: in the matcher's distance.
    """
    return is_match(nearest, threshold)


def fpir(nearest: NDArray[np.float64], threshold: float) -> Rate:
    """Return the false positive identification rate FPIR(N, t) of 1:N searches.

    The share of non-mated searches that return at least one candidate at or under the threshold.
    It grows with the gallery's size N, so N belongs beside it.

    Args:
        nearest: (searches,) distance of the closest non-mate; nan where there is none.
        threshold: in the matcher's distance.

    Source:
        ISO/IEC 19795-1:2021; NIST IR 8238.
    """
    nearest = _checked(nearest, threshold)
    return rate(int(false_matches(nearest, threshold).sum()), len(nearest))


def fnir(
    mate_distances: NDArray[np.float64], threshold: float, *, with_failures: bool = False
) -> Rate:
    """Return the false negative identification rate FNIR(N, t) of 1:N searches, without rank limit.

    The share of mated searches whose closest mate lies above the threshold.

    Args:
        mate_distances: (searches,) distance of the closest mate; nan where a photo failed to
            enroll.
        threshold: in the matcher's distance.
        with_failures: count failures to enroll as misses; otherwise leave them out.

    Source:
        ISO/IEC 19795-1:2021; NIST IR 8238.
    """
    # Without a rank limit a search misses where the comparison with its closest mate does.
    return fnmr(mate_distances, threshold, with_failures=with_failures)
