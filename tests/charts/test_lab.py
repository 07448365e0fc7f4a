"""The Lab's charts: places, words and tables worked out by hand."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.charts.lab import (
    Chart,
    Series,
    cost_by_group,
    cost_chart,
    fmr_matrix,
    size_chart,
    size_sentence,
)
from simulator.search.mated_searches import mated_searches


@pytest.fixture(scope="module")
def replay():
    return default_replay()


def test_a_chart_is_drawn_between_0_and_1():
    """A rate of 5% on an axis that ends at 10% lies half-way up."""
    chart = Chart(
        title="t",
        alt="a",
        x_label="x",
        y_label="y",
        x_ticks=[(0, "0")],
        series=[Series("one", [(0.25, 0.05)], [(0.25, 0.02, 0.1)])],
        head=["h"],
        rows=[["r"]],
        y_ticks=[(0.1, "10%")],
        y_top=0.1,
    )
    spec = json.loads(chart.to_bytes())
    assert spec["series"][0]["points"] == [[0.25, 0.5]]
    assert spec["series"][0]["band"] == [[0.25, 0.2, 1.0]]
    assert spec["y_ticks"] == [[1.0, "10%"]]


def test_the_size_chart_shows_the_curve(replay):
    """Every size of the curve is a row, and beyond the gallery there are two ends, not one line."""
    view = replay.at()
    curve = replay.gallery_size_curve([10, 1000, 13_194, 25_000])
    chart = size_chart(curve, view)
    assert [row[1] for row in chart.rows] == ["10", "1,000", "13,194", "25,000"]
    assert chart.rows[2][2] == "6.1%"
    assert chart.rows[3][2].startswith("between ")
    assert [s.dashed for s in chart.series] == [False, True, True]
    assert chart.beyond == (chart.marker[0], "extrapolated")
    assert "**1.1%** expected" in size_sentence(curve, 1000)
    assert "extrapolated" in size_sentence(curve, 25_000)


def test_the_cost_chart_agrees_with_both_sides(replay):
    """At a stop, the chart says what the view and the mated searches say."""
    stops = find_stops(replay)
    stop = stops.find("99.9%")
    mated = mated_searches("london")
    chart = cost_chart(replay, stops, mated, stop)
    row = next(r for r in chart.rows if r[0].startswith("99.90%"))
    found = replay.at(distance=stop.distance).fpir
    missed = mated.fnir(stop.distance, with_failures=False)
    assert row[1] == f"{found.events} of {found.trials}"
    assert row[3] == f"{missed.events} of {missed.trials}"
    assert chart.marker[0] == stop.position / stops.stops[-1].position


def test_misses_by_group_name_their_denominator():
    """London has 102 mated searches; by gender they add up to all of them."""
    _, rows = cost_by_group(mated_searches("london"), 0.47)
    by_gender = [row[2] for row in rows if row[0] == "gender"]
    assert sum(int(text.split(" of ")[1]) for text in by_gender) == 102


def test_the_matrix_is_symmetric_and_says_what_is_not_measurable():
    """2 of 1,000 is 2,000 per million; no comparison is no rate, and no shade."""
    table = pd.DataFrame(
        [
            ("A", "A", 2, 1000, 0.002),
            ("A", "B", 0, 500, 0.0),
            ("B", "B", 0, 0, math.nan),
        ],
        columns=["label", "other_label", "events", "comparisons", "fmr"],
    )
    found = fmr_matrix(table)
    assert found.labels == ["A", "B"]
    assert found.cells[0][0] == ("2,000", "2 of 1,000")
    assert found.cells[0][1] == found.cells[1][0] == ("0", "0 of 500")
    assert found.cells[1][1] == ("not measurable", "no comparison")
    assert np.array(found.shades)[1, 1] == 0


def test_a_cell_has_its_interval_where_there_is_one():
    """Per million comparisons, over people; too few of them is said."""
    table = pd.DataFrame(
        [
            ("A", "A", 2, 1000, 0.002, 0.0001, 0.01),
            ("A", "B", 0, 6, 0.0, math.nan, math.nan),
            ("B", "B", 0, 0, math.nan, math.nan, math.nan),
        ],
        columns=["label", "other_label", "events", "comparisons", "fmr", "low", "high"],
    )
    found = fmr_matrix(table)
    assert found.cells[0][0] == ("2,000", "2 of 1,000", "95%: 100 to 10,000")
    assert found.cells[0][1] == ("0", "0 of 6", "too few people")


def test_misses_by_race_are_left_out_where_they_are_not_measurable():
    """The members of Congress in LFW: by gender and party, not by race; small groups say so."""
    _, rows = cost_by_group(mated_searches("congress-115-in-lfw"), 0.47)
    assert {row[0] for row in rows} == {"gender", "party", "chamber"}
    women = next(row for row in rows if row[1] == "Women")
    assert women[4] == "too few people"


def test_the_band_of_missed_matches_is_over_people(replay):
    """LFW's 9,140 searches are of 1,682 people: the band is the wide one."""
    stops, mated = find_stops(replay), mated_searches("lfw")
    stop = stops.find("99.9%")
    chart = cost_chart(replay, stops, mated, stop)
    place, low, high = min(chart.series[1].band, key=lambda end: abs(end[0] - chart.marker[0]))
    assert place == chart.marker[0]
    found = mated.interval(stop.distance)
    assert (low, high) == (found.low, found.high)
