"""Published facts and their sources (story.toml), never mixed with this program's own numbers."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from simulator.storage.formats.toml_files import read_toml

FILE = Path(__file__).resolve().parent / "story.toml"


@dataclass(frozen=True)
class Fact:
    """One thing that happened.

    Attributes:
        name: its name in lessons.
        date: year, year-month or year-month-day.
        text: one or two sentences with placeholders for the numbers.
        source: where it was published.
        numbers: the published numbers, by the names of their figures.
    """

    name: str
    date: str
    text: str
    source: str
    numbers: dict[str, float]


@functools.cache
def facts() -> dict[str, Fact]:
    """Return every fact by its name, in the order of the file."""
    raw = read_toml(FILE)
    return {
        name: Fact(
            name=name,
            date=fact["date"],
            text=" ".join(fact["text"].split()),
            source=fact["source"],
            numbers=dict(fact.get("numbers", {})),
        )
        for name, fact in raw.items()
    }


def published_numbers() -> dict[str, tuple[float, str]]:
    """Return each published number's name → the number and the name of its fact."""
    return {
        name: (value, fact.name)
        for fact in facts().values()
        for name, value in fact.numbers.items()
    }
