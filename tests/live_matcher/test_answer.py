"""An answer travels as plain values, and anything else is refused."""

from __future__ import annotations

import json

import pytest
from support.matcher_answers import found

from simulator.errors import FalseMatchError
from simulator.live_matcher.answer import Answer, answer_from_json


def test_an_answer_arrives():
    """An answer survives JSON, with its 128 numbers rounded to what a screen shows."""
    answer = Answer(found(), photo=b"png")
    back = answer_from_json(json.loads(json.dumps(answer.to_json())))
    assert back == answer


def test_a_failure_arrives():
    """A failure arrives with its reason."""
    answer = Answer(None, "no face found")
    assert answer_from_json(json.loads(json.dumps(answer.to_json()))) == answer


@pytest.mark.parametrize(
    "change",
    [
        {"box": [1, 2, 3]},
        {"box": None},
        {"landmarks": [1] * 135},
        {"vector": ["x"] * 128},
        {"vector": [0.0] * 127},
        {"closest": [1]},
        {"photo": "not base64 ☠"},
        {"photo": 3},
    ],
    ids=str,
)
def test_anything_else_is_one_sentence(change):
    """Values of another version's worker, or of a damaged recording, are an error."""
    with pytest.raises(FalseMatchError, match="expected a matcher's answer"):
        answer_from_json({**Answer(found()).to_json(), **change})
    with pytest.raises(FalseMatchError):
        answer_from_json([1, 2])
