"""The chart of false positives over the gallery's size, and its sentence."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from simulator.charts.chart import Chart, Series, axis_end, axis_ticks, from_to
from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import UNLABELED, split_by
from simulator.experiment.gallery_curve import EXTRAPOLATED
from simulator.experiment.view import View
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, ngettext, number, percent

DESCRIBED_SIZES = (100, 1000, 10_000)
"""Gallery sizes whose rates the chart's text alternative lists."""


def size_chart(curve: pd.DataFrame, view: View) -> Chart:
    """Chart FPIR over the gallery's size, from :mod:`simulator.experiment.gallery_curve`."""
    sizes = sorted(curve["gallery_size"].unique().tolist())
    measured_size = len(view.result.gallery_rows)
    top = math.log(max(sizes))
    measured = curve.loc[curve["kind"] != EXTRAPOLATED, "gallery_size"]
    largest = int(measured.max()) if len(measured) else measured_size

    def place(size: float) -> float:
        return math.log(size) / top if top else 0.0

    series: list[Series] = []
    rows: list[list[str]] = []
    described: list[str] = []
    for label, part in curve.groupby("label", sort=False):
        inside = part[part["kind"] != EXTRAPOLATED]
        beyond = part[part["kind"] == EXTRAPOLATED]
        name = group_name(str(label))
        solid = Series(
            name,
            [(place(r.gallery_size), r.fpir) for r in inside.itertuples()],
            [
                (place(r.gallery_size), r.gallery_low, r.gallery_high)
                for r in inside.itertuples()
                if not math.isnan(r.gallery_low)
            ],
        )
        series.append(solid)
        for end in ("bracket_low", "bracket_high"):
            points = [(place(r.gallery_size), float(getattr(r, end))) for r in beyond.itertuples()]
            if points:
                # The extrapolation begins where the measured line ends.
                series.append(Series(name, [*solid.points[-1:], *points], dashed=True))
        texts = {r.gallery_size: _size_row(name, r) for r in part.itertuples()}
        rows += texts.values()
        described += [
            _("{group}, {size} photos: {rate}").format(group=row[0], size=row[1], rate=row[2])
            for size, row in texts.items()
            if size in DESCRIBED_SIZES
        ]
    highest = [y for line in series if not line.dashed for _, y in line.points]
    ticks = [(place(s), number(s)) for s in (1, 10, 100, 1000, 10_000, 50_000) if s <= max(sizes)]
    return Chart(
        title=_("False positives by gallery size"),
        alt=_(
            "The share of searches with at least one false match rises with the gallery's size: "
            "{points}."
        ).format(points="; ".join(described)),
        # An upper end of an extrapolation would flatten what was measured.
        y_ticks=axis_ticks(highest),
        y_top=axis_end(highest),
        x_label=_("photos in the gallery"),
        y_label=_("falsely matched"),
        x_ticks=ticks,
        series=series,
        marker=(
            place(measured_size),
            _("searched here: {count}").format(count=number(measured_size)),
        ),
        beyond=beyond_searched(place(largest), max(sizes) > largest),
        head=[
            _("Group"),
            _("Gallery size"),
            _("Expected rate"),
            _("95% of galleries"),
            _("Kind"),
        ],
        rows=rows,
    )


def size_rows(curve: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """Return head and rows of the curve as a table: a row for each group and size."""
    head = [
        _("Group"),
        _("Gallery size"),
        _("Expected rate"),
        _("95% of galleries"),
        _("Kind"),
    ]
    return head, [_size_row(group_name(str(row.label)), row) for row in curve.itertuples()]


def beyond_searched(place: float, drawn: bool) -> tuple[float, str] | None:
    """Return the mark right of which rates are extrapolated; None if nothing is drawn there."""
    return (place, _("extrapolated")) if drawn else None


def _size_row(name: str, row: Any) -> list[str]:
    if row.kind == EXTRAPOLATED:
        between = _("between {low} and {high}").format(
            low=percent(row.bracket_low), high=percent(row.bracket_high)
        )
        return [name, number(row.gallery_size), between, "", _(row.kind)]
    spread = from_to(row.gallery_low, row.gallery_high)
    return [name, number(row.gallery_size), percent(row.fpir), spread, _(row.kind)]


def size_sentence(curve: pd.DataFrame, size: int) -> str:
    """Write the expected rate at one size, for every line of the curve, as Markdown."""
    parts = []
    for row in curve[curve["gallery_size"] == size].itertuples():
        name = f"{group_name(row.label)}: " if row.label else ""
        if row.kind == EXTRAPOLATED:
            part = _(
                "between **{low}** and **{high}** (extrapolated: larger than the gallery searched)"
            ).format(low=percent(row.bracket_low), high=percent(row.bracket_high))
        else:
            part = _("**{rate}** expected, {low} to {high} in 95% of galleries").format(
                rate=percent(row.fpir),
                low=percent(row.gallery_low),
                high=percent(row.gallery_high),
            )
        parts.append(name + part)
    sentence = ngettext(
        "In a gallery of {size} photo, {rates}.", "In a gallery of {size} photos, {rates}.", size
    )
    return sentence.format(size=number(size), rates="; ".join(parts))


def labeled_groups(gallery: Dataset) -> list[tuple[str, str]]:
    """Return (value, words) of the groups that a gallery can be mixed from.

    They are those of the data set's first tally column.
    """
    # A gallery that comes as a finished search has no encodings; its manifest lists its photos.
    listed = gallery.encodings.keys if gallery.has_encodings else gallery.manifest["key"]
    for column in gallery.card.tally_columns[:1]:
        groups = split_by(gallery.labels(listed.tolist()), column, gallery.card)
        return [(group.value, group.label) for group in groups if group.value != UNLABELED]
    return []
