"""The Lab's charts as plain descriptions: points, texts, and a table behind each.

Every scale, rate and word is decided here; the browser only draws lines
(simulator/charts/static/charts/chart.js).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from simulator.board.stops import Stop, Stops
from simulator.comparison.curves import GroupThresholds
from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import UNLABELLED, split_by
from simulator.experiment.gallery_curve import EXTRAPOLATED
from simulator.experiment.result import Result
from simulator.experiment.view import View
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, confidence_text, marked, number, percent, ungrouped
from simulator.search.mated_searches import MatedSearches
from simulator.stats.metrics import Rate

Point = tuple[float, float]
Band = tuple[float, float, float]
RATE_TICKS = ((0.0, "0%"), (0.25, "25%"), (0.5, "50%"), (0.75, "75%"), (1.0, "100%"))
TOPS = {0.05: 5, 0.1: 5, 0.2: 4, 0.3: 3, 0.4: 4, 0.6: 3, 0.8: 4, 1.0: 5}
"""Upper ends of an axis, and into how many parts each is divided."""
EVERY = 6
"""Every so many stops a point is drawn; in between the lines are straight."""


def rate_ticks() -> list[tuple[float, str]]:
    """The ticks of an axis for rates, in the current language."""
    return [(tick, percent(tick, 0)) for tick, _text in RATE_TICKS]


@dataclass(frozen=True)
class Series:
    """One line: points and bands between 0 and 1 of both axes; a single point is a dot."""

    name: str
    points: list[Point]
    band: list[Band] = field(default_factory=list)
    dashed: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart with its words.

    Attributes:
        title: what it shows.
        alt: the same in one or two sentences.
        x_label, y_label, x_ticks, y_ticks: of the axes; a tick is (place, text).
        y_top: the rate at the upper end of the axis.
        series: the lines.
        marker: a vertical line (place, text).
        beyond: (place, text): what lies right of it is not measured, and marked so.
        head, rows: the table behind it.
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

    def to_bytes(self) -> bytes:
        """As JSON for the browser."""
        content: dict[str, Any] = {
            **{name: value for name, value in self.__dict__.items() if name != "series"},
            "as_table": _("The chart as a table"),
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


def size_chart(curve: pd.DataFrame, view: View) -> Chart:
    """Chart FPIR over the gallery's size, from :mod:`simulator.experiment.gallery_curve`."""
    sizes = sorted(curve["gallery_size"].unique().tolist())
    measured_size = len(view.result.gallery_rows)
    top = math.log(max(sizes))

    def place(size: float) -> float:
        return math.log(size) / top if top else 0.0

    series: list[Series] = []
    rows: list[list[str]] = []
    said: list[str] = []
    for label, part in curve.groupby("label", sort=False):
        inside = part[part["kind"] != EXTRAPOLATED]
        beyond = part[part["kind"] == EXTRAPOLATED]
        name = group_name(str(label))
        series.append(
            Series(
                name,
                [(place(r.gallery_size), r.fpir) for r in inside.itertuples()],
                [
                    (place(r.gallery_size), r.gallery_low, r.gallery_high)
                    for r in inside.itertuples()
                    if not math.isnan(r.gallery_low)
                ],
            )
        )
        for end in ("bracket_low", "bracket_high"):
            points = [(place(r.gallery_size), float(getattr(r, end))) for r in beyond.itertuples()]
            if points:
                series.append(Series(name, points, dashed=True))
        made = {r.gallery_size: _size_row(name, r) for r in part.itertuples()}
        rows += made.values()
        said += [
            _("{group}, {size} photos: {rate}").format(group=row[0], size=row[1], rate=row[2])
            for size, row in made.items()
            if size in _SAID
        ]
    ticks = [(place(s), number(s)) for s in (1, 10, 100, 1000, 10_000, 50_000) if s <= max(sizes)]
    return Chart(
        title=_("False positives by gallery size"),
        alt=_(
            "The share of searches with at least one false match rises with the gallery's size: "
            "{points}."
        ).format(points="; ".join(said)),
        y_ticks=_rate_ticks([y for line in series for _, y in line.points]),
        y_top=_top([y for line in series for _, y in line.points]),
        x_label=_("photos in the gallery"),
        y_label=_("falsely matched"),
        x_ticks=ticks,
        series=series,
        marker=(
            place(measured_size),
            _("searched here: {count}").format(count=number(measured_size)),
        ),
        beyond=beyond_searched(place(measured_size), max(sizes) > measured_size),
        head=[
            _("Group"),
            _("Gallery size"),
            _("Expected rate"),
            _("95% of galleries"),
            _("Kind"),
        ],
        rows=rows,
    )


def beyond_searched(place: float, drawn: bool) -> tuple[float, str] | None:
    """Marks what lies right of the searched gallery's size as extrapolation."""
    return (place, _("extrapolated")) if drawn else None


