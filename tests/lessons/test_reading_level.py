"""Lesson texts can be read in grade 9, by a measure that needs no download."""

from __future__ import annotations

import pytest
from support.reading_level import grade, syllables

from simulator.lessons.lesson_file import load_lessons
from simulator.lessons.steps import PLACEHOLDER, TERM, paragraphs

HIGHEST = 9.0
LESSONS = load_lessons()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("word", "count"),
    [("threshold", 2), ("face", 1), ("idea", 3), ("Rekognition", 4), ("false", 1), ("society", 4)],
)
def test_syllables(word, count):
    """Known words from the dictionary, unknown ones by their vowels."""
    assert syllables(word) == count


@pytest.mark.slow
def test_grade_by_hand():
    """Two sentences, eight words, nine syllables."""
    text = "The cat sat down. The dog ran after."
    assert grade(text) == pytest.approx(0.39 * 8 / 2 + 11.8 * 9 / 8 - 15.59)


def test_hard_words_are_seen():
    """A sentence out of a standard is far above the limit."""
    assert grade("Demographic differentials characterise biometric identification systems.") > 15


def running_text(step):
    """Return the sentences; titles and options would only make the average look easier."""
    asked = step.do.options.get("ask", "")
    cards = [card["text"] for card in step.do.options.get("cards", ())]
    whys = [wrong["why"] for wrong in step.do.options.get("wrong", ())]
    for text in (step.text, asked, *cards, *whys, step.reveal):
        for paragraph in paragraphs(text):
            shown = TERM.sub(lambda m: m[2] or m[1], paragraph).replace("**", "")
            shown = PLACEHOLDER.sub("ten", shown).removeprefix("- ").strip()
            yield shown if shown[-1] in ".!?" else f"{shown}."


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.key for lesson in LESSONS])
def test_every_lesson_reads_at_grade_nine(lesson):
    """A figure counts as one short word, a term as it is shown."""
    assert grade(" ".join(text for step in lesson.steps for text in running_text(step))) <= HIGHEST


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.key for lesson in LESSONS])
def test_what_answers_wrong_choices_reads_at_grade_nine(lesson):
    """These stand alone on the page: no easy step hides them."""
    options = [step.do.options for step in lesson.steps]
    whys = [wrong["why"] for found in options for wrong in found.get("wrong", ())]
    assert grade(" ".join(whys)) <= HIGHEST
    assert grade(lesson.goal) <= HIGHEST


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.key for lesson in LESSONS])
def test_no_step_is_far_above_the_rest(lesson):
    """A hard step does not hide in an easy lesson."""
    for step in lesson.steps:
        assert grade(" ".join(running_text(step))) <= HIGHEST, step.name
