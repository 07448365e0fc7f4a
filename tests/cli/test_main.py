"""The command line: fixed names, one line per error, the same numbers as the API."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from support.command_line import Run, falsematch, one_line

from simulator.cli.main import cli


def commands(group: click.Group, name: str = "falsematch") -> Iterator[tuple[str, click.Command]]:
    for word, command in group.commands.items():
        yield f"{name} {word}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")


@pytest.mark.parametrize(("name", "command"), list(commands(cli)), ids=lambda v: str(v)[:40])
def test_every_command_has_an_imperative_line_and_an_example(
    name: str, command: click.Command
) -> None:
    """Help that a newcomer can copy from."""
    text = command.help or ""
    assert text.partition("\n")[0].endswith(".")
    assert f"Example: {name}" in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "--distance", "-1"], "0 or more"),
        (["run", "--distance", "nan"], "0 or more"),
        (["run", "--confidence", "120"], "below 100"),
        (["run", "--false-matches", "0"], "1 or more"),
        (["run", "--mix", "F"], "GROUP=N"),
        (["run", "--distance", "0.4", "--confidence", "99"], "one threshold"),
        (["run", "--no-such-flag"], "Leave it out"),
        (["run", "--threshold", "0.5"], "--distance 0.5, --confidence 99.9 (percent)"),
        (["run", "--by", "gender"], "Write --group-by gender."),
        (["fly"], "expected a command"),
        (["encode"], "expected NAME_OR_DIR, found none"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(words: list[str], message: str, here: Run) -> None:
    """Wrong usage includes a bad option value."""
    assert message in one_line(here(*words), 2)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "--probes", "nobody"], "congress-115"),
        (["run", "--group-by", "shoe_size"], "race_ethnicity"),
        (["run", "--false-matches", "9999"], "from 1 to 535"),
        (["run", "--gallery-size", "999999"], "from 2 to 13194"),
        (["run", "--mix", "Q=3"], "groups among F, M, Men, Women, no label, found 'Q'"),
        (["run", "nothing.toml"], "nothing.toml"),
        (["datasets", "info", "nobody"], "congress-115"),
        (["datasets", "build", "lfw"], "--photos DIR"),
        (["encode", "nowhere"], "folder of photos"),
    ],
)
def test_expected_errors_are_one_line_and_status_1(
    words: list[str], message: str, here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says what was expected, what was found, and what to do next."""
    monkeypatch.delenv("FALSEMATCH_PHOTOS", raising=False)
    assert message in one_line(here(*words), 1)


@pytest.mark.slow
def test_a_process_of_its_own_ends_so_too() -> None:
    """A separate process ends in the same way, as a user would see it."""
    assert "expected a command" in one_line(falsematch("fly"), 2)
    assert "congress-115" in one_line(falsematch("run", "--probes", "nobody"), 1)


def test_help_imports_no_heavy_library() -> None:
    """Rich, NumPy and pandas are imported when a command runs, so that help is there at once."""
    code = (
        "import sys\n"
        "from simulator.cli.main import cli\n"
        "cli.main(['--help'], standalone_mode=False)\n"
        "print(sorted({'rich', 'numpy', 'pandas', 'scipy', 'babel'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert all(word in done.stdout for word in ("run", "sweep", "datasets", "lesson-pack"))
