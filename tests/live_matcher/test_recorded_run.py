"""The recorded run: complete, without a photograph, and refused where it is damaged."""

from __future__ import annotations

import json

import pytest
from support.matcher_answers import answer

from simulator.errors import FalseMatchError
from simulator.live_matcher.answer import Answer
from simulator.live_matcher.dials import CLEAN, Dials, DialSteps
from simulator.live_matcher.recorded_run import (
    FILE,
    FORMAT,
    GRID,
    load_recording,
    settings,
    to_text,
)
from simulator.storage.paths import bundled


def test_every_setting_of_the_grid_is_recorded():
    """Every line is the answer to its setting; the untouched photo is first, at distance 0."""
    recording = load_recording()
    assert recording.steps == GRID
    assert list(recording.answers) == list(settings(GRID))
    assert recording.answer(CLEAN).found.distance == 0
    assert recording.answer(Dials(9, 30, 8)).failure == "no face found"


def test_it_shows_a_stranger_who_comes_closer_than_herself():
    """A stranger comes closer, as the lesson says, and distances agree with the order."""
    faces = [one.found for one in load_recording().answers.values() if one.found]
    overtaken = [one for one in faces if one.closer]
    assert overtaken
    assert all(one.closest.distance < one.distance for one in overtaken)
    assert all(one.closest.distance >= one.distance for one in faces if not one.closer)


def test_no_photograph_is_in_it():
    """The recording has only box, landmarks, numbers and a stand-in's sketch."""
    raw = json.loads(bundled(FILE).read_text("utf-8"))
    kinds = {frozenset(one) for one in raw["answers"]}
    assert frozenset({"failure"}) in kinds
    assert all("photo" not in kind for kind in kinds)


def test_between_two_settings_the_nearer_counts():
    """The dials snap to the nearer setting."""
    recording = load_recording()
    assert recording.answer(Dials(4, 12, 40)) == recording.answers[Dials(3, 10, 48)]


def recorded(**changes):
    """Return a recording of two settings."""
    made = {
        "format": FORMAT,
        "made": "2026-01-31",
        "falsematch": "1",
        "matcher": "made",
        "gallery": {"name": "lfw", "photos": 1, "digest": "d"},
        "light": [0, 1],
        "blur": [0],
        "size": [89],
        "answers": [answer().to_json(), Answer(None, "no face found").to_json()],
    }
    return {**made, **changes}


def test_what_is_written_can_be_read(tmp_path):
    """A recording is written with an answer per line, and can be read."""
    path = tmp_path / "run.json"
    path.write_text(to_text(recorded()))
    found = load_recording(path)
    assert found.steps == DialSteps((0, 1), (0,), (89,))
    assert found.answers == {CLEAN: answer(), Dials(1): Answer(None, "no face found")}
    assert (found.recorded_on, found.matcher, found.gallery_digest) == ("2026-01-31", "made", "d")


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 2},
        {"made": "<b>"},
        {"answers": []},
        {"light": "ab"},
        {"gallery": None},
        {"answers": [{"box": []}, {}]},
    ],
    ids=str,
)
def test_a_damaged_recording_is_one_sentence(tmp_path, changes):
    """The error says what to do."""
    path = tmp_path / "run.json"
    path.write_text(json.dumps(recorded(**changes)))
    with pytest.raises(FalseMatchError, match="python -m simulator.live_matcher.recorded_run"):
        load_recording(path)


def test_a_missing_recording_is_one_sentence(tmp_path):
    """The error is a sentence, not a traceback."""
    with pytest.raises(FalseMatchError, match="expected a recorded run"):
        load_recording(tmp_path / "none.json")
