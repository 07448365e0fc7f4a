"""The panel's contents: an answer in words, with the matcher's numbers."""

from __future__ import annotations

import json

import pytest
from support.matcher_answers import answer

from simulator.i18n.language import speaking
from simulator.live_matcher.answer import Answer
from simulator.live_matcher.dials import CLEAN, Dials, DialSteps
from simulator.live_matcher.panel_view import REASONS, PanelState, to_bytes
from simulator.matchers.registry import DEFAULT_DISTANCES


def shown(made: Answer, **changes):
    """Return the panel's data at one setting, as the browser reads it."""
    view = {
        "dials": CLEAN,
        "steps": DialSteps((0, 5), (0, 15), (89, 32)),
        "answer": made,
        "clean": answer(distance=0.0, vector=(0.0,) * 128),
        "source": "made",
        "live": True,
        "photo": None,
        "can_show": True,
        **changes,
    }
    return json.loads(to_bytes(PanelState(**view), (0, 0, 89, False)))


def test_numbers_are_the_matcher_s():
    """Large and small texts show the matcher's numbers and the stand-in's number, but no name."""
    facts = shown(answer())["facts"]
    assert [fact[1] for fact in facts] == ["0.250", "0.500", "3"]
    assert facts[0][2] == "confidence 99.90%"
    assert facts[1][2] == "stand-in 17, confidence 90.0%"
    assert facts[2][2] == "of 13,194 photos"


def test_the_difference_is_between_this_picture_and_the_untouched_one():
    """Every number differs by 0.1 − 0, in the picture and in the table."""
    made = shown(answer())["found"]
    assert [row[0] for row in made["vectors"]] == [0.1, 0.0, 0.1]
    assert [row[127] for row in made["texts"]] == ["0.100", "0.000", "0.100"]


def test_a_stranger_who_is_closer_is_said():
    """The words count the closer strangers, one or several."""
    assert "closer to this picture than any stranger" in shown(answer())["verdict"]
    assert shown(answer(closer=1))["verdict"].startswith("1 photo of a stranger is now closer")
    assert shown(answer(closer=2345))["verdict"].startswith("2,345 photos of strangers are")


def test_no_face_is_said_in_words():
    """A failure to enroll is a value; nothing is invented in its place."""
    made = shown(Answer(None, "no face found"))
    assert made["found"] is None
    assert made["failure"] == "No face found"
    assert "failure to enroll" in made["meaning"]
    assert "facts" not in made


def test_every_reason_of_the_matchers_has_words():
    """Every reason that the matchers' files write has words."""
    from pathlib import Path

    source = Path(__file__).resolve().parents[2] / "simulator"
    folder = source / "matchers"
    files = [folder / "dlib.py", folder / "fast.py", source / "faces" / "encode_worker.py"]
    text = "".join(file.read_text("utf-8") for file in files)
    written = {part.split('"')[0] for part in text.split('FailureToEnrol("')[1:]}
    assert written <= set(REASONS)
    assert len(written) == 4


def test_a_confidence_far_inside_is_not_a_string_of_digits():
    """At distance 0 the curve is drawn on far beyond what was measured."""
    made = shown(answer(distance=0.0, confidence=1.0))
    assert made["facts"][0][2] == "confidence above 99.99%"


def test_each_step_of_each_dial_has_words():
    """Each step has words, for a screen reader as well."""
    light, blur, size = shown(answer())["steps"]
    assert light["texts"] == ["all of the light", "1/32 of the light (5 stops)"]
    assert blur["texts"] == ["the head is still", "moved by 15% of the face’s width"]
    assert size["texts"] == ["face 89 pixels wide, as taken", "face 32 pixels wide"]


def test_the_picture_travels_only_where_it_was_asked_for():
    """The picture is sent inside the data, and only on request."""
    assert shown(answer())["photo"] is None
    assert shown(answer(), photo=b"png")["photo"] == "data:image/png;base64,cG5n"


def test_the_default_threshold_is_the_matcher_s_own():
    """The scale marks it, and the words name it."""
    data = shown(answer())
    assert data["threshold"] == DEFAULT_DISTANCES["dlib"]
    assert "0.6" in data["words"]["default"]


def test_words_follow_the_language():
    """Spanish words, with numbers as they are written in the Americas."""
    pytest.importorskip("babel", reason="needs Babel for other languages")
    with speaking("es"):
        name, value, _, _ = shown(answer(), dials=Dials(5))["facts"][0]
    assert name.startswith("Distancia")
    assert value == "0.250"
