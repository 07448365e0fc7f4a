"""Run falsematch: as a user does, or in this process; and what an expected error looks like."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from simulator.cli.main import main

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


def falsematch(*words: str) -> Done:
    """Run the command in a process, as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "simulator.cli.main", *words],
        capture_output=True,
        text=True,
        check=False,
    )


def run_here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> Done:
    """Run the command in this process, which has its libraries loaded, up to its exit code."""
    monkeypatch.setattr(sys, "argv", ["falsematch", *words])
    status = 0
    try:
        main()
    except SystemExit as ended:
        status = int(ended.code or 0)
    printed = capsys.readouterr()
    return Done(words, status, printed.out, printed.err)


def one_line(done: Done, status: int) -> str:
    """Check that a command failed with one line on stderr; return the line."""
    assert done.returncode == status, done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("falsematch: ")
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.stderr
