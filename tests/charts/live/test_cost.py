"""Both sides of a threshold at every stop are the counts of the command line."""

import functools

import pytest
from hypothesis import given, settings, strategies as st
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.charts.live.cost import live_cost_chart
from simulator.experiment.search_mates import sources
from simulator.i18n.language import percent
from simulator.search.mated_sources import mated_searches


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
    missed, people = mated.fnir(distance, with_failures=False), mated.fnir_by_person(distance)
    assert f"**{false.events} of 535**" in chart.live.says[stop]
    assert f"**{percent(people)}** are missed if each counts once" in chart.live.says[stop]
    assert f"by searches, {missed.events:,} of {missed.trials:,}." in chart.live.says[stop]
    dots = [dot.y[stop] for dot in chart.live.dots]
    assert dots == pytest.approx([false.value, people, missed.value])
    assert chart.live.marked[stop][0] == chart.live.dots[0].x[stop]
    assert not chart.rows


def test_one_search_of_each_person_is_counted_as_it_was():
    """Each person is searched for once: two lines, and the counts of searches."""
    replay = default_replay()
    stops, mated = find_stops(replay), mated_searches("london")
    chart = live_cost_chart(replay, stops, mated, "lab")
    assert len(chart.live.dots) == len(chart.series) == 2
    stop = stops.find("99.9%")
    missed = mated.fnir(stop.distance, with_failures=False)
    assert f"**{missed.events} of 102** for somebody who is there" in chart.live.says[stop.position]