_SAID = (100, 1000, 10_000)


def _top(rates: list[float]) -> float:
    """The roundest upper end of an axis that still shows every rate."""
    return next((top for top in TOPS if max(rates, default=1.0) <= top), 1.0)


def _rate_ticks(rates: list[float]) -> list[tuple[float, str]]:
    top = _top(rates)
    parts = TOPS[top]
    return [(top * part / parts, percent(top * part / parts, None)) for part in range(parts + 1)]


def _size_row(name: str, row: Any) -> list[str]:
    if row.kind == EXTRAPOLATED:
        between = _("between {low} and {high}").format(
            low=percent(row.bracket_low), high=percent(row.bracket_high)
        )
        return [name, number(row.gallery_size), between, "", _(row.kind)]
    spread = _from_to(row.gallery_low, row.gallery_high)
    return [name, number(row.gallery_size), percent(row.fpir), spread, _(row.kind)]


def _from_to(low: float, high: float) -> str:
    return _("{low} to {high}").format(low=percent(low), high=percent(high))


def size_sentence(curve: pd.DataFrame, size: int) -> str:
    """The expectation at one size, for every line of the curve, as Markdown."""
    parts = []
    for row in curve[curve["gallery_size"] == size].itertuples():
        name = f"{group_name(row.label)}: " if row.label else ""
        if row.kind == EXTRAPOLATED:
            part = _(
                "between **{low}** and **{high}** (extrapolated: more than was searched)"
            ).format(low=percent(row.bracket_low), high=percent(row.bracket_high))
        else:
            part = _("**{rate}** expected, {low} to {high} in 95% of galleries").format(
                rate=percent(row.fpir),
                low=percent(row.gallery_low),
                high=percent(row.gallery_high),
            )
        parts.append(name + part)
    return _("In a gallery of {size} photos, {rates}.").format(
        size=number(size), rates="; ".join(parts)
    )


def groupings_of(dataset: Dataset) -> list[str]:
    """Label columns with few enough groups for a chart."""
    manifest, labels = dataset.manifest, dataset.card.labels
    return [c for c in labels if c in manifest.columns and manifest[c].nunique() <= _MOST_GROUPS]


def labelled_groups(gallery: Dataset) -> list[tuple[str, str]]:
    """The groups of which a gallery can be mixed: (value, words) under its first tally column."""
    for column in gallery.card.tally_columns[:1]:
        groups = split_by(gallery.labels(gallery.encodings.keys.tolist()), column, gallery.card)
        return [(group.value, group.label) for group in groups if group.value != UNLABELLED]
    return []


MATED_TITLES = {
    "own": marked("The people of this search who are in its gallery"),
    "kept": marked("The gallery: each photo against the person's other photos"),
    "lfw": marked("LFW: each photo against the person's other photos"),
    "london": marked("London: smiling against neutral, 102 adults"),
    "congress-115-in-lfw": marked("Members of Congress who are also in LFW"),
}


def cost_chart(result: Result, stops: Stops, mated: MatedSearches, at: Stop) -> Chart:
    """False matches and missed mates at every threshold."""
    chosen = [stop for stop in stops.stops if stop.position % EVERY == 0 or stop.label is not None]
    last = stops.stops[-1].position
    false = [result.at(distance=stop.distance).fpir for stop in chosen]
    missed = [mated.fnir(stop.distance, with_failures=False) for stop in chosen]
    between = mated.intervals([stop.distance for stop in chosen])
    places = [stop.position / last for stop in chosen]
    rows = [
        [_named(stop), *_counted(f), *_counted(m)]
        for stop, f, m in zip(chosen, false, missed, strict=True)
        if stop.label is not None or stop == at
    ]
    here_false = result.at(distance=at.distance).fpir
    here_missed = mated.fnir(at.distance, with_failures=False)
    return Chart(
        title=_("What a threshold costs on both sides"),
        alt=_(
            "At {setting}, {false} people are falsely matched and {missed} people who are in the "
            "gallery are missed. A stricter threshold trades the first for the second."
        ).format(
            setting=_named(at), false=_counted(here_false)[0], missed=_counted(here_missed)[0]
        ),
        x_label=_("threshold, stricter to the right"),
        y_label=_("share of searches"),
        x_ticks=[(position / last, text) for position, text in stops.ticks],
        series=[
            _line(_("falsely matched"), places, false, [(r.low, r.high) for r in false]),
            _line(_("true matches missed"), places, missed, [(i.low, i.high) for i in between]),
        ],
        marker=(at.position / last, _named(at)),
        head=[_("Threshold"), _("Falsely matched"), _("Rate"), _("Missed"), _("Rate")],
        rows=rows,
    )


def _named(stop: Stop) -> str:
    distance = _("distance {distance}").format(distance=ungrouped(stop.distance, 4))
    if stop.confidence is None:
        return distance
    return f"{confidence_text(stop.confidence)} ({distance})"


