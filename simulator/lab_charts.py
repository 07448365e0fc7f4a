"""The Lab's charts as plain descriptions: points, texts, and a table behind each.

Every scale, rate and word is worked out here; the browser only draws lines (simulator/ui/chart.js).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from simulator.curves import GroupThresholds
from simulator.datasets.dataset import Dataset
from simulator.experiment import Result, View
from simulator.gallery_curve import EXTRAPOLATED
from simulator.groups import UNLABELLED, split_by
from simulator.language import _, percent
from simulator.mated import MatedSearches
from simulator.metrics import Rate
from simulator.stops import Stop, Stops

Point = tuple[float, float]
Band = tuple[float, float, float]
RATE_TICKS = ((0.0, "0%"), (0.25, "25%"), (0.5, "50%"), (0.75, "75%"), (1.0, "100%"))
EVERY = 6
"""Every so many stops a point is drawn; in between the lines are straight."""


@dataclass(frozen=True)
class Series:
    """One line: points and bands between 0 and 1 of both axes."""

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
    y_ticks: Sequence[tuple[float, str]] = RATE_TICKS
    y_top: float = 1.0
    marker: tuple[float, str] | None = None

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
    """FPIR over the gallery's size, from :func:`simulator.gallery_curve.gallery_size_curve`."""
    sizes = sorted(curve["gallery_size"].unique().tolist())
    measured_size = len(view.result.gallery_rows)
    top = math.log(max(sizes))

    def place(size: float) -> float:
        return math.log(size) / top if top else 0.0

    series, rows = [], []
    for label, part in curve.groupby("label", sort=False):
        inside = part[part["kind"] != EXTRAPOLATED]
        beyond = part[part["kind"] == EXTRAPOLATED]
        name = str(label)
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
        rows += [_size_row(name, r) for r in part.itertuples()]
    ticks = [(place(s), f"{s:,}") for s in (1, 10, 100, 1000, 10_000, 50_000) if s <= max(sizes)]
    return Chart(
        title="False positives by gallery size",
        alt=(
            "The share of searches with at least one false match rises with the gallery's size: "
            + "; ".join(f"{row[0]}, {row[1]} photos: {row[2]}" for row in rows if row[1] in _SAID)
            + "."
        ),
        y_ticks=_rate_ticks([y for line in series for _, y in line.points]),
        y_top=_top([y for line in series for _, y in line.points]),
        x_label="photos in the gallery",
        y_label="falsely matched",
        x_ticks=ticks,
        series=series,
        marker=(place(measured_size), f"searched here: {measured_size:,}"),
        head=["Group", "Gallery size", "Expected rate", "95% of galleries", "Kind"],
        rows=rows,
    )


_SAID = ("100", "1,000", "10,000")


def _top(rates: list[float]) -> float:
    """The roundest upper end of an axis that still shows every rate."""
    return next((top for top in (0.1, 0.25, 0.5) if max(rates, default=1.0) <= top), 1.0)


def _rate_ticks(rates: list[float]) -> list[tuple[float, str]]:
    top = _top(rates)
    return [(top * part / 5, f"{100 * top * part / 5:g}%") for part in range(6)]


def _size_row(name: str, row: Any) -> list[str]:
    if row.kind == EXTRAPOLATED:
        between = f"between {percent(row.bracket_low)} and {percent(row.bracket_high)}"
        return [name, f"{row.gallery_size:,}", between, "", row.kind]
    spread = f"{percent(row.gallery_low)} to {percent(row.gallery_high)}"
    return [name, f"{row.gallery_size:,}", percent(row.fpir), spread, row.kind]


def size_sentence(curve: pd.DataFrame, size: int) -> str:
    """The expectation at one size, for every line of the curve, as Markdown."""
    parts = []
    for row in curve[curve["gallery_size"] == size].itertuples():
        name = f"{row.label}: " if row.label else ""
        if row.kind == EXTRAPOLATED:
            parts.append(
                f"{name}between **{percent(row.bracket_low)}** and **{percent(row.bracket_high)}** "
                "(extrapolated: more than was searched)"
            )
        else:
            parts.append(
                f"{name}**{percent(row.fpir)}** expected, {percent(row.gallery_low)} to "
                f"{percent(row.gallery_high)} in 95% of galleries"
            )
    return f"In a gallery of {size:,} photos, " + "; ".join(parts) + "."


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
    "lfw": "LFW: each photo against the person's other photos",
    "london": "London: smiling against neutral, 102 adults",
    "congress-115-in-lfw": "Members of Congress who are also in LFW",
}


