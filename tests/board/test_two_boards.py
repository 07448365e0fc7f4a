"""Two searches under one threshold: the second is set alike, and every number is the board's."""

from __future__ import annotations

import json

import pytest
from support.replay import replay_in

from simulator.board.build_board import make_board
from simulator.board.two_boards import (
    CONFIDENCE,
    DISTANCE,
    SHARE,
    same_in_both,
    stops_alike,
    two_boards,
)
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run


@pytest.fixture(scope="module")
def boards():
    """Return the boards of two galleries, without pairs."""
    return [make_board(replay_in(gallery), "lab") for gallery in ("lfw", "legislators")]


@pytest.fixture(scope="module")
def eigenfaces():
    """Return the board of a matcher without a calibration."""
    return make_board(run(Experiment(matcher="eigenfaces")), "b")


def test_calibrated_searches_have_the_same_confidence(boards):
    one, other = boards
    assert same_in_both(one, other, one_matcher=True) == CONFIDENCE
    for stop, alike in zip(one.stops.stops, stops_alike(one, other, CONFIDENCE), strict=True):
        there = other.stops.stops[alike]
        assert there.confidence == pytest.approx(stop.confidence, abs=0.006)


def test_two_matchers_without_a_calibration_flag_the_same_share(boards, eigenfaces):
    """Their distances cannot be compared."""
    one = boards[0]
    assert same_in_both(one, eigenfaces, one_matcher=False) == SHARE
    assert same_in_both(eigenfaces, eigenfaces, one_matcher=True) == DISTANCE
    alike = stops_alike(one, eigenfaces, SHARE)
    most = max(
        abs(one.flagged[stop] / one.searched - eigenfaces.flagged[there] / eigenfaces.searched)
        for stop, there in enumerate(alike)
    )
    assert most < 0.04


def test_the_overlap_is_that_of_two_searches(boards):
    """At the count of 2018, who is falsely matched in both galleries, by name."""
    one, other = boards
    found = two_boards(one, other, CONFIDENCE, "race_ethnicity")
    stop = one.stops.default.position
    there = found["alike"][stop]
    names = [
        set(json.loads(board.tables)["people"]["name"][: board.flagged[at]])
        for board, at in ((one, stop), (other, there))
    ]
    assert found["both"][stop] == len(names[0] & names[1])
    for side, board, at in zip(found["sides"], boards, (stop, there), strict=True):
        assert side["everybody"]["counts"][at] == board.flagged[at]
        assert sum(group["counts"][at] for group in side["groups"]) >= board.flagged[at]
        for group in side["groups"]:
            assert str(group["counts"][at]) in side["rates"][str(group["searched"])]


def test_groups_of_either_side_have_a_row(boards):
    found = two_boards(*boards, CONFIDENCE, "gender")
    assert [row[0] for row in found["rows"]] == [g["label"] for g in found["sides"][0]["groups"]]
    assert two_boards(*boards, CONFIDENCE, None)["rows"] == []
