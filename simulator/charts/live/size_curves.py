"""False positives over the gallery's size at every stop of a thumb, and their sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from simulator.board.stops import Stop, Stops
from simulator.charts.by_stop import Live, LiveLine, live_tops, parts, stop_words
from simulator.charts.chart import Chart
from simulator.charts.gallery_size import beyond_searched
from simulator.experiment.expected_rates import ExpectedRates
from simulator.experiment.gallery_curve import EXTRAPOLATED
from simulator.experiment.result import Result
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, ngettext, number, percent
from simulator.stats.metrics import false_matches

TICKS = (1, 10, 100, 1000, 10_000, 50_000)


def live_size_chart(
    rates: ExpectedRates, result: Result, stops: Stops, size: int, channel: str, bands: str
) -> Chart:
    """Chart FPIR over the gallery's size; its lines are those of every stop.

    Args:
        rates: at every stop.
        result: the search.
        stops: the settings of its threshold.
        size: the gallery size of the sentence, one of those in ``rates``.
        channel: whose thumb the chart follows.
        bands: the key under which the bands arrive.
    """
    top = math.log(max(rates.sizes))

    def place(size: float) -> float:
        return math.log(size) / top if top else 0.0

    inside = [i for i, drawn in enumerate(rates.inside) if drawn]
    # The extrapolation begins where the measured line ends.
    beyond = [*inside[-1:], *(i for i, drawn in enumerate(rates.inside) if not drawn)]
    lines = []
    for g, group in enumerate(rates.groups):
        name = group_name(group.label)
        at = [place(rates.sizes[i]) for i in inside]
        lines.append(LiveLine(name, at, rates.fpir[:, inside, g]))
        if len(beyond) > 1:
            at = [place(rates.sizes[i]) for i in beyond]
            for end in (rates.low, rates.high):
                joined = end[:, beyond, g].copy()
                joined[:, 0] = rates.fpir[:, inside[-1], g]
                lines.append(LiveLine(name, at, joined, dashed=True))
    measured = len(result.gallery_rows)
    largest = rates.sizes[inside[-1]] if inside else 1
    return Chart(
        title=_("False positives by gallery size"),
        alt="",
        x_label=_("photos in the gallery"),
        y_label=_("falsely matched"),
        x_ticks=[(place(s), number(s)) for s in TICKS if s <= max(rates.sizes)],
        series=[],
        marker=(place(measured), _("searched here: {count}").format(count=number(measured))),
        beyond=beyond_searched(place(largest), max(rates.sizes) > largest),
        head=[],
        rows=[],
        live=Live(
            channel,
            size_sentences(rates, result, stops, size),
            lines=lines,
            # An upper end of an extrapolation would flatten what was measured.
            tops=live_tops(rates.fpir[:, inside]),
            bands=bands,
        ),
    )


def size_sentences(rates: ExpectedRates, result: Result, stops: Stops, size: int) -> list[str]:
    """Write, for every stop, the expected rate in a gallery of one size, as Markdown."""
    place = rates.sizes.index(size)
    said = ngettext(
        "At {setting}, {count} of {total} were falsely matched in the {searched} photos searched. "
        "In a gallery of {size} photo: {rates}.",
        "At {setting}, {count} of {total} were falsely matched in the {searched} photos searched. "
        "In a gallery of {size} photos: {rates}.",
        size,
    )
    nearest = result.search.nearest
    return [
        said.format(
            setting=stop_words(stop),
            count=number(int(false_matches(nearest, stop.distance).sum())),
            total=number(len(nearest)),
            searched=number(len(result.gallery_rows)),
            size=number(size),
            rates=rates_said(rates, stop, place),
        )
        for stop in stops.stops
    ]


def rates_said(rates: ExpectedRates, stop: Stop, place: int) -> str:
    """Write the rate of each group at one stop and size; two ends where it is extrapolated."""
    said = []
    for g, group in enumerate(rates.groups):
        name = "" if not group.value and len(rates.groups) == 1 else f"{group_name(group.label)} "
        said.append(name + rate_said(rates, stop.position, place, g))
    return ", ".join(said)


def rate_said(rates: ExpectedRates, stop: int, place: int, group: int) -> str:
    """Write one rate, bold; "between" two ends where it is extrapolated."""
    at = (stop, place, group)
    if rates.inside[place]:
        return "–" if np.isnan(rates.fpir[at]) else f"**{percent(float(rates.fpir[at]))}**"
    return _("between **{low}** and **{high}**").format(
        low=percent(float(rates.low[at])), high=percent(float(rates.high[at]))
    )


def curve_bands(
    curve: pd.DataFrame, rates: ExpectedRates, place: Callable[[float], float] | None = None
) -> list[Sequence[Sequence[int]]]:
    """Return the bands of one stop's curve for the lines of :func:`live_size_chart`.

    Args:
        curve: of :func:`simulator.experiment.gallery_curve.gallery_size_curve`.
        rates: the rates the lines show.
        place: of a size on the axis; the chart's own by default.

    Returns:
        For each line [place, low, high] at each size, in whole parts; none for an extrapolation.
    """
    top = math.log(max(rates.sizes))
    where = place or (lambda size: math.log(size) / top if top else 0.0)
    bands: list[Sequence[Sequence[int]]] = []
    for _label, part in curve.groupby("label", sort=False):
        measured = part[(part["kind"] != EXTRAPOLATED) & part["gallery_low"].notna()]
        bands.append(
            [
                parts((where(row.gallery_size), row.gallery_low, row.gallery_high))
                for row in measured.itertuples()
            ]
        )
        extrapolated = len(rates.inside) - sum(rates.inside)
        bands += [[], []] if extrapolated else []
    return bands
