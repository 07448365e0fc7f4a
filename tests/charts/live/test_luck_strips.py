"""Bias or luck at every stop: the p of the command line, and the range of all shuffles."""

import functools

from hypothesis import given, settings, strategies as st
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.charts.live.luck_strips import luck_strips
from simulator.experiment.measures import significance
from simulator.stats.significance import p_text

COLUMN = "race_ethnicity"


@functools.cache
def drawn():
    stops = find_stops(default_replay())
    return stops, luck_strips(default_replay(), stops, COLUMN, "lab")


@settings(max_examples=6, deadline=None)
@given(stop=st.integers(0, 461))
def test_rows_are_those_of_run_json(stop):
    """Counts and corrected p of every group; a small group gets none."""
    stops, picture = drawn()
    found = significance(default_replay().at(distance=stops.stops[stop].distance), COLUMN)
    for row, told in zip(picture.rows, found["groups"], strict=True):
        text = row.texts[0][stop]
        assert text.startswith(f"{told['events']} of {told['people']}")
        p = told["p_holm"]
        assert (p is None and "p " not in text) or text.endswith(f"p {p_text(p)}")
        assert row.rates[0][stop] == told["events"] / told["people"]


def test_luck_puts_everyone_in_the_middle():
    """The line of everyone lies in each group's range, to a person."""
    stops, picture = drawn()
    people = significance(default_replay().at(distance=stops.default.distance), COLUMN)["groups"]
    for row, group in zip(picture.rows, people, strict=True):
        one = 1 / group["people"]
        assert (row.band[:, 0] <= picture.everyone + one).all()
        assert (row.band[:, 1] >= picture.everyone - one).all()
