"""What a match is worth at every stop is PPV at that stop's rates."""

import functools

from hypothesis import given, settings, strategies as st
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.charts.live.worth import live_worth_chart
from simulator.experiment.expected_rates import expected_rates
from simulator.experiment.search_mates import sources
from simulator.i18n.language import percent
from simulator.search.base_rate import ppv, ppv_interval

PRIOR = 0.25


@functools.cache
def drawn():
    replay = default_replay()
    stops, mated = find_stops(replay), sources(replay)["lfw"]()
    rates = expected_rates(replay, [stop.distance for stop in stops.stops])
    return stops, mated, live_worth_chart(rates, replay, stops, mated, PRIOR, "lab")


@settings(max_examples=20, deadline=None)
@given(stop=st.integers(0, 461))
def test_the_sentence_is_the_worth_in_the_gallery_searched(stop):
    """From the rate and the misses that are measured at this very threshold."""
    stops, mated, chart = drawn()
    distance = stops.stops[stop].distance
    false = default_replay().at(distance=distance).fpir
    worth = ppv(PRIOR, mated.fnir_by_person(distance), false.value)
    said = chart.live.says[stop]
    assert f"**{percent(worth)}**" in said
    by_searches = ppv(PRIOR, mated.fnir(distance, with_failures=False).value, false.value)
    assert f"by searches it is {percent(by_searches)}" in said
    ends = mated.interval(distance, by_person=True)
    low, high = ppv_interval(
        PRIOR,
        (mated.fnir_by_person(distance), ends.low, ends.high),
        (false.value, false.low, false.high),
    )
    assert f"{percent(low)} to {percent(high)}" in said


def test_the_extrapolation_begins_at_the_measured_line():
    """Gray band and dashed lines begin where the solid line ends."""
    _stops, _mated, chart = drawn()
    solid, *dashed = chart.live.lines
    assert all(line.at[0] == solid.at[-1] == chart.beyond[0] for line in dashed)
