"""Runs on disk: whole JSON, and CSV that no spreadsheet takes for a formula."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.experiment.run_folder import to_csv, to_json, write_run


def test_a_run_as_files(line_up: tuple[Path, Path], tmp_path: Path) -> None:
    """The JSON object, the candidates, and a table per group column."""
    view = run(Experiment(str(line_up[0]), str(line_up[1]))).at(distance=0.55)
    written = write_run(view, tmp_path / "run", ("gender*origin",))
    assert [path.name for path in written] == [
        "result.json",
        "candidates.csv",
        "by-gender-by-origin.csv",
    ]
    assert json.loads(written[0].read_text("utf-8"))["false_matches"] == 3
    assert pd.read_csv(written[1])["probe"].tolist() == ["ada", "bea", "cem"]


def test_equal_runs_give_equal_json(line_up: tuple[Path, Path]) -> None:
    """Byte for byte, apart from the date."""
    texts = [
        to_json(run(Experiment(str(line_up[0]), str(line_up[1]))).at(distance=0.55)).splitlines()
        for _ in range(2)
    ]
    one, other = ([line for line in text if '"date"' not in line] for text in texts)
    assert one == other


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1+2", "-2+3", "@SUM(A1)", "\t=1", " =1"])
def test_formulas_are_neutralized(cell: str) -> None:
    """A cell that a spreadsheet would run begins with an apostrophe."""
    assert to_csv(pd.DataFrame({"name": [cell]})).splitlines()[1].lstrip('"').startswith("'")


def test_numbers_stay_numbers() -> None:
    """A negative number is not a formula."""
    assert to_csv(pd.DataFrame({"x": ["-0.5", "+3", -1.5]})).splitlines()[1:] == [
        "-0.5",
        "+3",
        "-1.5",
    ]
