"""A chart's points, ticks and counts, calculated by hand."""

import json

import pytest

from simulator.charts.chart import (
    AXIS_PARTS,
    Chart,
    Series,
    axis_end,
    axis_ticks,
    count_of,
    from_to,
)
from simulator.i18n.language import speaking


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


@pytest.mark.parametrize(
    ("highest", "end"),
    [(0.0, 0.05), (0.05, 0.05), (0.051, 0.1), (0.45, 0.6), (0.81, 1.0), (1.5, 1.0)],
)
def test_an_axis_ends_where_every_rate_is_shown(highest, end):
    """It ends at the lowest round end that is high enough, and never beyond 100%."""
    assert axis_end([0.0, highest]) == end
    ticks = axis_ticks([highest])
    assert [ticks[0][0], ticks[-1][0]] == [0.0, end]
    assert len(ticks) == AXIS_PARTS[end] + 1


def test_without_a_rate_the_axis_is_whole():
    """No rate is measured: the axis runs to 100%."""
    assert axis_end([]) == 1.0
    assert [text for _, text in axis_ticks([])] == ["0%", "20%", "40%", "60%", "80%", "100%"]


def test_counts_and_intervals_are_written_with_separators():
    """Thousands are separated, an interval has one decimal, and Spanish has other words."""
    assert count_of(28, 13_194) == "28 of 13,194"
    assert from_to(0.0428, 0.0867) == "4.3% to 8.7%"
    with speaking("es"):
        assert count_of(28, 13_194) == "28 de 13,194"
