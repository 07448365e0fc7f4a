"""Both sides of a threshold at every stop are the counts of the command line."""

import functools

from hypothesis import given, settings, strategies as st
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.charts.live.cost import live_cost_chart
from simulator.experiment.search_mates import sources


@functools.cache
def drawn():
    replay = default_replay()
    stops, mated = find_stops(replay), sources(replay)["lfw"]()
    return stops, mated, live_cost_chart(replay, stops, mated, "lab")


@settings(max_examples=20, deadline=None)
@given(stop=st.integers(0, 461))
def test_dots_and_sentence_are_of_the_stop(stop):
    """Counts in the sentence, rates at the dots, and the line at the thumb's place."""
    stops, mated, chart = drawn()
    distance = stops.stops[stop].distance
    false = default_replay().at(distance=distance).fpir
    missed = mated.fnir(distance, with_failures=False)
    assert f"**{false.events} of 535**" in chart.live.says[stop]
    assert f"**{missed.events:,} of {missed.trials:,}**" in chart.live.says[stop]
    assert [dot.y[stop] for dot in chart.live.dots] == [false.value, missed.value]
    assert chart.live.marked[stop][0] == chart.live.dots[0].x[stop]
    assert not chart.rows
