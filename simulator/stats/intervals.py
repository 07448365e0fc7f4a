"""Intervals for rates."""

from __future__ import annotations

import math

from scipy.special import gammaincinv, ndtri

from simulator.errors import RateError
from simulator.stats.numbers import is_number

FEWEST_TRIALS_FOR_AN_INTERVAL = 20
"""With fewer trials, and a true rate of 1 to 3%, Wilson's interval covers the truth in 85 to 92% of
samples instead of 95% (one event in 12 to 18 already excludes it): too few to tell."""


def wilson(events: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval for a proportion.

    Args:
        events: how many of the trials had the event, 0 ≤ events ≤ trials; need not be whole, so
            that effective counts may be used.
        trials: how many independent trials there were.
        level: nominal coverage, two-sided.

    Returns:
        (low, high), fractions of 1. With no trials (nan, nan): a rate that was not measured has
        no interval.

    Raises:
        RateError: events is not between 0 and trials.

    Source:
        Wilson, E. B. (1927), J. Am. Stat. Assoc. 22, 209–212; recommended for small numbers by
        Brown, Cai & DasGupta (2001), Statistical Science 16, 101–133.
    """
    if not (is_number(events) and is_number(trials) and 0 <= events <= trials):
        raise RateError(
            f"expected 0 ≤ events ≤ trials, found {events!r} of {trials!r}. Correct the counts."
        )
    if not (is_number(level) and 0 < level < 1):
        raise RateError(f"expected a level between 0 and 1, found {level!r}. Try 0.95.")
    if trials == 0:
        return (math.nan, math.nan)
    z = float(ndtri(0.5 + level / 2))
    p = events / trials
    middle = (p + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * math.sqrt(p * (1 - p) / trials + z * z / (4 * trials**2))
    # At the ends the bound is 0 or 1 exactly; rounding must not push it past.
    low = 0.0 if events == 0 else max(0.0, middle - half)
    high = 1.0 if events == trials else min(1.0, middle + half)
    return (low, high)


def rate_interval(events: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval, with a bound that also holds for rates near 0 or 1.

    Wilson's interval covers a true rate of about 0.17 / trials in only 84% of samples: one event
    already excludes it. With one to three events (one or two of at most 50 trials) the lower end is
    the Poisson bound that so many events exceed in 5% of samples; the upper end with one to three
    trials without the event likewise. The rest is Wilson's, and so is everything with fewer than
    :data:`FEWEST_TRIALS_FOR_AN_INTERVAL` trials, where tables mark the rate as too few to tell.

    Args:
        events: how many of the trials had the event, 0 ≤ events ≤ trials.
        trials: how many independent trials there were.
        level: nominal coverage, two-sided.

    Returns:
        (low, high), fractions of 1; (nan, nan) without trials.

    Raises:
        RateError: events is not between 0 and trials.

    Source:
        Brown, Cai & DasGupta (2001), Statistical Science 16, 101–133, section 4.1.1 (the modified
        Wilson interval).
    """
    low, high = wilson(events, trials, level)
    if trials < FEWEST_TRIALS_FOR_AN_INTERVAL:
        return (low, high)
    few = 3 if trials > 50 else 2
    if 1 <= events <= few:
        low = min(low, float(gammaincinv(events, 1 - level)) / trials)
    if 1 <= trials - events <= few:
        high = max(high, 1 - float(gammaincinv(trials - events, 1 - level)) / trials)
    return (low, high)


def zero_events_bound(trials: float, level: float = 0.95) -> float:
    """Return the one-sided upper bound on a rate after zero events: 1 − (1 − level)^(1/trials).

    Args:
        trials: independent trials; need not be whole, so that effective counts may be used.
        level: nominal coverage, one-sided.

    Raises:
        RateError: there were no trials.

    Source:
        Hanley & Lippman-Hand (1983), JAMA 249, 1743–1745 ("rule of three", here without the
        approximation).
    """
    if not (is_number(trials) and trials > 0):
        raise RateError(f"expected at least one trial, found {trials!r}. Correct the count.")
    if not (is_number(level) and 0 < level < 1):
        raise RateError(f"expected a level between 0 and 1, found {level!r}. Try 0.95.")
    return float(1.0 - (1.0 - level) ** (1.0 / trials))
