"""Both sides of a threshold at every stop: a line, two dots and a sentence follow the thumb."""

from __future__ import annotations

import dataclasses

from simulator.board.stops import Stops
from simulator.charts.by_stop import Live, LiveDot, stop_words
from simulator.charts.chart import Chart, count_of
from simulator.charts.threshold_cost import cost_chart, cost_lines, said
from simulator.experiment.both_errors import falsely_matched, missed_at
from simulator.experiment.result import Result
from simulator.i18n.language import _, percent
from simulator.search.mated_searches import MatedSearches


def live_cost_chart(result: Result, stops: Stops, mated: MatedSearches, channel: str) -> Chart:
    """Chart false matches and missed mates; what is counted at the thumb follows it.

    Args:
        result: the search.
        stops: the settings of its threshold.
        mated: searches for people who are in the gallery.
        channel: whose thumb the chart follows.
    """
    still = cost_chart(result, stops, mated, stops.default)
    thresholds = [stop.distance for stop in stops.stops]
    false = [falsely_matched(result.at(distance=distance)) for distance in thresholds]
    missed = missed_at(mated, thresholds)
    last = stops.stops[-1].position
    places = [stop.position / last for stop in stops.stops]
    by_people = _(
        "At {setting}, **{false}** searches for somebody who is not there end in a false match. Of "
        "the people who are there, **{share}** are missed if each counts once; by searches, "
        "{missed}."
    )
    by_searches = _(
        "At {setting}, **{false}** searches for somebody who is not there end in a false match, "
        "and **{missed}** for somebody who is there miss them."
    )
    says = [
        (by_people if m.several else by_searches).format(
            setting=stop_words(stop),
            false=said(f),
            missed=count_of(m.by_search.events, m.by_search.trials),
            share=percent(m.value),
        )
        for stop, f, m in zip(stops.stops, false, missed, strict=True)
    ]
    dots = [
        LiveDot(line.name, places, [y for _x, y in line.points])
        for line in cost_lines(places, false, missed)
        if len(line.points) == len(places)
    ]
    marked = [(place, stop_words(stop)) for place, stop in zip(places, stops.stops, strict=True)]
    live = Live(channel, says, marked=marked, dots=dots)
    return dataclasses.replace(still, alt="", marker=None, head=[], rows=[], live=live)
