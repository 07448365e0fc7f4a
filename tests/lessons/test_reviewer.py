"""The role play's pairs: truth from labels, nobody twice, claims that the matcher makes."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import run
from simulator.lessons.london_pairs import Pairs, smiling_against_neutral
from simulator.lessons.reviewer import (
    CLAIMED_STRANGERS,
    MATED,
    REJECTED_STRANGERS,
    SETTING,
    choose,
    reviewer,
)


@pytest.fixture(scope="module")
def calibration():
    """Distance ↔ confidence."""
    return run().calibration


@pytest.fixture(scope="module")
def made(calibration):
    """Return the role play."""
    return reviewer(calibration)


def test_by_hand():
    """Strangers who are taken for one come first, the closest of them; then mates."""
    distances = np.full((10, 10), 0.9)
    np.fill_diagonal(distances, 0.2)
    distances[0, 1], distances[2, 3], distances[4, 5] = 0.45, 0.40, 0.55
    rows = np.arange(10)
    pairs = Pairs(None, rows, rows, distances, np.eye(10, dtype=bool))  # type: ignore[arg-type]
    found = choose(pairs, 0.5)
    assert found[:2] == [(2, 3), (0, 1)]
    assert all(a == b for a, b in found[2 : 2 + MATED])
    assert (4, 5) not in found[:2]


def test_the_sorts(made):
    """Both rounds have the given number of each kind of pair."""
    pairs = made["pairs"]
    assert sum(p["same"] for p in pairs) == MATED
    assert sum(p["claim"] and not p["same"] for p in pairs) == CLAIMED_STRANGERS
    assert sum(not p["claim"] and not p["same"] for p in pairs) == REJECTED_STRANGERS
    for order in made["orders"]:
        assert sorted(order) == list(range(len(pairs)))
    assert made["orders"][0] != made["orders"][1]


def test_the_claim_is_the_matchers(made):
    """A match is claimed where the calibrated confidence reaches the setting."""
    for pair in made["pairs"]:
        assert pair["claim"] == (pair["confidence"] >= SETTING)
        assert len(pair["first"]) == len(pair["second"]) == 272


def test_truth_comes_from_the_labels_and_nobody_appears_twice(calibration):
    """Return subjects of the London set."""
    pairs = smiling_against_neutral()
    chosen = choose(pairs, calibration.distance(SETTING))
    person = np.argmax(pairs.same, axis=1)
    people = [who for row, column in chosen for who in {int(person[row]), column}]
    assert len(people) == len(set(people))
    assert pairs.same.sum() == len(pairs.smiling) == len(pairs.neutral)
