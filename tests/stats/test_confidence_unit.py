"""A confidence in the other unit is recognized, not computed with."""

from __future__ import annotations

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, strategies as st
from support.replay import default_replay

from simulator.cli.main import cli
from simulator.errors import FalseMatchError, ThresholdError
from simulator.experiment.experiment import Experiment
from simulator.experiment.experiment_file import experiment_from
from simulator.stats.confidence_unit import check_fraction, check_percent
from simulator.sweep.grid import parse_grid


@given(st.floats(0.0101, 0.9999))
def test_each_unit_takes_its_own_and_refuses_the_other(fraction: float) -> None:
    """The hint is the same confidence in the right unit."""
    assert check_fraction(fraction) == fraction
    assert check_percent(100 * fraction) == 100 * fraction
    with pytest.raises(ThresholdError) as error:
        check_percent(fraction)
    assert float(str(error.value).split("write ")[1].rstrip(".")) == pytest.approx(100 * fraction)
    with pytest.raises(ThresholdError) as error:
        check_fraction(100 * fraction)
    assert float(str(error.value).split("write ")[1].rstrip(".")) == pytest.approx(fraction)


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), "0.9", True, None, 1, 100])
def test_what_is_no_confidence(value: object) -> None:
    """In either unit."""
    for check in (check_fraction, check_percent):
        with pytest.raises(ThresholdError, match="expected a"):
            check(value)


def test_numpys_numbers_count() -> None:
    """They come from tables."""
    assert check_fraction(np.float32(0.5)) == 0.5


def test_python_says_what_to_write() -> None:
    """Not 9990%."""
    with pytest.raises(ThresholdError, match=r"found 99\.9\. For 99\.9%, write 0\.999\."):
        default_replay().at(confidence=99.9)
    with pytest.raises(ThresholdError, match=r"write 0\.999"):
        Experiment(confidence=99.9)


def test_the_command_line_and_files_take_percent() -> None:
    """0.99 would flag everyone in silence."""
    done = CliRunner().invoke(cli, ["run", "--confidence", "0.99"])
    assert done.exit_code == 2
    assert "write 99" in done.output
    with pytest.raises(FalseMatchError, match="write 99"):
        experiment_from({"confidence": 0.99}, "x.toml")
    with pytest.raises(FalseMatchError, match=r"0\.999"):
        parse_grid("confidence = [99, 0.999]\n")
    assert experiment_from({"confidence": 99.9}, "x.toml").confidence == pytest.approx(0.999)
