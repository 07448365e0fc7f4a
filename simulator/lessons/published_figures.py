"""The figures that others published, and what follows from them alone; nothing is measured here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.lessons import story
from simulator.stats.intervals import zero_events_bound
from simulator.stats.metrics import Rate, rate

Values = dict[str, Any]


def published(as_values: Callable[[Rate], Values]) -> Values:
    """Return the published numbers, and what follows from them alone.

    Args:
        as_values: writes a rate as plain values.
    """
    numbers = {name: value for name, (value, _) in story.published_numbers().items()}

    def of(events: str, trials: str) -> Values:
        return as_values(rate(int(numbers[events]), int(numbers[trials])))

    return {
        **numbers,
        "aclu_rate": of("aclu_flagged", "aclu_searches"),
        "aclu_color": of("aclu_color_flagged", "aclu_flagged"),
        "california_rate": of("california_flagged", "california_searches"),
        "comparitech_us_rate": of("comparitech_us", "comparitech_us_searches"),
        "comparitech_uk_rate": of("comparitech_uk", "comparitech_uk_searches"),
        "zero_bound": zero_events_bound(int(numbers["aclu_searches"])),
    }
