"""The ready-made grids: each runs in a small form; tools/docs.py runs them whole."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from simulator.sweep.forecast import check
from simulator.sweep.grid_kinds import load_grid
from simulator.sweep.ready_made import TITLES, find_grid, ready_made, title_of
from simulator.sweep.searches import sweep
from simulator.sweep.summary import answer, summarize
from simulator.sweep.sweep_folder import read_sweep


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(ready_made()))
def test_each_runs_in_a_small_form(name: str, tmp_path: Path) -> None:
    """With every setting and two seeds, no cell fails and there is an answer."""
    whole = load_grid(find_grid(Path(name)))
    assert check(whole).cells == whole.cells
    small = dataclasses.replace(whole, draws=tuple(d for d in whole.draws if d.seed < 2))
    done = sweep(small, tmp_path / "out", workers=1)
    assert done.failed == 0
    frame = read_sweep(tmp_path / "out")[1]
    assert any(character.isdigit() for character in answer(frame, summarize(frame)))


def test_every_grid_has_a_title():
    """A menu names each in words; another name stays as it is."""
    assert {*TITLES} == {*ready_made()}
    assert len({title_of(name) for name in ready_made()}) == len(TITLES)
    assert title_of("mine") == "mine"
