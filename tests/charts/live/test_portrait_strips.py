"""Two portraits at every stop are the overlap of both searches there."""

import functools

from hypothesis import given, settings, strategies as st
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.charts.live.portrait_strips import SHOWN, portrait_strips
from simulator.experiment.another_portrait import another_portrait


@functools.cache
def drawn():
    replay = default_replay()
    stops, portraits = find_stops(replay), another_portrait(replay)
    return stops, portraits, portrait_strips(portraits, stops, "person_of_color", "lab")


@settings(max_examples=10, deadline=None)
@given(stop=st.integers(0, 461))
def test_rows_and_sentence_are_those_of_the_overlap(stop):
    """Counts of every group among those with two photographs, and who is matched again."""
    stops, portraits, picture = drawn()
    overlap = portraits.at(stops.stops[stop].distance)
    again = overlap.again()
    said = picture.choices[0].says[stop]
    assert f"**{again.flagged}**" in said
    assert f"**{again.again} of {again.another}**" in said
    for group, row in zip(portraits.groups("person_of_color"), picture.rows, strict=True):
        counted = overlap.counts(group.members & portraits.really_another)
        for n, name in enumerate(SHOWN):
            assert row.texts[n][stop] == f"{counted[name]} of {counted['people']}"
