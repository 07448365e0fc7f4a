"""What happened, each with its source (story.toml). Published facts, never mixed with ours."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from simulator.storage.toml_files import read_toml

FILE = Path(__file__).resolve().parent / "story.toml"


@dataclass(frozen=True)
class Fact:
    """One thing that happened.

    Attributes:
        name: how lessons call it.
        date: year, year-month or year-month-day.
        text: one or two sentences; its numbers are placeholders.
        source: who says so.
        numbers: the published numbers, by their names as figures.
    """

    name: str
    date: str
    text: str
    source: str
    numbers: dict[str, float]


@functools.cache
def facts() -> dict[str, Fact]:
    """Every fact by its name, in the order of events."""
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
    """Name of a published number → the number and the fact it belongs to."""
    return {
        name: (value, fact.name)
        for fact in facts().values()
        for name, value in fact.numbers.items()
    }
