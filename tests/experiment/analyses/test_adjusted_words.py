"""The sentences on people who are alike: each case by hand, and numbers as a person writes them."""

from __future__ import annotations

import math

import pytest

from simulator.experiment.analyses.adjusted_words import (
    column_verdict,
    group_verdict,
    kinds_said,
    ratio_text,
)
from simulator.experiment.not_measurable import NOTHING_ELSE_KNOWN, not_measurable

STEP = {
    "adjusted_for": ["gender", "age"],
    "odds_ratio": 1.98,
    "low": 0.7,
    "high": 5.24,
    "p": 0.19,
    "p_holm": 0.19,
    "variables": 3,
    "few_events": False,
    "distance": -0.0104,
    "distance_low": -0.018,
    "distance_high": -0.002,
    "distance_p_holm": 0.02,
}
FIRST = STEP | {"adjusted_for": [], "odds_ratio": 1.7, "low": 0.705, "high": 3.78}
NONE = {"odds_ratio": math.nan, "low": math.nan, "high": math.nan, "p_holm": math.nan}


def row(**last):
    return {
        "label": "Women",
        "people": 100,
        "others": 300,
        "events": 1,
        "other_events": 0,
        "too_few": False,
        "steps": [FIRST, STEP | last],
    }


def test_both_odds_ratios_and_the_distance_are_said():
    said = group_verdict(row())
    assert "1.7 times" in said
    assert "alike in gender and age, they are 2 times (0.7 to 5.2)" in said
    assert "Luck alone could do that (p = 0.19)." in said
    assert "closer by 0.010 on average" in said


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ({"few_events": True}, "1 person falsely matched is too few to tell 3 effects apart"),
        ({"p_holm": 0.001}, "hardly explains that (p = 0.001)"),
        (NONE, "cannot be compared"),
        ({"distance": 0.01}, "farther by 0.010"),
        (
            {"distance_p_holm": 0.4},
            "With so many groups compared, luck alone could do that (p = 0.4)",
        ),
    ],
)
def test_each_other_case(last, words):
    assert words in group_verdict(row(**last))


def test_small_groups_and_thresholds_without_events():
    small = row() | {"too_few": True, "people": 1}
    assert "Only 1 person is on one side" in group_verdict(small)
    nobody = row(**NONE)
    nobody["steps"][0] = FIRST | NONE
    assert "nothing to compare" in group_verdict(nobody)
    alone = row() | {"steps": [FIRST]}
    assert "alike" not in group_verdict(alone)


def test_a_columns_sentence_names_both_directions():
    far = row(distance=0.02) | {"label": "Men"}
    said = column_verdict([row(), far])
    assert "closer than luck alone explains for: Women" in said
    assert "farther than luck alone explains for: Men" in said
    assert "could explain" in column_verdict([row(distance_p_holm=0.6)])
    assert "No verdict" in column_verdict([row(distance_p_holm=math.nan)])
    assert column_verdict([row(adjusted_for=[])]) == not_measurable(NOTHING_ELSE_KNOWN)


def test_kinds_and_ratios_as_a_person_writes_them():
    assert kinds_said([]) == ""
    assert kinds_said(["gender"]) == "gender"
    assert kinds_said(["race", "gender", "photo"]) == "race, gender and photo"
    assert [ratio_text(value) for value in (0.0004, 0.0551, 1.0, 23.7, math.nan)] == [
        "under 0.01",
        "0.055",
        "1",
        "24",
        "–",
    ]
