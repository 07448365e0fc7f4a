"""The plans fit: every part, by its words and the time of its tasks, and each plan as a whole."""

from __future__ import annotations

import re

import pytest

from simulator.errors import TeachingError
from simulator.teaching.documents import HERE
from simulator.teaching.timing import PLANS, plan_times, timing_figures, words_in

MINUTES = {"lesson-45": 45, "lesson-45-second": 45, "lesson-90": 90}
PART = "## 1. A part (2 minutes)\n\n> {said}\n\n*Time:* {time}.\n"


def template(plan: str) -> str:
    return (HERE / "en" / f"{plan}.md").read_text("utf-8")


PARTS = [
    pytest.param(part, id=f"{plan}, {part.title}")
    for plan in PLANS
    for part in plan_times(template(plan))
]


@pytest.mark.parametrize("part", PARTS)
def test_every_part_fits(part):
    """What is said, read and done takes no longer than the plan gives."""
    assert part.fits, f"{part.seconds} s of {60 * part.minutes}"
    assert part.seconds > 60 * part.minutes / 2, "the plan gives more than twice what it takes"


@pytest.mark.parametrize("plan", PLANS)
def test_every_plan_fits(plan):
    """Its parts make up its time, with some left over for questions."""
    parts = plan_times(template(plan))
    assert sum(part.minutes for part in parts) == MINUTES[plan]
    assert sum(part.seconds for part in parts) <= 60 * MINUTES[plan]


def test_the_first_lesson_holds_three_ideas():
    """Zero, shuffling and small groups are in the second one."""
    first, second = template("lesson-45"), template("lesson-45-second")
    ideas = re.findall(r"^\d\. \*\*.+\*\*", first, re.MULTILINE)
    assert len(ideas) == 3
    assert not re.search(r"\{(zero|luck|black|amazon)_", first)
    assert all(name in second for name in ("{zero_bound.fine}", "{luck_gender}", "{asian_aclu}"))


@pytest.mark.parametrize(
    ("said", "time", "fits"),
    [
        ("a few words", "a task, 1 minute", True),
        ("a few words", "a task, 90 seconds", True),
        ("a few words", "a task, 1 minute; another, 1 minute", False),
        ("word " * 290, "a task, 5 seconds", False),
        ("a few words", "read worksheet part 1; a task, 2 minutes", False),
        ("a few words", "read lesson 2, steps 1 to 5", False),
        ("a few words", "read lesson 2, steps 1 to 1; a task, 30 seconds", True),
        ("a few words", "read the exit ticket; a task, 1 minute", True),
    ],
)
def test_a_part_that_does_not_fit_is_seen(said, time, fits):
    (part,) = plan_times(PART.format(said=said, time=time))
    assert part.fits is fits, part


@pytest.mark.parametrize(
    "text",
    [
        "## 1. A part (2 minutes)\n",
        PART.format(said="a", time="a task"),
        PART.format(said="a", time="read worksheet part 9"),
        PART.format(said="a", time="read lesson 2, steps 40 to 41"),
        PART.format(said="a", time="read lesson 9, steps 1 to 2"),
    ],
)
def test_a_time_that_cannot_be_read_names_its_part(text):
    with pytest.raises(TeachingError, match="1. A part"):
        plan_times(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Two words.", 2),
        ("{flagged_aclu} were matched", 5),
        ("| A | \\_\\_ | --- | ```", 1),
        ("a [[false match|wrong one]] here", 4),
    ],
)
def test_words_are_counted_by_hand(text, count):
    assert words_in(text) == count


def test_the_teacher_sees_the_times():
    """A table for each plan, with what it needs and what is planned."""
    figures = timing_figures()
    for plan in PLANS:
        *_, total = figures[f"table_time_{plan}"].splitlines()
        assert total.endswith(f"| {MINUTES[plan]}:00 |")
        assert f"{{table_time_{plan}}}" in template(plan)
        assert "{note_time}" in template(plan)
