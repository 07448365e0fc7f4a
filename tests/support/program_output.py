"""Output of the command line, calculated once for each set of options."""

from __future__ import annotations

import functools
import json
from typing import Any

from click.testing import CliRunner
from support.replay import replay_in

from simulator.cli.main import cli
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run


@functools.cache
def json_output(*words: str) -> dict[str, Any]:
    """Return the output of ``falsematch … --json``.

    The command runs in this process, which has the libraries loaded; tests/cli runs it as users do.
    """
    done = CliRunner().invoke(cli, [*words, "--json"])
    assert done.exit_code == 0, done.output
    output: dict[str, Any] = json.loads(done.stdout)
    return output


def replayed(gallery: str = "lfw", **threshold: float) -> dict[str, Any]:
    """Return ``falsematch run --json`` without its measures, which take as long as the search.

    Args:
        gallery: the data set that was searched in.
        threshold: as ``Result.at`` takes it.
    """
    return replay_in(gallery).at(**threshold).to_dict()  # type: ignore[arg-type]


@functools.cache
def searched(**fields: Any) -> dict[str, Any]:
    """Return ``falsematch run --json`` for an experiment's fields, without its measures.

    Args:
        fields: those of ``Experiment``.
    """
    return run(Experiment(**fields)).at().to_dict()
