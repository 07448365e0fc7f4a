"""Intervals of differentials: their ends while every group's rate stays in its own interval.

The groups' rates together lie in a region that holds the true ones in at least 95% of samples: all
pairs of groups with their ratio or difference (Bonferroni over the pairs), or a box, one exact
interval per group (Bonferroni over the groups). The ends of a differential over that region are its
interval. It holds the truth at least as often as it says, with equal true rates too, and always
holds the value found; it is safe rather than sharp.

Source:
    Projection of a simultaneous region: Scheffé (1953), Biometrika 40, 87–104; Dufour (1997),
    Econometrica 65, 1365–1387.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from simulator.stats.differentials import gini
from simulator.stats.ratio_interval import difference_interval, ratio_interval
from simulator.stats.subject_intervals import clopper_pearson

Floats = NDArray[np.float64]
Ends = tuple[float, float]
MOST_GROUPS = 12
"""Every corner of the box is tried: 2 to the power of the groups."""


def largest_difference(events: Floats, trials: Floats, level: float = 0.95) -> Ends:
    """Return the ends of largest − smallest rate: differences (Newcombe) over all pairs.

    Args:
        events: (groups,) numerators; need not be whole, so that effective counts may be used.
        trials: (groups,) denominators, above 0.
        level: of all pairs together.
    """
    ends = _pairs(difference_interval, events, trials, level)
    return max(0.0, *(max(low, -high) for low, high in ends)), max(
        max(high, -low) for low, high in ends
    )


def largest_ratio(events: Floats, trials: Floats, level: float = 0.95) -> Ends:
    """Return the ends of largest ÷ smallest rate: ratios (Miettinen–Nurminen) over all pairs.

    The upper end is infinite where the smallest rate may be zero.
    """
    ends = _pairs(ratio_interval, events, trials, level)
    return max(1.0, *(max(low, _inverse(high)) for low, high in ends)), max(
        max(high, _inverse(low)) for low, high in ends
    )


def box(events: Floats, trials: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return (low, high) of each group's rate; together they hold all true rates at the level."""
    each = 1 - (1 - level) / len(events)
    ends = [clopper_pearson(k, m, each) for k, m in zip(events, trials, strict=True)]
    return np.array([low for low, _ in ends]), np.array([high for _, high in ends])


def gini_ends(events: Floats, trials: Floats, level: float = 0.95) -> Ends:
    """Return the ends of the Gini coefficient over a box of rates; nan with too many groups.

    Of two groups it is (r − 1) / (r + 1), r the larger ÷ the smaller rate.
    """
    if len(events) == 2:
        low, high = (1 - 2 / (r + 1) for r in largest_ratio(events, trials, level))
        return (low, high)
    if len(events) > MOST_GROUPS:
        return (math.nan, math.nan)
    return _gini_in_box(*box(events, trials, level))


def _gini_in_box(low: Floats, high: Floats) -> Ends:
    return _least(gini, low, high), max(gini(corner) for corner in _corners(low, high))


def max_geometric_mean_ends(events: Floats, trials: Floats, level: float = 0.95) -> Ends:
    """Return the ends of largest rate ÷ geometric mean; infinite where a rate may be zero.

    Of two groups it is √r, r the larger ÷ the smaller rate.
    """
    if len(events) == 2:
        low, high = (math.sqrt(r) for r in largest_ratio(events, trials, level))
        return (low, high)
    return _max_geometric_mean_in_box(*box(events, trials, level))


def _max_geometric_mean_in_box(low: Floats, high: Floats) -> Ends:

    def value(x: Floats) -> float:
        return float(x.max() / np.exp(np.log(x).mean())) if (x > 0).all() else math.nan

    # Largest: one group at its upper end, everybody else at their lower one.
    n = len(low)
    tops = []
    for k in range(n):
        corner = np.where(np.arange(n) == k, high, low)
        tops.append(value(corner) if (corner > 0).all() else math.inf)
    return _least(value, low, high), max(tops)


def _least(value: Callable[[Floats], float], low: Floats, high: Floats) -> float:
    """Return the least inequality: each rate as near to a common one as its interval allows.

    Among rates with one sum, these are majorized by all others, and both measures grow with
    majorization; between the ends of intervals both are monotone, so that only ends are tried.
    """
    tried = (value(np.clip(rate, low, high)) for rate in {*low.tolist(), *high.tolist()} if rate)
    return min((inequality for inequality in tried if not math.isnan(inequality)), default=math.nan)


def _corners(low: Floats, high: Floats) -> Floats:
    """Return every corner of the box but that of zeros: (2^groups − 1, groups)."""
    upper = (np.arange(2 ** len(low))[:, None] >> np.arange(len(low))) & 1 == 1
    corners = np.where(upper, high, low)
    return np.asarray(corners[corners.sum(axis=1) > 0])


def _pairs(
    interval: Callable[[float, float, float, float, float], Ends],
    events: Floats,
    trials: Floats,
    level: float,
) -> list[Ends]:
    pairs = list(combinations(range(len(events)), 2))
    each = 1 - (1 - level) / len(pairs)
    return [interval(events[i], trials[i], events[j], trials[j], each) for i, j in pairs]


def _inverse(ratio: float) -> float:
    return 1 / ratio if ratio > 0 else math.inf
