"""The chart and table of adjusted odds ratios: places by hand, texts of Congress."""

from __future__ import annotations

import math

import pytest
from support.replay import default_replay

from simulator.charts.adjusted import adjusted_chart, adjusted_table, measured_words
from simulator.experiment.analyses.adjusted import adjusted


@pytest.fixture(scope="module")
def found():
    return adjusted(default_replay().at(), ["race_ethnicity"])


def test_a_ratio_of_one_is_in_the_middle_and_steps_fill_the_axis(found):
    row = found["columns"]["race_ethnicity"]["groups"][0]
    chart = adjusted_chart(row)
    (line,) = chart.series
    assert [x for x, _ in line.points] == pytest.approx([1 / 8, 3 / 8, 5 / 8, 7 / 8])
    expected = [math.log2(step["odds_ratio"]) / 10 + 0.5 for step in row["steps"]]
    assert [y for _, y in line.points] == pytest.approx(expected)
    assert len(line.band) == 4
    assert all(
        low < y < high for (_, y), (_, low, high) in zip(line.points, line.band, strict=True)
    )
    assert (0.5, "1") in chart.y_ticks
    assert [text for _, text in chart.x_ticks] == [
        "nothing",
        "+ gender",
        "+ age",
        "+ photo",
    ]
    chart.to_bytes()


def test_a_group_without_an_estimate_has_an_empty_chart_and_a_row(found):
    rows = found["columns"]["race_ethnicity"]["groups"]
    native = next(row for row in rows if row["group"] == "Native_American")
    assert adjusted_chart(native).series[0].points == []
    head, cells = adjusted_table(rows)
    assert len(cells) == 4 * len(rows)
    assert all(len(line) == len(head) for line in cells)
    assert "not estimable" in cells[-1]
    assert cells[0][1].endswith(" of 422")
    assert cells[3][5] == "3.5 †"
    chart = adjusted_chart(rows[1])
    assert all(0 <= low <= high <= 1 for _, low, high in chart.series[0].band)


def test_the_measurements_are_named():
    said = measured_words(["face_size", "sharpness"])
    assert said == "Measured in the photos: size of the face, sharpness."
