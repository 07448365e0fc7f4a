"""The DET curve for the Lab: false matches against misses at every threshold, by group.

Where people have different numbers of photos, the lines count each pair of people, and each person,
once; dashed lines beside them count each comparison.
"""

from __future__ import annotations

import math

import pandas as pd

from simulator.charts.chart import Chart, Series
from simulator.comparison.comparison_counts import ComparisonCounts
from simulator.comparison.curves import det_by_group
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, number, percent, ungrouped
from simulator.search.search import BIN_WIDTH, edge_under

FMR_ENDS = (1e-6, 1.0)
FNMR_ENDS = (1e-3, 1.0)
PER_MILLION = 1_000_000
TABLE = (0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65)


def det_chart(counts: ComparisonCounts, distance: float) -> Chart:
    """Chart both errors on logarithmic axes, a line per group; better matchers are lower left.

    Where somebody has several photos, a second line per group, dashed, counts each comparison.

    Args:
        counts: all comparisons of a data set.
        distance: the threshold of the table's marked row; it snaps down to an edge of 0.001.
    """
    curve = det_by_group(counts)
    curve = curve[(curve["group"] != "") & curve["fnmr"].notna() & curve["fmr"].notna()]
    here = round(edge_under(distance) * BIN_WIDTH, 6)
    twice = "fmr_by_person" in curve
    ways = ("_by_person", "") if twice else ("",)
    series, rows = [], []
    for label, part in curve.groupby("label", sort=False):
        name = group_name(str(label))
        at = part.set_index("distance")
        for way in ways:
            dashed = twice and not way
            series.append(Series(name, _points(part, way), dashed=dashed))
            dot = _points(part[part["distance"] == here], way)
            if dot and not dashed:
                series.append(Series(name, dot))
        for threshold in sorted({*TABLE, here}):
            row = at.loc[threshold]
            marked = _("{distance} (now)") if threshold == here else "{distance}"
            rates = [
                (number(PER_MILLION * row[f"fmr{way}"], 1), percent(row[f"fnmr{way}"]))
                for way in ways
            ]
            texts = [name, marked.format(distance=ungrouped(threshold, 3))]
            rows.append([*texts, *(text for pair in zip(*rates, strict=True) for text in pair)])
    head = [_("Group"), _("Distance"), _("False matches per million"), _("Missed")]
    if twice:
        head = [
            _("Group"),
            _("Distance"),
            _("False matches per million pairs of people"),
            _("per million comparisons"),
            _("Missed, each person once"),
            _("each comparison once"),
        ]
    return Chart(
        title=_("Both errors of single comparisons, at every threshold"),
        alt=_(
            "Fewer false matches always cost more misses. At distance {distance}: {rates}."
        ).format(
            distance=ungrouped(here, 3),
            rates="; ".join(
                _("{group}: {fmr} false matches per million, {fnmr} missed").format(
                    group=row[0], fmr=row[2], fnmr=row[-len(ways)]
                )
                for row in rows
                if row[1] == _("{distance} (now)").format(distance=ungrouped(here, 3))
            ),
        ),
        x_label=_("false matches of two people (FMR), per million pairs of people")
        if twice
        else _("false matches of two people (FMR), per million comparisons"),
        y_label=_("missed (FNMR)"),
        x_ticks=[
            (_place(fmr, *FMR_ENDS), number(PER_MILLION * fmr))
            for fmr in (1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0)
        ],
        y_ticks=[
            (_place(fnmr, *FNMR_ENDS), percent(fnmr, None)) for fnmr in (0.001, 0.01, 0.1, 1.0)
        ],
        series=series,
        head=head,
        rows=rows,
    )


def _points(part: pd.DataFrame, way: str) -> list[tuple[float, float]]:
    """Return the places on the axes of the rates by comparisons, or with "_by_person"."""
    both = zip(part[f"fmr{way}"].tolist(), part[f"fnmr{way}"].tolist(), strict=True)
    points = [det_place(fmr, fnmr) for fmr, fnmr in both]
    return [point for point in points if not math.isnan(point[0])]


def det_place(fmr: float, fnmr: float) -> tuple[float, float]:
    """Return the places of two rates on the axes; nan for both where one is outside."""
    if fmr > 0 and fnmr > 0:
        place = (_place(fmr, *FMR_ENDS), _place(fnmr, *FNMR_ENDS))
        if all(0 <= at <= 1 for at in place):
            return place
    return (math.nan, math.nan)


def _place(rate: float, low: float, high: float) -> float:
    return math.log(rate / low) / math.log(high / low)
