"""The matrix at every stop is the matrix at that threshold."""

import functools

import pytest
from hypothesis import given, settings, strategies as st
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.charts.comparisons import compared
from simulator.charts.fmr_matrix import fmr_matrix
from simulator.charts.live.grid import grid
from simulator.datasets.dataset import load_dataset


@functools.cache
def drawn():
    stops = find_stops(default_replay())
    tally = compared(load_dataset("congress-115"), "race_ethnicity")
    return stops, tally, grid(tally, stops, "lab", "FMR")


@settings(max_examples=8, deadline=None)
@given(stop=st.integers(0, 461))
def test_every_cell_is_that_of_the_threshold(stop):
    """Rate, counts, the rate with each pair of people once, and the shade."""
    stops, tally, content = drawn()
    still = fmr_matrix(tally.table(stops.stops[stop].distance))
    assert content["labels"] == still.labels
    for cell in content["cells"]:
        i, j = cell["at"]
        text = cell["texts"]["each"][cell["texts"]["at"][stop]]
        assert tuple(text.split("\n")) == still.cells[i][j]
        assert cell["shades"][stop] / 100 == pytest.approx(still.shades[i][j], abs=0.011)
