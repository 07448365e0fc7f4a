"""The role play's pairs: truth from labels, nobody twice, the hardest of each kind."""

from __future__ import annotations

import numpy as np
import pytest
from support.replay import default_replay

from simulator.lessons import story
from simulator.lessons.london_pairs import Pairs, smiling_against_neutral
from simulator.lessons.reviewer import OF_EACH, SETTING, choose, reviewer
from simulator.stats.published_reviewers import PASSPORT_OFFICERS


@pytest.fixture(scope="module")
def calibration():
    """Distance ↔ confidence."""
    return default_replay().calibration


@pytest.fixture(scope="module")
def made(calibration):
    """Return the role play."""
    return reviewer(calibration)


def test_by_hand():
    """The closest strangers come first, then the people whose photos are farthest apart."""
    distances = np.full((10, 10), 0.9)
    np.fill_diagonal(distances, np.linspace(0.1, 0.28, 10))
    distances[0, 1], distances[2, 3], distances[1, 4] = 0.45, 0.40, 0.41
    rows = np.arange(10)
    pairs = Pairs(None, rows, rows, distances, np.eye(10, dtype=bool))  # type: ignore[arg-type]
    # (0, 1) shares a person with (1, 4), which is closer.
    assert choose(pairs, 2) == [(2, 3), (1, 4), (9, 9), (8, 8)]


def test_as_many_pairs_of_one_person_as_of_two(made):
    """Each kind can be dealt evenly to three conditions."""
    same = [pair["same"] for pair in made["pairs"]]
    assert same.count(True) == same.count(False) == OF_EACH
    assert OF_EACH % 3 == 0


def test_the_matcher_is_quoted_as_it_is(made):
    """A match is what reaches the setting."""
    for pair in made["pairs"]:
        assert pair["matched"] == (pair["confidence"] >= SETTING)
        assert len(pair["first"]) == len(pair["second"]) == 273


def test_truth_comes_from_the_labels_and_nobody_appears_twice(made):
    """A key of the London set begins with its person."""
    people = []
    for pair in made["pairs"]:
        first, second = (key.partition("_")[0] for key in pair["keys"])
        assert pair["same"] == (first == second)
        people += {first, second}
    assert len(people) == len(set(people)) == 3 * OF_EACH


def test_no_harder_pair_was_left_out_but_for_its_people():
    """Every closer pair of strangers shares somebody with a chosen one."""
    pairs = smiling_against_neutral()
    person = np.argmax(pairs.same, axis=1)
    chosen = choose(pairs)
    strangers = [(int(person[row]), column) for row, column in chosen[:OF_EACH]]
    used = {who for pair in strangers for who in pair}
    farthest = max(pairs.distances[row, column] for row, column in chosen[:OF_EACH])
    for row, column in np.argwhere(~pairs.same & (pairs.distances < farthest)).tolist():
        assert {int(person[row]), column} & used


def test_the_lesson_quotes_the_published_reviewer():
    """One number in the lessons' facts and in the model."""
    numbers = story.facts()["passport-officers"].numbers
    assert numbers["officers_reject"] == PASSPORT_OFFICERS.rejects
    assert numbers["officers_accept"] == PASSPORT_OFFICERS.accepts
