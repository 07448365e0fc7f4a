"""The Lab's DET chart: places on logarithmic axes, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.charts.det import det_chart
from simulator.comparison.comparison_counts import ComparisonCounts, find_counts
from simulator.datasets.dataset import load_dataset
from simulator.search.search import BINS


def test_a_made_group_lies_where_its_rates_are():
    """FMR 1 in 1,000 lies half-way from 1 in a million to 1; FNMR 10% two thirds of the way up."""
    non_mated, mated = np.zeros((1, 1, BINS), np.int64), np.zeros((1, BINS), np.int64)
    non_mated[0, 0, 470], non_mated[0, 0, 900] = 1, 999
    mated[0, 300], mated[0, 800] = 9, 1
    chart = det_chart(ComparisonCounts((("F", "Women"),), non_mated, mated), 0.4705)
    assert chart.series[0].points[0] == pytest.approx((0.5, 2 / 3))
    assert chart.series[1].points == [pytest.approx((0.5, 2 / 3))]
    now = next(row for row in chart.rows if "(now)" in row[1])
    assert now == ["Women", "0.470 (now)", "1,000.0", "10.0%"]


def test_lfw_by_gender():
    """Two labeled groups; people without a label are not drawn; every point is on the axes."""
    chart = det_chart(find_counts(load_dataset("lfw"), "gender")["everyone"], 0.47)
    assert [series.name for series in chart.series] == ["Men"] * 3 + ["Women"] * 3
    assert [len(series.points) > 1 for series in chart.series] == [True, False, True] * 2
    assert [series.dashed for series in chart.series] == [False, False, True] * 2
    for series in chart.series:
        places = np.array(series.points)
        assert (places >= 0).all()
        assert (places <= 1).all()
        assert (np.diff(places[:, 0]) >= 0).all()
        assert (np.diff(places[:, 1]) <= 0).all()
    assert "per million" in chart.alt


def test_the_rows_of_lfw_count_people_and_comparisons():
    """The marked row has the rates of the counts: pairs of people first, comparisons second."""
    counts = find_counts(load_dataset("lfw"), "gender")["everyone"]
    chart = det_chart(counts, 0.47)
    row = next(row for row in chart.rows if row[0] == "Women" and "(now)" in row[1])
    assert len(row) == len(chart.head)
    once = counts.by_person
    expected = [once.fmr(0.47)[1, 1], counts.fmr(0.47)[1, 1]]
    assert [float(text) for text in row[2:4]] == pytest.approx([1e6 * r for r in expected], abs=0.1)
    missed = [once.fnmr(0.47)[1], counts.fnmr(0.47)[1]]
    assert [float(text.rstrip("%")) for text in row[4:]] == pytest.approx(
        [100 * r for r in missed], abs=0.1
    )
    assert row[2] in chart.alt
    assert row[4] in chart.alt
