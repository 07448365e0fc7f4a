"""The Lab's tables say what was measured, and say so where nothing was."""

from __future__ import annotations

import pytest
from support.replay import default_replay

from simulator import Experiment, run
from simulator.charts.tables import (
    amazon_words,
    attempts_words,
    differential_table,
    left_out_words,
    luck_table,
    rates_table,
    strangers_table,
    zero_table,
)
from simulator.comparison.differential_intervals import dataset_differentials
from simulator.datasets.dataset import load_dataset
from simulator.experiment.analyses.nearest_strangers import nearest_strangers
from simulator.experiment.measures import fpir_differentials, significance
from simulator.stats.zero import amazons_zero


@pytest.fixture(scope="module")
def view():
    """The replay at the ACLU's count."""
    return default_replay().at()


def test_luck_in_numbers(view):
    """8 of 107 people of color against 20 of 428: 1.60 times the rate (Koopman's interval)."""
    head, rows = luck_table(significance(view, "person_of_color"))
    color = next(row for row in rows if row[0] == "People of color")
    assert len(color) == len(head)
    assert color[1:4] == ["8 of 107", "20 of 428", "1.60 (0.73 to 3.43)"]
    assert color[4] == "0.33"


def test_a_group_that_is_too_small_has_no_corrected_p(view):
    """Two Native American members: a dash, not a verdict."""
    rows = luck_table(significance(view, "race_ethnicity"))[1]
    row = next(row for row in rows if row[0] == "Native American")
    assert row[5] == "–"


def test_closest_strangers_at_no_threshold(view):
    """People of color: closer in 55% of pairs; two Native American members have no interval."""
    head, rows = strangers_table(nearest_strangers(view.result)["race_ethnicity"])
    assert all(len(row) == len(head) for row in rows)
    by_name = {row[0]: row for row in rows}
    assert by_name["Asian or Pacific Islander"][4] == "70% (53% to 83%)"
    assert by_name["Asian or Pacific Islander"][6] == "–"
    assert "too few" in by_name["Native American"][4]


def test_differentials_with_their_intervals(view):
    """The difference in points, ratios with two digits; a zero leaves no upper end."""
    found = fpir_differentials(view, "person_of_color")["fpir"]
    rows = {row[0]: row[1:] for row in differential_table(found)[1]}
    assert rows["largest − smallest rate"] == ["2.8 points", "0.0 points to 9.6 points"]
    assert rows["largest ÷ smallest rate"] == ["1.60", "1.00 to 3.43"]
    entry = {"max_min": {"value": None, "low": 1.5, "high": None}}
    assert differential_table(entry)[1][0][1:] == ["undefined", "1.50 or more"]


def test_zero_of_six_still_allows_two_fifths(view):
    """1 − 0.05^(1/6) = 39.3%; groups with false matches are not in the table."""
    rows = zero_table(view.by("race_ethnicity"))[1]
    assert [row[0] for row in rows] == ["Black", "Middle Eastern or other", "Native American"]
    assert rows[1][1:] == ["0 of 6", "39.3%"]


def test_amazons_zero_is_labeled():
    """The words say that it is computed from published numbers, and on which assumption."""
    words = amazon_words(amazons_zero())
    assert "If it searched 535 people" in words
    assert "0.558%" in words
    assert "Computed from published numbers" in words


def test_failures_to_enrol_stand_beside_the_rate(view):
    """Motion blur: 10 of 535 photos have no usable face; a clean search says nothing."""
    blurred = run(Experiment(condition="motion-blur")).at(distance=0.47)
    words = attempts_words(blurred)
    assert words.startswith("10 of 535 photos failed to enroll")
    assert f"{blurred.fpir.events} ended in a false match" in words
    assert attempts_words(view) == ""


def test_londons_rates_and_who_is_left_out():
    """Four of 312 comparisons of two Black adults; one person alone has no comparison."""
    found = dataset_differentials(load_dataset("london"), "ethnicity", 0.47)
    rows = {row[0]: row[1:] for row in rates_table(found["rates"])[1]}
    assert rows["Black"][:2] == ["13", "4 of 312"]
    assert rows["Black"][2].startswith("1.28% (")
    alone = rows["east asian/white"]
    assert alone[1:3] == ["nothing to count", "not estimable"]
    assert alone[4] == "0.00% (too few people for an interval)"
    assert "east asian/white" in left_out_words("ethnicity", found["left_out"])
    assert left_out_words("ethnicity", []) == ""


def test_zero_of_ten_people_with_two_photos_is_zero_of_ten():
    """London's 10 West Asian people: 1 − 0.05^(1/10) = 25.9%, not the 13.9% of 20 searches."""
    table = run(Experiment(probes="london", gallery="lfw")).at(distance=0.47).by("ethnicity")
    rows = {row[0]: row[1:] for row in zero_table(table)[1]}
    assert rows["West Asian"] == ["0 of 10", "25.9%"]
