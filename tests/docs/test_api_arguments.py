"""Public functions take text or a path, and answer a wrong argument with our own error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import simulator
from simulator import (
    Audit,
    Experiment,
    FalseMatchError,
    fmr,
    fnir,
    fnmr,
    fpir,
    load_dataset,
    load_experiment,
    load_grid,
    rate,
    read_sweep,
    run,
    run_audit,
    run_grid,
    wilson,
    zero_events_bound,
)

NONSENSE = [None, 3, 4.5, b"lfw", "", "a\0b", ["lfw"], object]
DISTANCES = np.array([0.4, 0.6])

WRONG: dict[str, Callable[[Any], object]] = {
    "load_dataset": load_dataset,
    "load_experiment": load_experiment,
    "load_grid": load_grid,
    "read_sweep": read_sweep,
    "run_grid's grid": lambda given: run_grid(given, "out"),
    "Experiment.gallery": lambda given: run(Experiment(gallery=given)),
    "Experiment.gallery_size": lambda given: Experiment(
        gallery_size="5000" if given in (None, 3) else given
    ),
    "Experiment.seed": lambda given: Experiment(seed=given if given != 3 else "3"),
    "Audit.tests": lambda given: Audit(tests=given if given != ["lfw"] else "lfw"),
    "Audit.seed": lambda given: Audit(seed=given if given != 3 else -3),
    "run": lambda given: run(given or "congress-115"),
    "run_audit": lambda given: run_audit(given or "lfw"),
    "rate's events": lambda given: rate(given if given not in (3, 4.5) else -1, 7),
    "rate's trials": lambda given: rate(9, given),
    "wilson's level": lambda given: wilson(3, 9, given),
    "zero_events_bound": lambda given: zero_events_bound(given if given not in (3, 4.5) else 0),
    "fmr": lambda given: fmr(given if given not in (3, 4.5, ["lfw"]) else "x", 0.5),
    "fnmr": lambda given: fnmr(given if given not in (3, 4.5, ["lfw"]) else "x", 0.5),
    "fpir": lambda given: fpir(given if given not in (3, 4.5, ["lfw"]) else "x", 0.5),
    "fnir": lambda given: fnir(given if given not in (3, 4.5, ["lfw"]) else "x", 0.5),
    "fmr's threshold": lambda given: fmr(
        DISTANCES, given if given not in (3, 4.5) else float("nan")
    ),
}


@pytest.mark.parametrize("given", NONSENSE, ids=repr)
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_argument_is_one_sentence(
    name: str, given: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FalseMatchError, match="expected.*found"):
        WRONG[name](given)


@pytest.mark.parametrize("kind", [str, Path])
def test_text_and_paths_are_the_same(
    kind: type, line_up: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An experiment, a grid and a run's folder are found either way."""
    monkeypatch.chdir(tmp_path)
    probes, gallery = line_up
    (tmp_path / "one.toml").write_text("distance = 0.3")
    assert load_experiment(kind("one.toml")).distance == 0.3
    (tmp_path / "g.toml").write_text(
        f"probes = '{probes}'\ngallery = '{gallery}'\ndistance = [0.1, 0.3]\n"
    )
    assert load_dataset(kind(probes)).name == "probes"
    result = run(Experiment(probes=kind(probes), gallery=kind(gallery)))
    assert result.at(distance=0.3).fpir.events == 1
    finished = run_grid(load_grid(kind("g.toml")), kind("nb"), workers=1)
    assert len(read_sweep(kind("nb"))[1]) == finished.rows


@pytest.mark.parametrize("column", [None, 3, ["gender"], "shoe_size", ""])
def test_a_group_column_that_is_none(column: Any, line_up: tuple[Path, Path]) -> None:
    probes, gallery = line_up
    view = run(Experiment(probes=probes, gallery=gallery)).at(distance=0.3)
    with pytest.raises(FalseMatchError, match="expected"):
        view.by(column)


@pytest.mark.parametrize("given", ["x", "0.4", -1, True, [0.4], float("nan")])
@pytest.mark.parametrize("kind", ["distance", "confidence", "false_matches", "fpir", "fmr"])
def test_a_threshold_that_is_none(kind: str, given: Any, line_up: tuple[Path, Path]) -> None:
    probes, gallery = line_up
    result = run(Experiment(probes=probes, gallery=gallery))
    with pytest.raises(FalseMatchError, match="expected"):
        result.at(**{kind: given})


def test_functions_of_the_api_are_all_tried() -> None:
    """Those without an argument that a user gives, and classes of answers, have nothing to try."""
    without = {"Dataset", "FalseMatchError", "Rate", "Result", "View"}
    without |= {"dataset_names", "reproduce", "validate_lfw_pairs"}
    tried = {name.split("'")[0].split(".")[0] for name in WRONG}
    assert {*simulator.__all__} == tried | without
