"""The DET chart at every stop: a dot on each group's line, which follows the thumb."""

from __future__ import annotations

import dataclasses

from simulator.board.stops import Stops
from simulator.charts.by_stop import Live, LiveDot, stop_words
from simulator.charts.chart import Chart
from simulator.charts.det import PER_MILLION, det_chart, det_place
from simulator.comparison.comparison_counts import ComparisonCounts
from simulator.comparison.curves import det_by_group
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, number, percent
from simulator.search.search import BIN_WIDTH, edge_under


def live_det_chart(counts: ComparisonCounts, stops: Stops, channel: str) -> Chart:
    """Chart both errors on logarithmic axes; the dots are at the thumb's threshold.

    Args:
        counts: all comparisons of a data set.
        stops: the settings of the threshold; each snaps down to an edge of 0.001.
        channel: whose thumb the chart follows.
    """
    still = det_chart(counts, stops.default.distance)
    lines = [line for line in still.series if len(line.points) > 1]
    curve = det_by_group(counts)
    curve = curve[(curve["group"] != "") & curve["fnmr"].notna() & curve["fmr"].notna()]
    way = "_by_person" if "fmr_by_person" in curve else ""
    edges = [round(edge_under(stop.distance) * BIN_WIDTH, 6) for stop in stops.stops]
    dots, parts = [], []
    for label, part in curve.groupby("label", sort=False):
        at = part.set_index("distance")
        both = at.loc[edges, [f"fmr{way}", f"fnmr{way}"]].to_numpy()
        name = group_name(str(label))
        places = [det_place(fmr, fnmr) for fmr, fnmr in both.tolist()]
        dots.append(LiveDot(name, [x for x, _y in places], [y for _x, y in places]))
        parts.append([(name, fmr, fnmr) for fmr, fnmr in both.tolist()])
    one = _("{group} **{fmr}** false matches per million, **{fnmr}** missed")
    says = [
        _("At {setting}: {rates}.").format(
            setting=stop_words(stop),
            rates="; ".join(
                one.format(group=name, fmr=number(PER_MILLION * fmr, 1), fnmr=percent(fnmr))
                for name, fmr, fnmr in (of_group[stop.position] for of_group in parts)
            ),
        )
        for stop in stops.stops
    ]
    live = Live(channel, says, dots=dots)
    return dataclasses.replace(still, alt="", series=lines, head=[], rows=[], live=live)
