"""A lesson as data, and all its texts. docs/lessons.md describes the format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
TERM = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]|]+))?\]\]")
ANSWER = re.compile(r"answer(?::([a-z][a-z0-9-]*))?")


@dataclass(frozen=True)
class Show:
    """Something that a step shows: a kind of :data:`simulator.lessons.kinds.SHOWS`, its options."""

    what: str = "none"
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Do:
    """A task that opens the next step: a kind of :data:`simulator.lessons.kinds.DOES`, options."""

    what: str = "read"
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        name: its name in links, answers and errors; unique in its lesson.
        title: the heading.
        text: the text above the picture.
        show: the picture.
        threshold: the stop at which the picture's threshold starts; "" leaves it where it is.
        by: the picture's grouping; "" leaves it as it is.
        do: the task that opens the next step.
        reveal: the text that appears after the task.
        sources: names of facts (story.toml) that support the text.
    """

    name: str
    title: str
    text: str
    show: Show
    threshold: str
    by: str
    do: Do
    reveal: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Lesson:
    """One lesson.

    Attributes:
        key: its name in the URL: the number at the start of the file name, or the whole name.
        title, question: its title, and the question it asks.
        minutes: how long it takes.
        goal: what a student can say afterward; the last step ends with it.
        steps: the steps, in order.
        offline: whether the static folder includes it.
    """

    key: str
    title: str
    question: str
    minutes: int
    goal: str
    steps: tuple[Step, ...]
    offline: bool = True


def texts(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Yield every visible text of a lesson as (step's name, text), a paragraph at a time.

    The lesson's own texts come first, under an empty name. These are the messages to translate.
    """
    for text in (lesson.title, lesson.question, lesson.goal):
        yield "", text
    for step in lesson.steps:
        for text in step_texts(step):
            yield step.name, text


def step_texts(step: Step) -> Iterator[str]:
    """Yield every visible text of a step, a paragraph at a time."""
    yield step.title
    yield from paragraphs(step.text)
    yield from paragraphs(step.reveal)
    for row in step.show.options.get("rows", ()):
        yield row["label"]
    options = step.do.options
    for name in ("ask", "unit"):
        if any(letter.isalpha() for letter in options.get(name, "")):
            yield one_line(options[name])
    yield from options.get("options", ())
    yield from (one_line(wrong["why"]) for wrong in options.get("wrong", ()))
    for card in options.get("cards", ()):
        yield card["title"]
        yield from paragraphs(card["text"])


def paragraphs(text: str) -> list[str]:
    """Split a text into paragraphs and list items (with their "- "), each on one line."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text.strip()))
    return [
        one_line(part) for block in blocks for part in re.split(r"\n(?=- )", block) if part.strip()
    ]


def one_line(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


def placeholders(text: str) -> list[str]:
    """List the names between braces."""
    return PLACEHOLDER.findall(text)
