"""The picture and tables of the reviewer show what was calculated, group by group."""

from __future__ import annotations

import json

import pytest
from support.replay import default_replay

from simulator.charts.reviewer import (
    POINTS,
    STOPS,
    can_drop_the_threshold,
    few_words,
    findings,
    published_table,
    reviewer_chart,
)
from simulator.experiment.analyses.reviewer import REJECTS
from simulator.i18n.language import number
from simulator.stats.published_reviewers import FINDINGS, REVIEWERS
from simulator.stats.reviewer import named_chance


@pytest.fixture(scope="module")
def view():
    return default_replay().at(false_matches=28)


def _chart(view, **asked):
    given = {"threshold": True, "rejects": 0.86, "column": "race_ethnicity"} | asked
    return reviewer_chart(view, 10, **given)


def test_a_line_starts_at_the_machines_rate_and_ends_at_zero(view):
    """Nobody is rejected at r = 0; a perfect reviewer names nobody."""
    chart = _chart(view, column=None)
    (line,) = chart.series
    assert line.points[0] == (0.0, pytest.approx(28 / 535))
    assert line.points[-1] == (1.0, 0.0)
    assert [x for x, _y in line.points] == list(POINTS)
    heights = [y for _x, y in line.points]
    assert heights == sorted(heights, reverse=True)
    for (at, low, high), (x, y) in zip(line.band, line.points, strict=True):
        assert at == x
        assert low - 1 / 535 < y < high + 1 / 535
    json.loads(chart.to_bytes())


def test_small_groups_are_in_the_table_and_not_drawn(view):
    chart = _chart(view)
    assert [line.name for line in chart.series] == ["White or not listed", "Black", "Hispanic"]
    marked = [row[0] for row in chart.rows if row[0].endswith("†")]
    assert "Asian or Pacific Islander †" in marked
    assert few_words(view, "race_ethnicity")
    assert few_words(view, "gender") == few_words(view, None) == ""


def test_the_table_has_the_chosen_reviewer(view):
    """People of color, from the candidate lists alone."""
    chart = _chart(view, column="person_of_color", rejects=0.65)
    inside = view.result.searched["person_of_color"].to_numpy() == "true"
    shown = (view.result.search.distances[inside, :10] <= view.distance).sum(axis=1)
    row = next(row for row in chart.rows if row[0] == "People of color")
    named = named_chance(shown, 0.65).sum()
    assert row[1:4] == ["107", number((shown > 0).sum()), number(named, 1)]
    assert chart.marker[0] == 0.65


def test_without_a_threshold_the_groups_are_alike(view):
    """Every list is full, so every search has the same chance."""
    chart = _chart(view, threshold=False)
    ends = {line.points[10][1] for line in chart.series}
    assert max(ends) - min(ends) < 1e-6
    assert can_drop_the_threshold(view)


def test_every_published_value_is_a_stop_and_has_its_source():
    assert set(REJECTS) <= set(STOPS)
    assert list(STOPS) == sorted(STOPS)
    _head, rows = published_table()
    assert [row[1] for row in rows] == [f"{each.rejects:.0%}" for each in REVIEWERS]
    assert all(each.source in row[-1] for each, row in zip(REVIEWERS, rows, strict=True))
    assert len(findings()) == len(FINDINGS)
