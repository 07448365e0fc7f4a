"""The picture and the tables of normalized distances show what was calculated."""

from __future__ import annotations

import json
import math

import pytest

from simulator.charts.score_normalization import (
    cohort_words,
    few_note,
    group_table,
    measured_words,
    method_table,
    normalization_chart,
    points,
)
from simulator.datasets.dataset import load_dataset
from simulator.experiment.analyses.score_normalization import NormalizationResult, normalization
from simulator.i18n.language import percent
from simulator.search.normalized_scores import find_scores
from simulator.stats.drawn_rates import Estimate
from simulator.stats.equal_fpir import METHODS, PROBE


@pytest.fixture(scope="module")
def london() -> NormalizationResult:
    probes = load_dataset("london")
    scores = find_scores(probes, load_dataset("lfw"))
    assert scores is not None
    return normalization(scores, probes, ["ethnicity"])["ethnicity"]


def test_the_chart_has_a_line_per_large_group_and_one_for_missed_mates(london):
    chart = normalization_chart(london)
    assert [line.name for line in chart.series] == ["White", "true matches missed"]
    assert [line.dashed for line in chart.series] == [False, True]
    assert len(chart.x_ticks) == len(METHODS)
    white = [row.fpir.value for row in london.groups if row.group == "white"]
    assert [y for _x, y in chart.series[0].points] == white
    for line in chart.series:
        for _place, low, high in line.band:
            assert 0 <= low <= high <= chart.y_top
    json.loads(chart.to_bytes())
    assert chart.alt == london.verdict()


def test_small_groups_are_marked_and_have_no_verdict(london):
    head, rows = group_table(london)
    assert len(rows) == len(london.groups)
    assert {len(row) for row in rows} == {len(head)}
    black = [row for row in rows if row[0].startswith("Black")]
    assert len(black) == len(METHODS)
    assert all(row[0].endswith("†") for row in black)
    assert {row[7] for row in black} == {"", "too few people for a verdict"}
    assert "†" in few_note(london)


def test_the_rates_are_those_of_the_rows(london):
    head, rows = method_table(london)
    assert {len(row) for row in rows} == {len(head)}
    assert rows[2][2] == percent(london.of(PROBE).fnir.value)
    assert [row[1] for row in rows] == ["no", "yes", "no", "no"]
    assert "100" in cohort_words(london)
    words = measured_words(london)
    for text in ("40", "1,000", "5%"):
        assert text in words


def test_points_have_a_sign():
    assert points(Estimate(-0.077, -0.117, -0.038)) == "−7.7 (−11.7 to −3.8)"
    assert points(Estimate(0.0, -0.001, 0.001)) == "0.0 (−0.1 to +0.1)"
    assert points(Estimate(0.012, math.nan, math.nan)) == "+1.2"
    assert points(Estimate(math.nan, math.nan, math.nan)) == "not estimable"
