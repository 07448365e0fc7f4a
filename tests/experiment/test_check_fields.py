"""An experiment checks its own fields, whoever makes it."""

from __future__ import annotations

import contextlib
import dataclasses
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, strategies as st

from simulator.cli.main import cli
from simulator.errors import FalseMatchError
from simulator.experiment.check_fields import LARGEST_SEED
from simulator.experiment.experiment import Experiment
from simulator.experiment.experiment_file import experiment_from

BAD = [
    ("gallery_size", "5000"),
    ("gallery_size", 2.5),
    ("gallery_size", True),
    ("seed", -1),
    ("seed", LARGEST_SEED + 1),
    ("seed", "0"),
    ("seed", None),
    ("distance", "0.4"),
    ("distance", -0.1),
    ("distance", float("nan")),
    ("false_matches", 0),
    ("false_matches", 2.5),
    ("fpir", 0),
    ("fmr", "1e-6"),
    ("group_by", "gender"),
    ("group_by", (1,)),
    ("mix", {"F": -1}),
    ("mix", {"F": "many"}),
    ("mix", {}),
    ("mix", "evne"),
    ("probes", 7),
    ("paintings", "no"),
    ("reference", "gender=M"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_field_that_cannot_be_meant(name: str, value: object) -> None:
    """One sentence that names the field or what it is."""
    with pytest.raises(FalseMatchError, match="expected"):
        Experiment(**{name: value})  # type: ignore[arg-type]


@given(
    st.sampled_from([field.name for field in dataclasses.fields(Experiment)]),
    st.one_of(
        st.none(),
        st.integers(),
        st.floats(),
        st.text(max_size=5),
        st.binary(max_size=3),
        st.lists(st.integers(), max_size=2),
        st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
    ),
)
def test_any_value_is_kept_or_refused(name: str, value: object) -> None:
    """Never another error, whatever a field is set to."""
    with contextlib.suppress(FalseMatchError):
        Experiment(**{name: value})  # type: ignore[arg-type]


def test_what_means_the_same_is_kept_the_same() -> None:
    """Paths, numpy's numbers, lists of columns."""
    made = Experiment(
        probes=Path("a") / "b",  # type: ignore[arg-type]
        gallery_size=np.int64(500),  # type: ignore[arg-type]
        group_by=["gender"],  # type: ignore[arg-type]
        mix={"F": np.int32(3)},  # type: ignore[dict-item]
    )
    assert made.probes == str(Path("a") / "b")
    assert made.group_by == ("gender",)
    assert (made.gallery_size, made.mix) == (500, {"F": 3})
    assert type(made.gallery_size) is int


@pytest.mark.parametrize("seed", [-1, LARGEST_SEED + 1])
def test_a_seed_that_is_none(seed: int) -> None:
    """In an experiment file and on the command line."""
    with pytest.raises(FalseMatchError, match="expected seed"):
        experiment_from({"seed": seed}, "x.toml")
    done = CliRunner().invoke(cli, ["run", "--seed", str(seed)])
    assert done.exit_code == 2
    assert "--seed" in done.output
