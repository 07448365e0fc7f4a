"""The chart over the gallery's size: its rows, its lines and its sentence."""

import pytest
from support.replay import default_replay

from simulator.charts.gallery_size import labeled_groups, size_chart, size_sentence
from simulator.datasets.dataset import load_dataset


@pytest.fixture(scope="module")
def replay():
    return default_replay()


def test_the_size_chart_shows_the_curve(replay):
    """Every size of the curve is a row, and beyond the gallery there are two ends, not one line."""
    view = replay.at()
    curve = replay.gallery_size_curve([10, 1000, 13_194, 25_000])
    chart = size_chart(curve, view)
    assert [row[1] for row in chart.rows] == ["10", "1,000", "13,194", "25,000"]
    assert chart.rows[2][2] == "5.2%"
    assert chart.rows[3][2].startswith("between ")
    assert [s.dashed for s in chart.series] == [False, True, True]
    assert chart.beyond == (chart.marker[0], "extrapolated")
    assert "**0.9%** expected" in size_sentence(curve, 1000)
    assert "extrapolated" in size_sentence(curve, 25_000)


def test_a_gallery_is_mixed_from_labeled_groups():
    """LFW counts its photos by gender; photos without a label are no group to mix."""
    assert labeled_groups(load_dataset("lfw")) == [("M", "Men"), ("F", "Women")]
    # UTKFace comes as a finished search, without encodings.
    races = [value for value, _ in labeled_groups(load_dataset("utkface-adults"))]
    assert set(races) == {"White", "Indian", "Asian", "Black", "Other"}
