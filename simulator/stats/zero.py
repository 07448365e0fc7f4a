"""The meaning of zero: how large a rate can be and still show nothing in so many trials."""

from __future__ import annotations

from typing import Any

from simulator.i18n.language import _, number, percent
from simulator.stats.intervals import wilson, zero_events_bound
from simulator.stats.published import ACLU_SEARCHES, AMAZON_ZERO, COMPUTED_FROM_PUBLISHED


def what_zero_means(trials: int) -> dict[str, Any]:
    """Return the rates that zero events in so many trials still allow.

    Args:
        trials: searches or comparisons, at least 1.

    Returns:
        trials; upper: the one-sided 95% bound 1 − 0.05^(1/trials); wilson_upper: the upper end of
        the two-sided Wilson interval; chance_at_upper: the chance of zero at that bound (5%);
        one_in: 1/upper; words: one plain sentence.

    Raises:
        ValueError: there were no trials.
    """
    upper = zero_events_bound(trials)
    return {
        "trials": trials,
        "upper": upper,
        "wilson_upper": wilson(0, trials)[1],
        "chance_at_upper": (1 - upper) ** trials,
        "one_in": 1 / upper,
        "words": zero_words(trials),
    }


def zero_words(trials: int) -> str:
    """Say the bound in one plain sentence."""
    upper = zero_events_bound(trials)
    return _(
        "Zero in {trials} does not mean never: even if it happened {upper} of the time, about once "
        "in {one_in}, one such test in twenty would show zero."
    ).format(
        trials=number(trials), upper=percent(float(f"{upper:.3g}"), None), one_in=number(1 / upper)
    )


def amazons_zero(searches: int = ACLU_SEARCHES) -> dict[str, Any]:
    """Return the bound for Amazon's zero, if it searched as many people as the ACLU did."""
    return {
        **what_zero_means(searches),
        "label": COMPUTED_FROM_PUBLISHED,
        "published": AMAZON_ZERO,
        "assumption": f"that it searched {searches} people: Amazon published no number",
    }
