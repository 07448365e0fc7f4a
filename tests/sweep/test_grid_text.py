"""A grid written from typed text is read back as the user meant it."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from simulator.errors import ExperimentError
from simulator.sweep.grid import parse_grid
from simulator.sweep.grid_text import grid_toml


def test_typed_lists_become_a_grid() -> None:
    """Commas, spaces and "all" are understood; a repeat is written only if something is drawn."""
    text = grid_toml(
        question="How?", gallery_size="1000, 4000 ,all", confidence="99,99.9", repeat=3
    )
    grid = parse_grid(text)
    assert grid.question == "How?"
    assert grid.cells == 3 * 2 * 3
    assert "repeat" not in grid_toml(gallery_size="all", confidence="99", repeat=3)


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=40).filter(str.strip))
def test_any_question_survives(question: str) -> None:
    """Quotes, newlines, backslashes and emoji survive writing and reading."""
    assert parse_grid(grid_toml(question=question)).question == question


def test_nonsense_is_kept_for_the_reader_to_refuse() -> None:
    """A word in place of a number is written, and the reader refuses it."""
    with pytest.raises(ExperimentError, match="found 'many'"):
        parse_grid(grid_toml(gallery_size="many"))
