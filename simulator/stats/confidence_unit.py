"""One guard for the two units of a confidence: a fraction of 1 in Python, percent elsewhere.

A number in the other unit would be an answer to another question: 99.9 as a fraction is beyond any
confidence, and 0.99 as a percentage flags everyone. Both are recognized and refused.
"""

from __future__ import annotations

from typing import Any

from simulator.errors import ThresholdError
from simulator.stats.numbers import is_number

LEAST_PERCENT = 1.0
"""A percentage up to here is taken for a fraction: no threshold lies below a confidence of 1%."""


def check_fraction(confidence: Any) -> float:
    """Return a confidence that is a fraction of 1.

    Raises:
        ThresholdError: it is no number above 0 and below 1, such as a percentage.
    """
    if is_number(confidence) and 0 < confidence < 1:
        return float(confidence)
    hint = "Try 0.999."
    if is_number(confidence) and LEAST_PERCENT < confidence < 100:
        hint = f"For {confidence:g}%, write {confidence / 100:.10g}."
    raise ThresholdError(
        "expected a confidence above 0 and below 100%, as a fraction of 1, found "
        f"{confidence!r}. {hint}"
    )


def check_percent(confidence: Any) -> float:
    """Return a confidence that is a percentage.

    Raises:
        ThresholdError: it is no number below 100, or so low that it must be a fraction.
    """
    if is_number(confidence) and LEAST_PERCENT < confidence < 100:
        return float(confidence)
    hint = "Try 99.9."
    if is_number(confidence) and 0 < confidence < 1:
        hint = f"For a fraction of {confidence:g}, write {100 * confidence:.10g}."
    raise ThresholdError(
        f"expected a percentage above 0 and below 100, found {confidence!r}. {hint}"
    )