def cost_chart(result: Result, stops: Stops, mated: MatedSearches, at: Stop) -> Chart:
    """False matches and missed mates at every threshold."""
    chosen = [stop for stop in stops.stops if stop.position % EVERY == 0 or stop.label is not None]
    last = stops.stops[-1].position
    false = [result.at(distance=stop.distance).fpir for stop in chosen]
    missed = [mated.fnir(stop.distance, with_failures=False) for stop in chosen]
    between = [mated.interval(stop.distance) for stop in chosen]
    places = [stop.position / last for stop in chosen]
    rows = [
        [_named(stop), *_counted(f), *_counted(m)]
        for stop, f, m in zip(chosen, false, missed, strict=True)
        if stop.label is not None or stop == at
    ]
    here_false = result.at(distance=at.distance).fpir
    here_missed = mated.fnir(at.distance, with_failures=False)
    return Chart(
        title="What a threshold costs on both sides",
        alt=(
            f"At {_named(at)}, {here_false.events} of {here_false.trials} people are falsely "
            f"matched and {here_missed.events} of {here_missed.trials} people who are in the "
            "gallery are missed. A stricter threshold trades the first for the second."
        ),
        x_label="threshold, stricter to the right",
        y_label="share of searches",
        x_ticks=[(position / last, text) for position, text in stops.ticks],
        series=[
            _line("falsely matched", places, false, [(r.low, r.high) for r in false]),
            _line("true matches missed", places, missed, [(i.low, i.high) for i in between]),
        ],
        marker=(at.position / last, _named(at)),
        head=["Threshold", "Falsely matched", "Rate", "Missed", "Rate"],
        rows=rows,
    )


def _named(stop: Stop) -> str:
    from simulator.language import confidence_text

    if stop.confidence is None:
        return f"distance {stop.distance:.4f}"
    return f"{confidence_text(stop.confidence)} (distance {stop.distance:.4f})"


def _counted(found: Rate) -> list[str]:
    return [f"{found.events:,} of {found.trials:,}", percent(found.value)]


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
            interval = f"{percent(r.low)} to {percent(r.high)}"
            if math.isnan(r.low):
                interval = "too few people" if r.searches else "not estimable"
            rows.append(
                [
                    column.replace("_", " "),
                    str(r.label),
                    f"{r.misses:,} of {r.searches:,}",
                    percent(r.fnir),
                    interval,
                    percent(r.fnir_with_failures),
                ]
            )
    head = ["Label", "Group", "Missed", "FNIR", "95% interval", "with failures to enrol as misses"]
    return head, rows


_MOST_GROUPS = 12


@dataclass(frozen=True)
class Matrix:
    """FMR by pair of groups as texts: per million comparisons, with what it was counted from.

    Attributes:
        labels: of rows and columns.
        cells: (g, g) rate per million, and the counts behind it.
        shades: (g, g) between 0 and 1, on a logarithmic scale; 0 where nothing was counted.
    """

    labels: list[str]
    cells: list[list[tuple[str, str]]]
    shades: list[list[float]]


def fmr_matrix(table: pd.DataFrame) -> Matrix:
    """The matrix of :meth:`simulator.fmr.ComparisonTally.table` as texts."""
    labels = list(dict.fromkeys(table["label"]))
    at = {label: i for i, label in enumerate(labels)}
    cells = [[("", "")] * len(labels) for _ in labels]
    shades = np.zeros((len(labels), len(labels)))
    known = table.loc[table["fmr"] > 0, "fmr"]
    low, high = (math.log(known.min()), math.log(known.max())) if len(known) else (0.0, 0.0)
    for row in table.itertuples():
        i, j = at[row.label], at[row.other_label]
        if not row.comparisons:
            text = ("not measurable", "no comparison")
        else:
            million = f"{1e6 * row.fmr:,.0f}" if row.fmr else "0"
            text = (million, f"{row.events:,} of {row.comparisons:,}")
        cells[i][j] = cells[j][i] = text
        if row.fmr > 0:
            shade = (math.log(row.fmr) - low) / (high - low) if high > low else 0.5
            shades[i][j] = shades[j][i] = 0.15 + 0.85 * shade
    return Matrix(labels, cells, shades.round(2).tolist())


PER_MILLION = {f"{n:,}": n / 1e6 for n in (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000)}
"""Targets as texts → FMR."""


def group_threshold_rows(found: GroupThresholds) -> tuple[list[str], list[list[str]]]:
    """One threshold per group beside one for all: (head, rows)."""
    head = ["Group", "Own distance", "FMR per million", "FNMR"]
    head += ["Distance for all", "FMR per million", "FNMR"]
    rows = [
        [
            str(r.label),
            f"{r.distance:.3f}",
            _per_million(r.fmr),
            percent(r.fnmr),
            f"{r.global_distance:.3f}",
            _per_million(r.global_fmr),
            percent(r.global_fnmr),
        ]
        for r in found.table.itertuples()
    ]
    return head, rows


def _per_million(rate: float) -> str:
    return "not estimable" if math.isnan(rate) else f"{1e6 * rate:,.1f}"
