"""The interval of a rate in words: one convention for zero events wherever a person reads it.

Numbers in files (``low`` and ``high`` in JSON, CSV and Parquet) are always those of the two-sided
interval. Whoever reads a rate of zero is told the one-sided bound: "at most 0.6%".
"""

from __future__ import annotations

import math

from simulator.i18n.language import _, percent, ungrouped
from simulator.stats.intervals import zero_events_bound


def interval_words(low: float, high: float) -> list[str]:
    """Write a 95% interval, in short and in full."""
    short = _("{low}–{high}").format(low=ungrouped(100 * low, 1), high=percent(high))
    return [short, _("95% interval {low} to {high}").format(low=percent(low), high=percent(high))]


def bound_words(bound: float) -> list[str]:
    """Write the one-sided bound of a rate after no event, in short and in full."""
    short = _("at most {bound}").format(bound=percent(bound))
    return [short, _("{bound} (one-sided 95% bound)").format(bound=short)]


def ends_said(value: float, trials: float, low: float, high: float) -> str:
    """Write what stands beside a rate: its interval, or how high it may be after no event.

    Args:
        value: the rate, a fraction of 1.
        trials: of searches, or of people who count once each.
        low: the interval's lower end; nan with too few people.
        high: its upper end.
    """
    if math.isnan(low):
        return _("too few people for an interval")
    return bound_words(zero_events_bound(trials))[0] if not value else interval_words(low, high)[1]


def ends_in_short(value: float, trials: float, low: float, high: float) -> str:
    """Write the same for a table: "4.3%–8.7%", "at most 0.6%", "too few"."""
    if math.isnan(low):
        return _("too few")
    if not value:
        return bound_words(zero_events_bound(trials))[0]
    return _("{low}–{high}").format(low=percent(low), high=percent(high))
