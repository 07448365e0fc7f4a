"""The inside of a worker process: its answers, and the errors it reports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.errors import PhotoError
from simulator.processes import worker_process
from simulator.processes.worker_pool import Worker

MODULE = """
import os
from simulator.processes import worker_process
from simulator.errors import PhotoError

def load():
    os.write(1, b"what a library prints\\n")
    return 10

def answer(ten, items):
    print("noise")
    if "bad" in items:
        raise PhotoError("a photo was expected, found bad. Give a photo.")
    return [ten * item for item in items]

def main():
    worker_process.serve(load, answer)
"""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command of a worker that multiplies by ten."""
    (tmp_path / "tenfold.py").write_text(MODULE)
    monkeypatch.syspath_prepend(str(tmp_path))
    return worker_process.command("tenfold")


def test_lines_are_answered_and_prints_are_not_answers(made: list[str]) -> None:
    """Text that a library writes to stdout goes to stderr."""
    done = subprocess.run(made, input=b"[1, 2]\n[3]\n", capture_output=True, check=True)
    assert [json.loads(line) for line in done.stdout.splitlines()] == ["ready", [10, 20], [30]]
    assert b"what a library prints" in done.stderr
    assert b"noise" in done.stderr


def test_an_expected_error_reaches_the_caller_as_itself(made: list[str]) -> None:
    """The caller gets its class and its message."""
    worker = Worker(made)
    try:
        assert worker.ask([1]) == [10]
        with pytest.raises(PhotoError, match="found bad"):
            worker.ask(["bad"])
    finally:
        worker.stop()


def test_the_command_takes_this_interpreter_and_arguments() -> None:
    """No program is looked up on the PATH."""
    made = worker_process.command("tenfold", "a", "b c")
    assert made[0] == sys.executable
    assert made[-2:] == ["a", "b c"]
