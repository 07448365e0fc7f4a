"""Intervals for the ratio and the difference of two independent rates."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.special import ndtri

from simulator.stats.intervals import wilson

_FAR = 60.0
"""Natural logarithm of the largest ratio that is looked for."""
_HALVINGS = 60


def ratio_interval(
    events: float, trials: float, other_events: float, other_trials: float, level: float = 0.95
) -> tuple[float, float]:
    """Return the score interval (Miettinen–Nurminen) of rate ÷ other rate.

    The two groups are independent.

    Args:
        events: of the first group; need not be whole, so that effective counts may be used.
        trials: of the first group.
        other_events: of the group in the denominator.
        other_trials: of the group in the denominator.
        level: nominal coverage, two-sided.

    Returns:
        (low, high). With zero events in the first group low is 0, with zero in the second high is
        infinite: the data allow any larger ratio. Without trials (nan, nan).

    Raises:
        ValueError: events are not between 0 and trials.

    Source:
        Miettinen & Nurminen (1985), Stat. Med. 4, 213–226; Koopman (1984), Biometrics 40, 513–517
        is the same without the factor N/(N−1).
    """
    if not (0 <= events <= trials and 0 <= other_events <= other_trials):
        raise ValueError(
            f"expected 0 ≤ events ≤ trials, found {events} of {trials} and {other_events} of "
            f"{other_trials}"
        )
    if trials == 0 or other_trials == 0:
        return (math.nan, math.nan)
    if events == 0 and other_events == 0:
        return (0.0, math.inf)
    limit = float(ndtri(0.5 + level / 2)) ** 2

    def beyond(log_ratio: float) -> float:
        ratio = math.exp(log_ratio)
        return score(ratio, events, trials, other_events, other_trials) - limit

    if events == 0:
        return (0.0, math.exp(_root(beyond, -_FAR, _FAR)))
    if other_events == 0:
        return (math.exp(_root(beyond, -_FAR, _FAR)), math.inf)
    middle = math.log(events / trials) - math.log(other_events / other_trials)
    return (math.exp(_root(beyond, -_FAR, middle)), math.exp(_root(beyond, middle, _FAR)))


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where the function changes its sign, by halving the interval."""
    rising = function(high) > 0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if (function(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def score(
    ratio: float, events: float, trials: float, other_events: float, other_trials: float
) -> float:
    """Return the score statistic (χ², 1 degree of freedom) of rate = ratio · other rate."""
    total = trials + other_trials
    # The rates most likely under the hypothesis solve a·q² + b·q + c = 0.
    a = total * ratio
    b = -(trials * ratio + events + other_trials + other_events * ratio)
    c = events + other_events
    # Of the two ways to write the smaller root, the one that does not subtract equal numbers.
    q = 2 * c / (-b + math.sqrt(max(b * b - 4 * a * c, 0.0)))
    p = ratio * q
    variance = p * max(1 - p, 0.0) / trials + ratio**2 * q * max(1 - q, 0.0) / other_trials
    gap = events / trials - ratio * other_events / other_trials
    if variance <= 0:
        return 0.0 if gap == 0 else math.inf
    return gap * gap / variance * (total - 1) / total


def difference_interval(
    events: float, trials: float, other_events: float, other_trials: float, level: float = 0.95
) -> tuple[float, float]:
    """Return Newcombe's interval of rate − other rate, from two Wilson intervals.

    The two groups are independent.

    Returns:
        (low, high), fractions of 1; (nan, nan) without trials.

    Source:
        Newcombe (1998), Stat. Med. 17, 873–890, method 10.
    """
    if trials == 0 or other_trials == 0:
        return (math.nan, math.nan)
    p, q = events / trials, other_events / other_trials
    low, high = wilson(events, trials, level)
    other_low, other_high = wilson(other_events, other_trials, level)
    return (
        p - q - float(np.hypot(p - low, other_high - q)),
        p - q + float(np.hypot(high - p, q - other_low)),
    )
