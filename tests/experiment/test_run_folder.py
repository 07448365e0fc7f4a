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


def test_a_key_of_an_unnamed_person_is_given_only_on_request(
    line_up: tuple[Path, Path], tmp_path: Path
) -> None:
    """JSON and CSV agree: a stand-in's number, and the key with it if it was asked for."""
    view = run(Experiment(str(line_up[0]), str(line_up[1]))).at(distance=0.2)
    write_run(view, tmp_path / "plain")
    write_run(view, tmp_path / "keys", keys=True)
    plain, keys = (pd.read_csv(tmp_path / name / "candidates.csv") for name in ("plain", "keys"))
    assert plain.loc[0, ["probe", "stand_in"]].tolist() == ["ada", "stand-in 2"]
    assert "g1" not in (tmp_path / "plain" / "result.json").read_text("utf-8")
    assert "gallery_key" not in plain
    assert keys.loc[0, ["stand_in", "gallery_key"]].tolist() == ["stand-in 2", "g1"]
    assert list(json.loads(to_json(view))["candidates"][0]) == plain.columns.tolist()
    assert list(json.loads(to_json(view, keys=True))["candidates"][0]) == keys.columns.tolist()


def test_people_whose_card_permits_it_are_named(line_up: tuple[Path, Path]) -> None:
    """Their name is in gallery_person, and their key is public."""
    card, manifest = line_up[1] / "card.toml", line_up[1] / "manifest.csv"
    card.write_text(card.read_text() + "[people]\nnamed = true\n")
    head, *rows = manifest.read_text().splitlines()
    manifest.write_text("\n".join([f"{head},name", *(f"{row},Uma Long" for row in rows)]) + "\n")
    view = run(Experiment(str(line_up[0]), str(line_up[1]))).at(distance=0.2)
    [candidate] = json.loads(to_json(view))["candidates"]
    assert (candidate["gallery_person"], candidate["gallery_key"]) == ("Uma Long", "g1")
    assert "stand_in" not in candidate


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
