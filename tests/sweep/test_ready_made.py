"""The ready-made grids: each runs in a small form, and each is in the document."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from simulator.sweep.forecast import check
from simulator.sweep.grid import load_grid
from simulator.sweep.ready_made import find_grid, ready_made
from simulator.sweep.searches import sweep
from simulator.sweep.summary import answer, summarise
from simulator.sweep.sweep_folder import read_sweep

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "batch.md"


@pytest.mark.parametrize("name", sorted(ready_made()))
def test_each_runs_in_a_small_form(name: str, tmp_path: Path) -> None:
    """Every setting of it, two seeds; no cell fails, and there is an answer."""
    whole = load_grid(find_grid(Path(name)))
    assert check(whole).cells == whole.cells
    small = dataclasses.replace(whole, draws=tuple(d for d in whole.draws if d.seed < 2))
    done = sweep(small, tmp_path / "out", workers=1)
    assert done.failed == 0
    frame = read_sweep(tmp_path / "out")[1]
    assert any(character.isdigit() for character in answer(frame, summarise(frame)))


@pytest.mark.parametrize("name", ["replay-2018", "two-matchers"])
def test_the_document_says_what_it_answers(name: str, tmp_path: Path) -> None:
    """Where no seed is drawn, word for word; the others take longer."""
    sweep(load_grid(find_grid(Path(name))), tmp_path / "out", workers=1)
    frame = read_sweep(tmp_path / "out")[1]
    assert answer(frame, summarise(frame)) in " ".join(DOCUMENT.read_text("utf-8").split())


def test_each_is_in_the_document() -> None:
    """By name, with its question."""
    text = DOCUMENT.read_text("utf-8")
    assert len(ready_made()) == 7
    for name, path in ready_made().items():
        assert f"`{name}`" in text
        assert load_grid(path).question in text
