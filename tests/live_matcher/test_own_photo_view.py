"""Contents of the page about a user's own photo."""

from __future__ import annotations

import json

import pytest

from simulator.live_matcher.own_photo import NearbyPhoto, OwnPhotoResult, ThresholdMatches
from simulator.live_matcher.own_photo_view import LONGEST_SIDE, file_field, result_panel
from simulator.matchers.dlib import SETTINGS

LOOK = OwnPhotoResult(
    size=(40, 30),
    box=(1, 20, 21, 2),
    landmarks=tuple(range(136)),
    others=0,
    nearest=(NearbyPhoto(17, 0.4812, 0.9988, "05" * 136),),
    thresholds=(ThresholdMatches(0.6, None, 39), ThresholdMatches(0.48, 0.999, 1)),
    photos=13194,
)


def test_stand_ins_have_numbers_and_no_names():
    """Each stand-in has a number, a distance and a confidence, but no name."""
    (one,) = json.loads(result_panel(LOOK))["nearest"]
    assert one["name"] == "stand-in 17"
    assert one["distance"] == "distance 0.481"
    assert one["confidence"] == "confidence 99.88%"


def test_counts_stand_beside_their_shares():
    """The count 39 of 13,194 is shown beside its share, 0.30%."""
    made = json.loads(result_panel(LOOK))
    assert made["rows"] == [
        ["the matcher’s default", "0.600", "39 photos", "0.30%"],
        ["confidence 99.9%", "0.480", "1 photo", "0.01%"],
    ]
    assert made["words"]["table"] == "How many of 13,194 news photos would match you"


@pytest.mark.parametrize(
    ("others", "words"),
    [(0, ""), (1, "1 more face was found"), (2, "2 more faces were found")],
)
def test_further_faces_are_said(others, words):
    """The words say which of several faces was used."""
    import dataclasses

    made = json.loads(result_panel(dataclasses.replace(LOOK, others=others)))
    assert made["others"].startswith(words)
    assert bool(made["others"]) == bool(words)


def test_a_failure_is_said_in_words():
    """A failure is described in words, and nothing is drawn."""
    made = json.loads(result_panel(OwnPhotoResult(failure="no face found")))
    assert made["failure"] == "No face found"
    assert "nearest" not in made


def test_the_browser_sends_no_more_than_the_matcher_looks_at():
    """The browser's longest side is the longest that the matcher searches."""
    assert json.loads(file_field())["longest"] == LONGEST_SIDE == SETTINGS["longest_side"]
