"""A threshold that fixes the rate of one group, and what it gives in another group.

The threshold is measured too: among other people of the same group it would lie elsewhere. So the
interval of the other group's rate counts both samples. It is the union, over all thresholds t, of
Wilson's intervals for the other group at t, each at the level that is left after asking how well
the fixed rate fits the first group at t: z²(first, t) + z²(other, t) ≤ 1.96². This is a profile
over the unknown threshold; no density is estimated and nothing is drawn at random.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, ndtr, ndtri

from simulator.stats.threshold import flagging

Floats = NDArray[np.float64]

_TINY = 1e-16
_ROUNDING = 1e-9


@dataclass(frozen=True)
class FixedThreshold:
    """The threshold that fixes a rate in one group.

    Attributes:
        distance: the threshold; nan where the rate cannot be reached.
        events: how many people it flags, at most the rate asked for; somebody with several photos
            counts with the share of them.
        trials: how many people there are.
    """

    distance: float
    events: float
    trials: int

    @property
    def reached(self) -> bool:
        """Return whether there is such a threshold."""
        return not math.isnan(self.distance)

    @property
    def rate(self) -> float:
        """Return the rate that is fixed; nan where none is."""
        return self.events / self.trials if self.reached else math.nan


def photo_weights(person: NDArray[np.intp]) -> Floats:
    """Return what each search counts, (m,): a person's searches count one together.

    Args:
        person: (m,) the person of each search.
    """
    _people, number, photos = np.unique(person, return_inverse=True, return_counts=True)
    return np.asarray(1 / photos[number.reshape(-1)], np.float64)


def fix_threshold(nearest: Floats, weights: Floats, rate: float) -> FixedThreshold:
    """Return the loosest threshold that flags no more than a share of a group's people.

    Nothing is extrapolated: where the share is less than one person, there is no threshold.

    Args:
        nearest: (m,) distance of each search's closest stranger; nan where none was found.
        weights: (m,) from :func:`photo_weights`.
        rate: the share of people, a fraction of 1.

    Returns:
        The threshold, the roundest number that flags these and no more. The distance is nan where
        the share is less than one person, more people than asked for tie at the smallest distance,
        or too few were found at any distance.

    Raises:
        ValueError: the rate is not between 0 and 1.
    """
    if not 0 < rate < 1:
        raise ValueError(f"expected a rate between 0 and 1, found {rate}")
    trials = round(float(weights.sum()))
    found = ~np.isnan(nearest)
    ordered = np.sort(nearest[found])
    counted = np.cumsum(weights[found][np.argsort(nearest[found], kind="stable")])
    limit = rate * trials + _ROUNDING
    # Searches at one distance are flagged together, so only the last of them can be the end.
    last = np.append(ordered[1:] > ordered[:-1], True)[: len(ordered)]
    fits = np.flatnonzero(last & (counted <= limit))
    everyone_found = counted[-1] > limit if len(counted) else False
    if limit < 1 or not len(fits) or not everyone_found or counted[fits[-1]] < 1 - _ROUNDING:
        return FixedThreshold(math.nan, math.nan, trials)
    count = int(fits[-1]) + 1
    return FixedThreshold(flagging(nearest, count), float(counted[count - 1]), trials)


def events_at_every_step(
    first: Floats, first_weights: Floats, other: Floats, other_weights: Floats
) -> tuple[Floats, Floats, Floats]:
    """Count the events of two groups at every distance at which one of them changes.

    Args:
        first: (m,) distances of the first group; nan is never an event.
        first_weights: (m,) what each counts.
        other: (k,) distances of the other group.
        other_weights: (k,) what each counts.

    Returns:
        (s,) distances, rising, −∞ first; (s,) events of the first group; (s,) of the other.
    """
    both = np.concatenate([first, other])
    steps = np.concatenate([[-np.inf], np.unique(both[~np.isnan(both)])])
    return steps, _counted(first, first_weights, steps), _counted(other, other_weights, steps)


def _counted(distances: Floats, weights: Floats, steps: Floats) -> Floats:
    order = np.argsort(distances, kind="stable")  # nan last
    summed = np.concatenate([[0.0], np.cumsum(weights[order])])
    found = np.sort(distances[~np.isnan(distances)])
    return np.asarray(summed[np.searchsorted(found, steps, side="right")], np.float64)


def fit_of_rate(events: Floats, trials: Floats | float, rate: float) -> Floats:
    """Return z², which measures how badly a rate fits so many events: 0 fits, above 3.84 does not.

    It is that of the exact binomial tail, with half of the count itself (mid-p).

    Args:
        events: any shape; need not be whole.
        trials: of the same shape, or a number; need not be whole.
        rate: a fraction of 1.

    Source:
        Lancaster (1961), J. Am. Stat. Assoc. 56, 223–234 (mid-p).
    """
    k, n = np.broadcast_arrays(np.asarray(events, float), np.asarray(trials, float))
    k = np.clip(k, 0, n)
    up_to = np.where(k >= n, 1.0, betainc(np.maximum(n - k, _TINY), k + 1, 1 - rate))
    below = np.where(k <= 0, 0.0, betainc(n - k + 1, np.maximum(k, _TINY), 1 - rate))
    tail = np.clip((up_to + below) / 2, _TINY, 1 - _TINY)
    return np.asarray(ndtri(tail) ** 2)


def interval_at_fixed_rate(
    first: Floats,
    first_trials: Floats | float,
    other: Floats,
    other_trials: Floats | float,
    rate: float,
    *,
    level: float = 0.95,
    measured_to_the_end: bool = True,
) -> tuple[float, float]:
    """Return the interval of the other group's rate where the first group's rate is fixed.

    Args:
        first: (s,) events of the first group at each threshold, rising.
        first_trials: independent trials that they are of; (s,) or a number.
        other: (s,) events of the other group, which shares nobody with the first.
        other_trials: as for the first.
        rate: the first group's fixed rate, a fraction of 1.
        level: nominal coverage, two-sided.
        measured_to_the_end: whether every looser threshold was measured. If not, and looser ones
            may fit, the upper end is 1.

    Returns:
        (low, high), fractions of 1; (0, 1) where no threshold fits the rate.

    Source:
        The profile is that of the empirical likelihood for a point of a ROC curve (Claeskens,
        Jing, Peng & Zhou 2003, Can. J. Stat. 31, 173–190), with mid-p and Wilson's statistic in
        place of the likelihood.
    """
    left = room(first, first_trials, rate, level)
    return interval_in_room(left, other, other_trials, measured_to_the_end=measured_to_the_end)


def room(first: Floats, first_trials: Floats | float, rate: float, level: float = 0.95) -> Floats:
    """Return what the first group leaves of z² at each threshold, (s,); negative where none fits.

    Args:
        first: (s,) events of the first group.
        first_trials: independent trials that they are of.
        rate: the fixed rate.
        level: nominal coverage.
    """
    return np.asarray(float(ndtri(0.5 + level / 2)) ** 2 - fit_of_rate(first, first_trials, rate))


def interval_in_room(
    left: Floats,
    other: Floats,
    other_trials: Floats | float,
    *,
    measured_to_the_end: bool = True,
) -> tuple[float, float]:
    """Return the union of Wilson's intervals over the thresholds that fit the first group.

    Args:
        left: (s,) from :func:`room`.
        other: (s,) events of the other group.
        other_trials: independent trials that they are of.
        measured_to_the_end: as for :func:`interval_at_fixed_rate`.
    """
    m = np.broadcast_to(np.asarray(other_trials, float), other.shape)
    fits = (left >= 0) & (m > 0)
    if not fits.any():
        return (0.0, 1.0)
    z2, n, p = left[fits], m[fits], np.minimum(other[fits] / m[fits], 1.0)
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2) / (1 + z2 / n) * np.sqrt(p * (1 - p) / n + z2 / (4 * n**2))
    low = max(0.0, float(np.where(p <= 0, 0.0, middle - half).min()))
    high = min(1.0, float(np.where(p >= 1, 1.0, middle + half).max()))
    open_end = fits[-1] and not measured_to_the_end
    return (low, 1.0 if open_end else high)


def p_at_fixed_rate(
    first: Floats,
    first_trials: Floats | float,
    other: Floats,
    other_trials: Floats | float,
    rate: float,
    *,
    measured_to_the_end: bool = True,
) -> float:
    """Return the p of the hypothesis that both groups have the same rate at the fixed threshold.

    It belongs to :func:`interval_at_fixed_rate`: the interval of a level leaves out the fixed rate
    exactly if p is under 1 − level.

    Args:
        first: (s,) events of the first group at each threshold, rising.
        first_trials: independent trials that they are of; (s,) or a number.
        other: (s,) events of the other group.
        other_trials: as for the first.
        rate: the first group's fixed rate, a fraction of 1.
        measured_to_the_end: as for :func:`interval_at_fixed_rate`.

    Returns:
        p, two-sided, from χ² with one degree of freedom; nan without trials of the other group.
    """
    m = np.broadcast_to(np.asarray(other_trials, float), other.shape)
    if not (m > 0).any():
        return math.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        away = other / m - rate
        score = np.where(m > 0, away**2 * m / (rate * (1 - rate)), np.inf)
    if not measured_to_the_end and away[-1] < 0:
        score[-1] = 0.0  # looser thresholds, which nobody measured, may flag more of them
    lowest = float((fit_of_rate(first, first_trials, rate) + score).min())
    return float(2 * ndtr(-math.sqrt(lowest)))


def thresholds_that_fit(
    steps: Floats, events: Floats, trials: Floats | float, rate: float, level: float = 0.95
) -> tuple[float, float]:
    """Return between which thresholds a group's rate may be the fixed one.

    Args:
        steps: (s,) thresholds, rising.
        events: (s,) of the group, from each step up to the next.
        trials: independent trials that they are of.
        rate: the fixed rate.
        level: nominal coverage.

    Returns:
        (low, high): the first step that fits and the step after the last; infinite where the
        smallest or largest one fits; (nan, nan) where none does.
    """
    fits = np.flatnonzero(fit_of_rate(events, trials, rate) <= float(ndtri(0.5 + level / 2)) ** 2)
    if not len(fits):
        return (math.nan, math.nan)
    after = fits[-1] + 1
    return (float(steps[fits[0]]), float(steps[after]) if after < len(steps) else math.inf)
