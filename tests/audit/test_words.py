"""Counts with their nouns, and the people whom the numbers leave out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulator.audit.words import (
    DIFFERENCE_HEAD,
    DIFFERENCES,
    count_men,
    count_people,
    count_women,
    left_out_words,
)
from simulator.i18n.language import speaking


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (count_people, ["0 people", "1 person", "2 people", "1,200 people"]),
        (count_women, ["0 women", "1 woman", "2 women", "1,200 women"]),
        (count_men, ["0 men", "1 man", "2 men", "1,200 men"]),
    ],
)
def test_a_count_agrees_with_its_noun(words: Callable[[int], str], expected: list[str]) -> None:
    """One woman, any other number of women."""
    assert [words(count) for count in (0, 1, 2, 1200)] == expected


def test_a_count_agrees_with_its_noun_in_spanish() -> None:
    """Una mujer, dos mujeres."""
    with speaking("es"):
        assert [count_women(count) for count in (0, 1, 2)] == ["0 mujeres", "1 mujer", "2 mujeres"]


def test_the_people_left_out_by_reason() -> None:
    """A clause for each reason that leaves anybody out, with the counts."""
    clauses = left_out_words(
        {
            "without_encoding": 1200,
            "without_label": 1,
            "labels_disagree": 2,
            "neither_label": {"X": 3, "non-binary": 1},
        }
    )
    assert len(clauses) == 4
    for clause, number in zip(clauses, ("1,200", "1", "2", "3"), strict=True):
        assert clause.startswith(f"{number} ")
    assert "1 labeled 'non-binary'" in clauses[3]


@pytest.mark.parametrize("empty", [{}, {"without_label": 0, "neither_label": {}}])
def test_nobody_left_out_is_no_clause(empty: dict[str, object]) -> None:
    """A count of zero has no clause."""
    assert left_out_words(empty) == []


def test_every_difference_has_a_cell_for_search_and_audit() -> None:
    """The table is complete."""
    assert {len(row) for row in DIFFERENCES} == {len(DIFFERENCE_HEAD)}
    assert all(all(row) for row in DIFFERENCES)
