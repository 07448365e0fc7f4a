"""The dots of both errors are on their lines at every stop."""

import functools

import pytest
from hypothesis import given, settings, strategies as st
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.charts.det import det_place
from simulator.charts.live.det import live_det_chart
from simulator.comparison.comparison_counts import find_counts
from simulator.comparison.curves import det_by_group
from simulator.datasets.dataset import load_dataset
from simulator.i18n.language import percent
from simulator.search.search import edge_under


@functools.cache
def drawn():
    stops = find_stops(default_replay())
    counts = find_counts(load_dataset("lfw"), "gender")["everyone"]
    return stops, det_by_group(counts), live_det_chart(counts, stops, "lab")


@settings(max_examples=20, deadline=None)
@given(stop=st.integers(0, 461))
def test_each_dot_is_the_rate_at_the_edge_under_the_threshold(stop):
    """Both errors of both groups, with each person counting once."""
    stops, curve, chart = drawn()
    here = edge_under(stops.stops[stop].distance) / 1000
    at = curve[((curve["distance"] - here).abs() < 1e-9) & (curve["group"] != "")]
    assert len(at) == len(chart.live.dots) == 2
    for dot, row in zip(chart.live.dots, at.itertuples(), strict=True):
        place = det_place(row.fmr_by_person, row.fnmr_by_person)
        assert (dot.x[stop], dot.y[stop]) == pytest.approx(place, nan_ok=True)
        assert percent(row.fnmr_by_person) in chart.live.says[stop]
