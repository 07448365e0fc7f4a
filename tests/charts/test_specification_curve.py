"""The chart of the specification curve: places and numbers of a small curve."""

from __future__ import annotations

import pytest

from simulator.charts.specification_curve import specification_chart
from simulator.experiment.specification_curve import specification_curve


def test_a_line_per_choice_with_p_at_each_count():
    """8 of 28 people of color: p = 0.33; 5 to 100 flagged fill the axis from 0 to 1."""
    curve = specification_curve(galleries=["lfw"], counts=[5, 28, 100])
    chart = specification_chart(curve)
    assert len(chart.series) == len(curve.lines) == 4
    assert [x for x, _ in chart.series[0].points] == pytest.approx([0, 23 / 95, 1])
    assert chart.series[0].points[1][1] == pytest.approx(0.329184, abs=1e-5)
    assert [series.dashed for series in chart.series] == [False, False, True, True]
    assert chart.marker == (pytest.approx(23 / 95), "28")
    assert chart.rows[0][1:3] == ["8 of 28", "0.33"]
    assert all(len(row) == len(chart.head) for row in chart.rows)
    chart.to_bytes()
