"""A lesson as data, and every text in it. docs/lessons.md describes the format."""

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
    """What a step shows: a kind of :data:`simulator.lessons.kinds.SHOWS` and its options."""

    what: str = "none"
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Do:
    """What opens the next step: a kind of :data:`simulator.lessons.kinds.DOES`, its options."""

    what: str = "read"
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        name: how links, answers and errors call it; unique in its lesson.
        title: its heading.
        text: what stands above the picture.
        show: the picture.
        threshold: key of a stop where the live picture starts; "" leaves it where it is.
        by: grouping of the live picture; "" leaves it as it is.
        do: what opens the next step.
        reveal: what is told once that is done.
        sources: names of facts (story.toml) that the text rests on.
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
        key: how the URL calls it: the number at the start of its file's name, or the whole name.
        title, question: what it is called, and what it asks.
        minutes: how long it takes.
        goal: what a learner can do or say afterwards.
        steps: in order.
        offline: whether the static folder has it too.
    """

    key: str
    title: str
    question: str
    minutes: int
    goal: str
    steps: tuple[Step, ...]
    offline: bool = True


def texts(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Every text of a lesson that is shown, as (step's name, text), a paragraph at a time.

    The lesson's own texts come first, under an empty name. These are the catalogue's messages.
    """
    for text in (lesson.title, lesson.question, lesson.goal):
        yield "", text
    for step in lesson.steps:
        for text in step_texts(step):
            yield step.name, text


def step_texts(step: Step) -> Iterator[str]:
    """Every text of a step that is shown, a paragraph at a time."""
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
    for card in options.get("cards", ()):
        yield card["title"]
        yield from paragraphs(card["text"])


def paragraphs(text: str) -> list[str]:
    """Paragraphs (and items of a list, with their "- "), each on one line."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text.strip()))
    return [
        one_line(part) for block in blocks for part in re.split(r"\n(?=- )", block) if part.strip()
    ]


def one_line(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def placeholders(text: str) -> list[str]:
    """Names between braces."""
    return PLACEHOLDER.findall(text)
