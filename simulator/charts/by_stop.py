"""What a picture shows at each stop of a threshold's thumb: places, texts, and the axis they need.

Everything is calculated here, once for all stops; the browser looks up the stop under the thumb
(simulator/charts/static/live/follow.js).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.board.stops import Stop
from simulator.i18n.language import _, confidence_text, percent, ungrouped

AXES = {0.1: 5, 0.4: 4, 1.0: 4}
"""Upper ends of a live axis, and into how many parts each is divided: few, so that it rarely jumps.
"""
PARTS = 10_000
"""Places and rates are sent as whole numbers of this part."""
NOWHERE = -1
"""Sent where there is nothing to draw."""


@dataclass(frozen=True)
class LiveLine:
    """A line with a rate at every stop.

    Attributes:
        name: of its group.
        at: places of its points on the horizontal axis, from 0 to 1.
        rates: (stops, points) from 0 to 1; nan where nothing is drawn.
        dashed: whether it is an end of an extrapolation.
    """

    name: str
    at: Sequence[float]
    rates: NDArray[np.float64]
    dashed: bool = False


@dataclass(frozen=True)
class LiveDot:
    """A dot with a place at every stop: (stops,) from 0 to 1 on each axis, nan where there is none.

    A vertical place is a rate, as in a line.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float]


@dataclass(frozen=True)
class Live:
    """What a chart shows at every stop.

    Attributes:
        channel: whose thumb it follows.
        says: the takeaway at each stop; ``**`` marks what is bold.
        marked: (place, text) of the vertical line at each stop; empty for one that stays.
        dots, lines: what moves.
        tops: the upper end of the axis at each stop, one of :data:`AXES`; empty for the chart's.
        bands: the key under which the bands of a released thumb arrive; empty for none.
    """

    channel: str
    says: Sequence[str]
    marked: Sequence[tuple[float, str]] = ()
    dots: Sequence[LiveDot] = ()
    lines: Sequence[LiveLine] = ()
    tops: Sequence[float] = ()
    bands: str = ""

    def to_content(self) -> dict[str, Any]:
        """Return it as JSON values; every text and every list of places is sent once."""
        return {
            "channel": self.channel,
            "says": once(self.says),
            "bands": self.bands,
            "marked": None
            if not self.marked
            else {"at": parts([at for at, _text in self.marked]), "text": once_text(self.marked)},
            "dots": [{"name": d.name, "x": parts(d.x), "y": parts(d.y)} for d in self.dots],
            "lines": [
                {
                    "name": line.name,
                    "dashed": line.dashed,
                    "at": parts(line.at),
                    "rates": once([tuple(parts(row)) for row in line.rates]),
                }
                for line in self.lines
            ],
            **axes(self.tops),
        }


def once(values: Iterable[Hashable]) -> dict[str, list[Any]]:
    """Return values by stop with each different one sent once: ``at`` (stops,) into ``each``."""
    listed = list(values)
    place = {value: i for i, value in enumerate(dict.fromkeys(listed))}
    return {"at": [place[value] for value in listed], "each": list(place)}


def once_text(marked: Sequence[tuple[float, str]]) -> dict[str, list[Any]]:
    """Return the texts of a marker by stop, each different one once."""
    return once(text for _at, text in marked)


def parts(values: Iterable[float]) -> list[int]:
    """Return places or rates as whole numbers of :data:`PARTS`; :data:`NOWHERE` for nan."""
    return [NOWHERE if math.isnan(v) else round(PARTS * v) for v in values]


def axes(tops: Sequence[float]) -> dict[str, Any]:
    """Return the axes by stop: ``tops`` (stops,) into ``axes``, each with its end and ticks."""
    if not len(tops):
        return {"tops": None, "axes": []}
    return {
        "tops": [list(AXES).index(top) for top in tops],
        "axes": [
            {
                "top": round(PARTS * top),
                "ticks": [[i / n, percent(top * i / n, None)] for i in range(n + 1)],
            }
            for top, n in AXES.items()
        ],
    }


def live_tops(rates: NDArray[np.float64]) -> list[float]:
    """Return the lowest axis of :data:`AXES` that shows every rate of a stop; rates (stops, …)."""
    flat = rates.reshape(len(rates), -1)
    highest = np.where(np.isnan(flat), 0, flat).max(axis=1, initial=0).tolist()
    return [next((top for top in AXES if high <= top), 1.0) for high in highest]


def stop_words(stop: Stop) -> str:
    """Return a stop in a few words: its confidence, or its distance without a calibration."""
    if stop.confidence is None:
        return _("distance {distance}").format(distance=ungrouped(stop.distance, 4))
    return confidence_text(stop.confidence)
