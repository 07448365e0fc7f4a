"""Two runs side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.replay import default_replay

from simulator.errors import FalseMatchError
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.sweep.compare import compare, comparison_html
from simulator.sweep.grid import parse_grid
from simulator.sweep.searches import sweep


def test_what_an_image_condition_changed(tmp_path: Path) -> None:
    """Rates and differences are those of default_replay(); settings that differ are named."""
    text = 'confidence = 99.9\ngroup_by = "gender"\n'
    sweep(parse_grid(text), tmp_path / "a", workers=1)
    sweep(parse_grid(text + 'condition = "grain"'), tmp_path / "b", workers=1)
    table, differing = compare(tmp_path / "a", tmp_path / "b")
    assert differing == [
        "image condition: none in A, gray grain in B",
        "failed to enroll, and so not searched for: 0 in A, 2 in B",
    ]
    clear = default_replay().at(confidence=0.999).by("gender").set_index("group")["fpir"]
    worse = run(Experiment(condition="grain")).at(confidence=0.999).by("gender")
    worse = worse.set_index("group")["fpir"]
    for row in table.itertuples():
        assert row.rate_a == pytest.approx(clear[row.group])
        assert row.change == pytest.approx(worse[row.group] - clear[row.group])
    html = comparison_html(table, differing)
    assert "gray grain in B" in html
    assert html.count("<circle") == 2 * len(table)


def test_a_run_beside_itself_did_not_change(tmp_path: Path) -> None:
    """Equal runs differ by zero, their intervals overlap, and settings that vary are matched."""
    sweep(parse_grid("confidence = [99, 99.9]\ngroup_by = 'party'"), tmp_path / "a", workers=1)
    table, differing = compare(tmp_path / "a", tmp_path / "a")
    assert differing == []
    assert (table["change"] == 0).all()
    assert table["overlap"].all()
    assert set(table["threshold_given"]) == {"99% confidence", "99.9% confidence"}


def test_runs_with_nothing_in_common_are_one_sentence(tmp_path: Path) -> None:
    """Runs with different groupings cannot be compared."""
    sweep(parse_grid("group_by = 'party'"), tmp_path / "a", workers=1)
    sweep(parse_grid("group_by = 'gender'"), tmp_path / "b", workers=1)
    with pytest.raises(FalseMatchError, match="found none. Run two grids"):
        compare(tmp_path / "a", tmp_path / "b")
    with pytest.raises(FalseMatchError, match="expected a finished sweep"):
        compare(tmp_path / "a", tmp_path / "missing")