def _counted(found: Rate) -> list[str]:
    return [count_of(found.events, found.trials), percent(found.value)]


def count_of(count: int, total: int) -> str:
    """So many of so many, as people ÷ people."""
    return _("{count} of {total}").format(count=number(count), total=number(total))


def _line(
    name: str, places: list[float], rates: list[Rate], ends: list[tuple[float, float]]
) -> Series:
    known = [(x, r, e) for x, r, e in zip(places, rates, ends, strict=True) if r.trials]
    band = [(x, *e) for x, _, e in known if not math.isnan(e[0])]
    return Series(name, [(x, r.value) for x, r, _ in known], band)


def cost_by_group(mated: MatedSearches, distance: float) -> tuple[list[str], list[list[str]]]:
    """Missed mates by each label that may be shown here: (head, rows)."""
    rows = []
    for column in mated.columns:
        if mated.labels[column].nunique() > _MOST_GROUPS:
            continue
        for r in mated.by(column, distance).itertuples():
            interval = _from_to(r.low, r.high)
            if math.isnan(r.low):
                interval = _("too few people") if r.searches else _("not estimable")
            rows.append(
                [
                    column_name(column),
                    group_name(str(r.label)),
                    count_of(r.misses, r.searches),
                    percent(r.fnir),
                    interval,
                    percent(r.fnir_with_failures),
                ]
            )
    head = [
        _("Label"),
        _("Group"),
        _("Missed"),
        "FNIR",
        _("95% interval"),
        _("with failures to enrol as misses"),
    ]
    return head, rows


_MOST_GROUPS = 12


@dataclass(frozen=True)
class Matrix:
    """FMR by pair of groups as texts: per million comparisons, with what it was counted from.

    Attributes:
        labels: of rows and columns.
        cells: (g, g) rate per million, the counts behind it, and its interval where there is one.
        shades: (g, g) between 0 and 1, on a logarithmic scale; 0 where nothing was counted.
    """

    labels: list[str]
    cells: list[list[tuple[str, ...]]]
    shades: list[list[float]]


def fmr_matrix(table: pd.DataFrame) -> Matrix:
    """The matrix as texts.

    Args:
        table: of :meth:`simulator.comparison.fmr.ComparisonTally.table`, or with intervals, of
            :meth:`simulator.comparison.false_match_pairs.FalseMatchPairs.matrix`.
    """
    labels = list(dict.fromkeys(table["label"]))
    at = {label: i for i, label in enumerate(labels)}
    cells: list[list[tuple[str, ...]]] = [[()] * len(labels) for _ in labels]
    shades = np.zeros((len(labels), len(labels)))
    known = table.loc[table["fmr"] > 0, "fmr"]
    low, high = (math.log(known.min()), math.log(known.max())) if len(known) else (0.0, 0.0)
    for row in table.itertuples():
        i, j = at[row.label], at[row.other_label]
        if not row.comparisons:
            text: tuple[str, ...] = (_("not measurable"), _("no comparison"))
        else:
            text = (number(1e6 * row.fmr), count_of(row.events, row.comparisons))
            if "low" in table.columns:
                text += (_between_millions(row.low, row.high),)
        cells[i][j] = cells[j][i] = text
        if row.fmr > 0:
            shade = (math.log(row.fmr) - low) / (high - low) if high > low else 0.5
            shades[i][j] = shades[j][i] = 0.15 + 0.85 * shade
    return Matrix([group_name(label) for label in labels], cells, shades.round(2).tolist())


def _between_millions(low: float, high: float) -> str:
    if math.isnan(low):
        return _("too few people")
    return _("95%: {low} to {high}").format(low=number(1e6 * low), high=number(1e6 * high))


PER_MILLION = {f"{n:,}": n / 1e6 for n in (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000)}
"""Targets as texts → FMR."""


def group_threshold_rows(found: GroupThresholds) -> tuple[list[str], list[list[str]]]:
    """One threshold per group beside one for all: (head, rows)."""
    head = [_("Group"), _("Own distance"), _("FMR per million"), "FNMR"]
    head += [_("Distance for all"), _("FMR per million"), "FNMR"]
    rows = [
        [
            group_name(str(r.label)),
            ungrouped(r.distance, 3),
            f"{_per_million(r.fmr)} ({count_of(r.false_matches, r.comparisons)})",
            f"{percent(r.fnmr)} ({count_of(r.misses, r.mated_comparisons)})",
            ungrouped(r.global_distance, 3),
            f"{_per_million(r.global_fmr)} ({count_of(r.global_false_matches, r.comparisons)})",
            f"{percent(r.global_fnmr)} ({count_of(r.global_misses, r.mated_comparisons)})",
        ]
        for r in found.table.itertuples()
    ]
    return head, rows


def _per_million(rate: float) -> str:
    return _("not estimable") if math.isnan(rate) else number(1e6 * rate, 1)
