"""What is written into files and terminals of any encoding, and onto a full disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from support.command_line import falsematch

from simulator.cli.output import _nearest

ENCODINGS = ["ascii", "cp1251", "latin-1", "cp437", "cp850", "cp932", "cp936", "utf-8", "utf-16"]


def written(encoding: str, *words: str) -> bytes:
    """Run the command with an encoding, as a terminal sets it; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "simulator.cli.main", *words],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": encoding},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "cp932"])
def test_a_table_in_any_terminal(encoding: str) -> None:
    """Names have accents, tables have lines: the terminal shows the nearest."""
    shown = written(encoding, "datasets", "info", "london").decode(encoding)
    assert "102" in shown
    assert "Face Research Lab London Set" in shown


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ENCODINGS[:3])
def test_json_is_utf_8_always(encoding: str) -> None:
    """Whatever the terminal's encoding is, a machine reads the same bytes."""
    found = json.loads(written(encoding, "run", "--distance", "0.43", "--json").decode("utf-8"))
    assert found["false_matches"] == len(found["candidates"])


@given(st.characters(), st.sampled_from(ENCODINGS))
def test_every_character_has_a_nearest_one(character: str, encoding: str) -> None:
    """It is plain, so that any terminal can show it; also half of a pair, and bytes of names."""
    assert _nearest(character).encode(encoding)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_device_is_one_line() -> None:
    """Not a traceback."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "simulator.cli.main", "--version"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "No space left" in done.stderr


@pytest.mark.parametrize("words", [(), ("datasets",)])
def test_a_command_without_arguments_prints_its_help(words: tuple[str, ...]) -> None:
    """As help, not as an error."""
    done = falsematch(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == falsematch(*words, "--help").stdout
