"""A chart as a plain description: points, texts, and the table behind it.

Every scale, rate and word is decided here; the browser only draws lines
(simulator/charts/static/charts/chart.js).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.charts.by_stop import Live
from simulator.i18n.language import _, number, percent

Point = tuple[float, float]
Band = tuple[float, float, float]
RATE_TICKS = ((0.0, "0%"), (0.25, "25%"), (0.5, "50%"), (0.75, "75%"), (1.0, "100%"))
AXIS_PARTS = {0.05: 5, 0.1: 5, 0.2: 4, 0.3: 3, 0.4: 4, 0.6: 3, 0.8: 4, 1.0: 5}
"""Upper end of a rate's axis → into how many parts it is divided."""


def rate_ticks() -> list[tuple[float, str]]:
    """Return (rate, text) for an axis from 0 to 100%, in the current language."""
    return [(tick, percent(tick, 0)) for tick, _text in RATE_TICKS]


@dataclass(frozen=True)
class Series:
    """A line: points and bands, whose places are between 0 and 1; a single point is a dot."""

    name: str
    points: list[Point]
    band: list[Band] = field(default_factory=list)
    dashed: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart with its words.

    Attributes:
        title: what it shows.
        alt: the chart in one or two sentences, for a screen reader.
        x_label, y_label, x_ticks, y_ticks: of the axes; a tick is (place, text).
        y_top: the rate at the upper end of the axis.
        series: the lines.
        marker: (place, text) of a vertical line.
        beyond: (place, text) right of which nothing is measured, and marked so.
        head, rows: the table behind it.
        live: what it shows at every stop of a thumb, for a chart that follows one.
    """

    title: str
    alt: str
    x_label: str
    y_label: str
    x_ticks: Sequence[tuple[float, str]]
    series: list[Series]
    head: list[str]
    rows: list[list[str]]
    y_ticks: Sequence[tuple[float, str]] = field(default_factory=rate_ticks)
    y_top: float = 1.0
    marker: tuple[float, str] | None = None
    beyond: tuple[float, str] | None = None
    live: Live | None = None

    def to_bytes(self) -> bytes:
        """Return the chart as JSON for the browser; rates become shares of the axis."""
        content: dict[str, Any] = {
            **{name: value for name, value in self.__dict__.items() if name != "series"},
            "as_table": _("The chart as a table"),
            "live": None if self.live is None else self.live.to_content(),
            "y_ticks": [(tick / self.y_top, text) for tick, text in self.y_ticks],
            "series": [
                {
                    "name": line.name,
                    "points": [[round(x, 4), round(y / self.y_top, 4)] for x, y in line.points],
                    "band": [
                        [round(x, 4), round(low / self.y_top, 4), round(high / self.y_top, 4)]
                        for x, low, high in line.band
                    ],
                    "dashed": line.dashed,
                }
                for line in self.series
            ],
        }
        return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()


def axis_end(rates: list[float]) -> float:
    """Return the lowest upper end of an axis, out of :data:`AXIS_PARTS`, that shows every rate."""
    return next((top for top in AXIS_PARTS if max(rates, default=1.0) <= top), 1.0)


def axis_ticks(rates: list[float]) -> list[tuple[float, str]]:
    """Return (rate, text) of every tick on an axis that ends at :func:`axis_end`."""
    top = axis_end(rates)
    parts = AXIS_PARTS[top]
    return [(top * part / parts, percent(top * part / parts, None)) for part in range(parts + 1)]


def count_of(count: int, total: int) -> str:
    """Write a count of a total, such as "28 of 459"."""
    return _("{count} of {total}").format(count=number(count), total=number(total))


def from_to(low: float, high: float) -> str:
    """Write an interval of rates, such as "4.3% to 8.7%"."""
    return _("{low} to {high}").format(low=percent(low), high=percent(high))
