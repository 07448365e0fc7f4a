"""False match rates by pair of groups at every stop of a threshold's thumb."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.board.stops import Stops
from simulator.charts.by_stop import once, stop_words
from simulator.charts.chart import count_of
from simulator.comparison.fmr import ComparisonTally
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, number
from simulator.search.search import edge_under

MOST_LIVE_GROUPS = 8
"""A larger matrix is too much for a glance while the thumb moves: it is drawn on release."""
Floats = NDArray[np.float64]


def grid(tally: ComparisonTally, stops: Stops, channel: str, title: str) -> dict[str, Any]:
    """Return what :func:`simulator.charts.fmr_matrix.fmr_matrix` shows, for every stop.

    Args:
        tally: comparisons of everybody with everybody.
        stops: the settings of the threshold; each snaps down to an edge of 0.001.
        channel: whose thumb the matrix follows.
        title: its name.
    """
    edges = [edge_under(stop.distance) for stop in stops.stops]
    labels = [group_name(group.label) for group in tally.groups]
    comparisons = tally.comparisons
    events = np.cumsum(tally.counts, axis=2)[:, :, edges]
    several = tally.fmr_by_person(stops.default.distance) is not None
    once_each = _by_person(tally.pairs, edges) if several and tally.pairs is not None else None
    with np.errstate(invalid="ignore", divide="ignore"):
        fmr = events / comparisons[:, :, None]
    shades = _shades(fmr)
    cells = []
    upper = [(i, j) for i in range(len(labels)) for j in range(i, len(labels))]
    for i, j in upper:
        each = None if once_each is None else once_each[i, j].tolist()
        texts = _texts(events[i, j].tolist(), int(comparisons[i, j]), fmr[i, j].tolist(), each)
        cells.append(
            {
                "at": [i, j],
                "texts": once(texts),
                "shades": [round(100 * v) for v in shades[i, j].tolist()],
            }
        )
    return {
        "labels": labels,
        "title": title,
        "cells": cells,
        "live": {"channel": channel, "says": once(_says(labels, events, comparisons, stops))},
    }


def to_bytes(content: dict[str, Any]) -> bytes:
    """Return the matrix as JSON for the browser."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()


def _by_person(pairs: NDArray[Any], edges: list[int]) -> Floats:
    """Return (g, g, stops) the rate with each pair of people counting once."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.cumsum(pairs, axis=2)[:, :, edges] / pairs.sum(axis=2)[:, :, None])


def _texts(
    events: list[int], comparisons: int, fmr: list[float], each: list[float] | None
) -> list[str]:
    """Write the lines of one cell at every stop, joined by line breaks."""
    if not comparisons:
        return ["\n".join([_("not measurable"), _("no comparison")])] * len(events)
    said = []
    for s, (count, rate) in enumerate(zip(events, fmr, strict=True)):
        lines = [number(1e6 * rate), count_of(int(count), comparisons)]
        if each is not None:
            lines.append(_("each pair of people once: {rate}").format(rate=number(1e6 * each[s])))
        said.append("\n".join(lines))
    return said


def _shades(fmr: Floats) -> Floats:
    """Return (g, g, stops) between 0 and 1, on a logarithmic scale of each stop's own rates."""
    positive = fmr > 0
    logs = np.log(np.where(positive, fmr, 1))
    low = np.where(positive, logs, np.inf).min(axis=(0, 1))
    high = np.where(positive, logs, -np.inf).max(axis=(0, 1))
    wide = high - low > 1e-12
    with np.errstate(invalid="ignore"):
        part = np.where(wide, (logs - low) / np.where(wide, high - low, 1), 0.5)
    return np.where(positive, 0.15 + 0.85 * part, 0.0)


def _says(
    labels: list[str], events: NDArray[Any], comparisons: NDArray[Any], stops: Stops
) -> list[str]:
    """Write, for every stop, which pair of groups has the highest rate, with its counts."""
    upper = [(i, j) for i in range(len(labels)) for j in range(i, len(labels))]
    counts = [int(comparisons[pair]) for pair in upper]
    said = []
    for stop in stops.stops:
        setting = stop_words(stop)
        matched = [int(events[i, j, stop.position]) for i, j in upper]
        if not any(matched):
            said.append(_("At {setting}: no false match at all.").format(setting=setting))
            continue
        rates = [k / n if n else 0.0 for k, n in zip(matched, counts, strict=True)]
        highest = max(range(len(rates)), key=lambda place: rates[place])
        i, j = upper[highest]
        pair = _("{one} with {other}").format(one=labels[i], other=labels[j])
        line = _(
            "At {setting}, most often: **{pair}**, **{rate}** per million comparisons ({count})."
        )
        said.append(
            line.format(
                setting=setting,
                pair=labels[i] if i == j else pair,
                rate=number(1e6 * rates[highest]),
                count=count_of(matched[highest], counts[highest]),
            )
        )
    return said
