"""Does a group's value tend to be smaller than everybody else's? A rank test and its effect size.

The effect size is the probability that a random person of the group has a smaller value than a
random other (half of it for equal values): 50% means that neither tends to be smaller.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, stdtrit

from simulator.stats.subject_intervals import FEWEST_PEOPLE_FOR_AN_INTERVAL, clopper_pearson

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RankTest:
    """One group against everybody else.

    Attributes:
        probability: that a random one of the group is smaller than a random other; nan where one
            side is empty.
        low, high: 95% by default; nan with fewer than 8 on one side.
        p: of the Mann–Whitney test, two-sided; nan where one side is empty or all values are equal.
    """

    probability: float
    low: float
    high: float
    p: float


def smaller_than_others(group: ArrayLike, others: ArrayLike, level: float = 0.95) -> RankTest:
    """Compare a group's values with everybody else's, by rank.

    Args:
        group: (m,) one value per person.
        others: (n,) one value per person.
        level: nominal coverage of the interval.

    Raises:
        ValueError: a value is missing (nan).

    Source:
        Mann & Whitney (1947), Ann. Math. Stat. 18, 50–60, in large samples, corrected for ties and
        continuity (equal to SciPy's ``mannwhitneyu``, whose import would make every run start
        later); DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44, 837–845, on the logit scale
        (Pepe 2003, section 5.2), with the degrees of freedom of Welch (1947), Biometrika 34, 28–35.
    """
    x, y = np.asarray(group, np.float64), np.asarray(others, np.float64)
    if np.isnan(x).any() or np.isnan(y).any():
        missing = int(np.isnan(x).sum() + np.isnan(y).sum())
        raise ValueError(
            f"expected a value of every person, found {missing} missing; leave these people out"
        )
    if not len(x) or not len(y):
        return RankTest(math.nan, math.nan, math.nan, math.nan)
    # The share of the others that is larger, for each of the group; and the other way round.
    of_group, of_others = 1 - _shares_below(x, y), _shares_below(y, x)
    probability = float(of_group.mean())
    low, high = _interval(probability, of_group, of_others, level)
    return RankTest(probability, low, high, _p(probability, x, y))


def _shares_below(values: Floats, sample: Floats) -> Floats:
    """Return for each value the share of the sample that is smaller; ties count half."""
    ordered = np.sort(sample)
    left = np.searchsorted(ordered, values, side="left")
    right = np.searchsorted(ordered, values, side="right")
    return np.asarray((left + right) / 2 / len(sample))


def _interval(
    probability: float, of_group: Floats, of_others: Floats, level: float
) -> tuple[float, float]:
    fewer = min(len(of_group), len(of_others))
    if fewer < FEWEST_PEOPLE_FOR_AN_INTERVAL:
        return (math.nan, math.nan)
    parts = [float(some.var(ddof=1)) / len(some) for some in (of_group, of_others)]
    variance = sum(parts)
    if variance <= 0 or not 0 < probability < 1:
        # All of one side: as exact as so many independent people allow.
        return clopper_pearson(probability * fewer, fewer, level)
    freedom = variance**2 / sum(
        part**2 / (len(some) - 1) for part, some in zip(parts, (of_group, of_others), strict=True)
    )
    reach = float(stdtrit(freedom, 0.5 + level / 2)) * math.sqrt(variance)
    middle = math.log(probability / (1 - probability))
    reach /= probability * (1 - probability)
    return (1 / (1 + math.exp(reach - middle)), 1 / (1 + math.exp(-reach - middle)))


def _p(probability: float, x: Floats, y: Floats) -> float:
    m, n = len(x), len(y)
    _values, ties = np.unique(np.concatenate([x, y]), return_counts=True)
    tied = float((ties.astype(float) ** 3 - ties).sum()) / ((m + n) * (m + n - 1))
    variance = m * n / 12 * (m + n + 1 - tied)
    if variance <= 0:
        return math.nan
    gap = abs(probability - 0.5) * m * n - 0.5
    return min(1.0, 2 * float(ndtr(-gap / math.sqrt(variance))))
