"""Lesson texts filled in, split into parts, and dates as people write them."""

from __future__ import annotations

import pytest
from support.lesson_content import MADE_UP_VALUES

from simulator.i18n.language import speaking
from simulator.lessons.fill_in import date_text, fill, parts, plain_text
from simulator.lessons.lesson_file import load_lessons

LESSONS = load_lessons()


def test_a_paragraph_in_parts():
    """Bold, a term with its definition, a figure with its origin, the student's answer."""
    found = parts("You said {answer}: **{flagged_p99}** in a [[gallery|pile]].", MADE_UP_VALUES)
    assert found == [
        {"text": "You said "},
        {"text": "–", "answer": ""},
        {"text": ": "},
        {"text": "3 of 10", "figure": "measured", "bold": True},
        {"text": " in a "},
        {"text": "pile", "means": "The photos that are searched."},
        {"text": "."},
    ]


def test_what_looks_like_markup_stays_text():
    """The runner shows every part as text."""
    text = "<b>&amp;</b>"
    assert parts(text, MADE_UP_VALUES) == [{"text": text}]


def test_texts_for_a_worksheet():
    """With markup, or plain; an answer's place stays."""
    text = "**{flagged_p99.events}** in a [[gallery|pile]], {answer}."
    assert fill(text, MADE_UP_VALUES) == "**3** in a [[gallery|pile]], {answer}."
    assert plain_text(text, MADE_UP_VALUES) == "3 in a pile, {answer}."


@pytest.mark.parametrize(
    ("date", "english", "spanish"),
    [
        ("2018-07-26", "July 26, 2018", "26 de julio de 2018"),
        ("2018-07", "July 2018", "julio de 2018"),
        ("2018", "2018", "2018"),
    ],
)
def test_dates(date, english, spanish):
    """Dates are written as people write them."""
    assert date_text(date) == english
    with speaking("es"):
        assert date_text(date) == spanish
