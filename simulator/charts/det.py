"""The DET curve for the Lab: false matches against misses at every threshold, by group."""

from __future__ import annotations

import math

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

    Args:
        counts: all comparisons of a data set.
        distance: the threshold of the table's marked row; it snaps down to an edge of 0.001.
    """
    curve = det_by_group(counts)
    curve = curve[(curve["group"] != "") & curve["fnmr"].notna() & curve["fmr"].notna()]
    here = round(edge_under(distance) * BIN_WIDTH, 6)
    series, rows = [], []
    for label, part in curve.groupby("label", sort=False):
        name = group_name(str(label))
        inside = part[(part["fmr"] > 0) & (part["fnmr"] > 0)]
        points = [
            (_place(r.fmr, *FMR_ENDS), _place(r.fnmr, *FNMR_ENDS)) for r in inside.itertuples()
        ]
        series.append(Series(name, [p for p in points if 0 <= p[0] <= 1 and 0 <= p[1] <= 1]))
        at = part.set_index("distance")
        now = at.loc[here]
        if now["fmr"] > 0 and now["fnmr"] > 0:
            dot = (_place(now["fmr"], *FMR_ENDS), _place(now["fnmr"], *FNMR_ENDS))
            if min(dot) >= 0 and max(dot) <= 1:
                series.append(Series(name, [dot]))
        for threshold in sorted({*TABLE, here}):
            row = at.loc[threshold]
            marked = _("{distance} (now)") if threshold == here else "{distance}"
            rows.append(
                [
                    name,
                    marked.format(distance=ungrouped(threshold, 3)),
                    number(PER_MILLION * row["fmr"], 1),
                    percent(row["fnmr"]),
                ]
            )
    return Chart(
        title=_("Both errors of single comparisons, at every threshold"),
        alt=_(
            "Fewer false matches always cost more misses. At distance {distance}: {rates}."
        ).format(
            distance=ungrouped(here, 3),
            rates="; ".join(
                _("{group}: {fmr} false matches per million, {fnmr} missed").format(
                    group=row[0], fmr=row[2], fnmr=row[3]
                )
                for row in rows
                if row[1] == _("{distance} (now)").format(distance=ungrouped(here, 3))
            ),
        ),
        x_label=_("false matches of two people (FMR), per million comparisons"),
        y_label=_("missed (FNMR)"),
        x_ticks=[
            (_place(fmr, *FMR_ENDS), number(PER_MILLION * fmr))
            for fmr in (1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0)
        ],
        y_ticks=[
            (_place(fnmr, *FNMR_ENDS), percent(fnmr, None)) for fnmr in (0.001, 0.01, 0.1, 1.0)
        ],
        series=series,
        head=[_("Group"), _("Distance"), _("False matches per million"), _("Missed")],
        rows=rows,
    )


def _place(rate: float, low: float, high: float) -> float:
    return math.log(rate / low) / math.log(high / low)
