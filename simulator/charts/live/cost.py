"""Both sides of a threshold at every stop: a line, two dots and a sentence follow the thumb."""

from __future__ import annotations

import dataclasses

from simulator.board.stops import Stops
from simulator.charts.by_stop import Live, LiveDot, stop_words
from simulator.charts.chart import Chart, count_of
from simulator.charts.threshold_cost import cost_chart
from simulator.experiment.result import Result
from simulator.i18n.language import _
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
    false = [result.at(distance=stop.distance).fpir for stop in stops.stops]
    missed = [mated.fnir(stop.distance, with_failures=False) for stop in stops.stops]
    last = stops.stops[-1].position
    places = [stop.position / last for stop in stops.stops]
    said = _(
        "At {setting}, **{false}** searches for somebody who is not there end in a false match, "
        "and **{missed}** for somebody who is there miss them."
    )
    says = [
        said.format(
            setting=stop_words(stop),
            false=count_of(f.events, f.trials),
            missed=count_of(m.events, m.trials),
        )
        for stop, f, m in zip(stops.stops, false, missed, strict=True)
    ]
    dots = [
        LiveDot(line.name, places, [rate.value for rate in rates])
        for line, rates in zip(still.series, (false, missed), strict=True)
    ]
    marked = [(place, stop_words(stop)) for place, stop in zip(places, stops.stops, strict=True)]
    live = Live(channel, says, marked=marked, dots=dots)
    return dataclasses.replace(still, alt="", marker=None, head=[], rows=[], live=live)
