"""What the command line says, asked once for each set of options."""

from __future__ import annotations

import functools
import json
from typing import Any

from click.testing import CliRunner
from support.replay import default_replay

from simulator.cli.main import cli


@functools.cache
def told(*words: str) -> dict[str, Any]:
    """What ``falsematch … --json`` prints.

    In this process, which has the libraries loaded; test_cli.py runs the command as a user does.
    """
    done = CliRunner().invoke(cli, [*words, "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def replayed(**threshold: float) -> dict[str, Any]:
    """What ``falsematch run --json`` prints but for its measures, which take as long as the search.

    Args:
        threshold: as ``Result.at`` takes it.
    """
    return default_replay().at(**threshold).to_dict()  # type: ignore[arg-type]
