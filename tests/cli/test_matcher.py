"""matcher install: the commands first, if they are asked for."""

from __future__ import annotations

from click.testing import CliRunner

from simulator.cli.main import cli


def test_a_dry_run_prints_the_commands() -> None:
    done = CliRunner().invoke(cli, ["matcher", "install", "--dry-run"])
    assert done.exit_code == 0
    first, second = done.output.splitlines()
    assert "dlib-bin==" in first
    assert "--no-deps" in second


def test_the_command_says_what_to_do_next(monkeypatch) -> None:
    monkeypatch.setattr("simulator.matchers.install.install", lambda: None)
    done = CliRunner().invoke(cli, ["matcher", "install"])
    assert done.output == "The matcher is installed. Try it: falsematch encode PHOTO\n"
