"""demo and app: the replay, and where the web app may listen."""

from __future__ import annotations

import pytest
from support.command_line import Run, falsematch, one_line


@pytest.mark.slow
def test_demo_prints_the_replay() -> None:
    """The README's command, without the web app."""
    done = falsematch("demo", "--no-serve")
    assert done.returncode == 0
    assert "28 of 535 falsely matched" in done.stdout


@pytest.mark.parametrize("command", ["demo", "app"])
def test_own_photos_and_other_computers_exclude_each_other(command: str, here: Run) -> None:
    """Wrong usage, said before anything is searched or served."""
    done = here(command, "--allow-own-photo", "--address", "0.0.0.0")
    assert "0.0.0.0" in one_line(done, 2)


def test_a_port_that_does_not_exist(here: Run) -> None:
    """Ports go up to 65535."""
    assert "65535" in one_line(here("app", "--port", "65536"), 2)
