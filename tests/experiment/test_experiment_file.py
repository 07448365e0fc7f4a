"""Experiments as TOML: checked before anything runs."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from simulator.errors import ExperimentError
from simulator.experiment.experiment import Experiment
from simulator.experiment.experiment_file import experiment_from, load_experiment


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "x.toml"
    path.write_text(text)
    return path


def test_every_field(tmp_path: Path) -> None:
    """Confidence is in percent, as on the command line."""
    text = 'gallery = "london"\nconfidence = 99.9\ngroup_by = ["gender"]\nmix = {F = 3}\nseed = 4\n'
    found = load_experiment(written(tmp_path, text))
    assert found.confidence == pytest.approx(0.999)
    assert dataclasses.replace(found, confidence=0.999) == Experiment(
        gallery="london", confidence=0.999, group_by=("gender",), mix={"F": 3}, seed=4
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("galery = 'lfw'", "Did you mean 'gallery'"),
        ("zzz = 1", "Known: probes"),
        ("seed = 'one'", "expected seed to be a whole number"),
        ("seed = true", "expected seed to be a whole number"),
        ("seed = ", "expected TOML"),
        ("group_by = [1]", "column names"),
        ("mix = {F = 1.5}", "shares of it that add up to 1"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, message: str) -> None:
    """An unknown key comes with the nearest known one, a wrong type with the right one."""
    with pytest.raises(ExperimentError, match=message):
        load_experiment(written(tmp_path, text))


def test_no_file(tmp_path: Path) -> None:
    """A missing file is one sentence."""
    with pytest.raises(ExperimentError, match="Check the path"):
        load_experiment(tmp_path / "none.toml")


def test_flags_and_conditions_are_read() -> None:
    """A flag must be true or false; a number is not a flag."""
    found = experiment_from({"one_photo_per_person": True, "condition": "grain"}, "made.toml")
    assert found.one_photo_per_person
    assert found.condition == "grain"
    for wrong in ({"one_photo_per_person": 1}, {"seed": True}, {"condition": 3}):
        with pytest.raises(ExperimentError, match="made.toml"):
            experiment_from(wrong, "made.toml")
