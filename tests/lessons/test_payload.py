"""The runner's data: texts as parts, never as markup, and a source for every number."""

from __future__ import annotations

import json
from dataclasses import replace

from support.lesson_content import MADE_UP_CONTENT, MADE_UP_VALUES

from simulator.i18n.language import speaking
from simulator.lessons import figures
from simulator.lessons.lesson_file import load_lessons
from simulator.lessons.payload import blocks, payload

LESSONS = load_lessons()


def test_lists_lose_their_hyphens():
    """Items are marked, not spelled."""
    found = blocks("One.\n\n- two\n- three", MADE_UP_VALUES)
    assert [(block["item"], block["parts"][0]["text"]) for block in found] == [
        (False, "One."),
        (True, "two"),
        (True, "three"),
    ]


def test_the_payload_begins_with_its_digest():
    """The browser knows it again; another text has another digest."""
    first = payload(LESSONS, MADE_UP_CONTENT)
    assert first.startswith(b'{"id":"')
    other = payload([replace(LESSONS[0], title="Another"), *LESSONS[1:]], MADE_UP_CONTENT)
    assert first[:24] != other[:24]
    assert payload(LESSONS, MADE_UP_CONTENT) == first


def test_the_payload_holds_what_its_lessons_show():
    """No board, table or curve that no step shows, unless it is to play with."""
    only = [lesson for lesson in LESSONS if lesson.key == "1"]
    data = json.loads(payload(only, MADE_UP_CONTENT))
    assert data["boards"] == data["pairs"] == data["tables"] == data["curves"] == {}
    played = json.loads(payload(only, MADE_UP_CONTENT, play=True))
    assert set(played["boards"]) == set(played["pairs"]) == {"replay"}
    assert set(played["tables"]) == set(figures.TABLES)
    every = json.loads(payload(LESSONS, MADE_UP_CONTENT))
    assert len(every["pairs"]["politicians"]["probe"]) == 6
    assert len(every["pairs"]["replay"]["probe"]) == 9, "the walk may stop any of them"
    assert sorted(every["walks"]["replay"]["walk"]) == list(range(9))
    assert data["walks"] == {}
    assert len(played["pairs"]["replay"]["probe"]) == 9
    assert set(every["boards"]) == set(figures.BOARDS)


def test_guesses_have_numbers_for_ends():
    """Figures as ends of the scale are numbers by then."""
    for lesson in json.loads(payload(LESSONS, MADE_UP_CONTENT))["lessons"]:
        for step in lesson["steps"]:
            if step["do"]["what"] == "number":
                assert isinstance(step["do"]["low"], (int, float))
                assert isinstance(step["do"]["high"], (int, float))


def test_each_wrong_option_has_its_answer_in_either_language():
    """Beside each option stands why it is wrong; the lesson's last words are translated too."""
    shown = {}
    for code in ("en", "es"):
        with speaking(code):
            lessons = json.loads(payload(LESSONS, MADE_UP_CONTENT))["lessons"]
        shown[code] = [
            "".join(part["text"] for part in why["parts"])
            for lesson in lessons
            for step in lesson["steps"]
            if step["do"]["what"] == "choose"
            for i, why in enumerate(step["do"]["wrong"])
            if why and step["do"]["right"] not in (None, i)
        ]
        opening = {"en": "Now you can say ", "es": "Ahora puedes decir "}[code]
        assert all(lesson["goal"][0]["text"].startswith(opening) for lesson in lessons)
    asked = [step.do.options for lesson in LESSONS for step in lesson.steps]
    assert len(shown["en"]) == sum(len(options.get("wrong", ())) for options in asked) > 60
    assert not set(shown["en"]) & set(shown["es"])


def _pair(**options):
    content = json.loads(payload(LESSONS, MADE_UP_CONTENT, **options))["reviewer"]
    assert "dataset" not in content
    return content["pairs"][0]


def test_what_the_matcher_really_says_is_in_words():
    """Keys, distances and bare answers stay out of the browser."""
    pair = _pair()
    assert pair["really"] == "match (99.50%)"
    assert not {"distance", "keys", "matched", "confidence"} & set(pair)
    assert pair["photos"] == []


def test_photographs_are_shown_for_all_pairs_or_for_none():
    """A pair of sketches among photographs would be harder than the others."""
    assert _pair(photos=lambda dataset, key: f"data:{dataset}/{key}")["photos"] == [
        "data:london/a",
        "data:london/b",
    ]
    assert _pair(photos=lambda _, key: "data:x" if key == "a" else None)["photos"] == []
