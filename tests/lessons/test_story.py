"""The published facts."""

from __future__ import annotations

import re

import pytest

from simulator.lessons import story
from simulator.lessons.steps import PLACEHOLDER

FACTS = list(story.facts().values())


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_every_fact_has_a_source_and_a_date(fact: story.Fact) -> None:
    """A fact is whole sentences, and its numbers are placeholders."""
    assert fact.source.strip()
    assert re.fullmatch(r"\d{4}(-\d\d){0,2}", fact.date)
    assert fact.text.endswith(".")
    assert not any(letter.isdigit() for letter in PLACEHOLDER.sub("", fact.text))


def test_a_published_number_belongs_to_one_fact() -> None:
    """No two facts share a number's name."""
    names = [name for fact in FACTS for name in fact.numbers]
    assert len(names) == len(set(names))
    value, fact = story.published_numbers()["aclu_flagged"]
    assert (value, fact) == (28, "aclu-2018")
