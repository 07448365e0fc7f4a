"""Ctrl-C prints one line, in the first tenth of a second too, when nothing is imported yet."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from simulator.cli import start

CODE = "import os\nfrom simulator.cli.start import main\nos.write(1, b'x')\nmain()"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("seconds", [0.03, 0.08, 0.12, 0.3, 1.0])
def test_ctrl_c_is_one_line(seconds: float) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CODE, "run", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        printed, said = process.communicate(timeout=60)
    assert process.returncode == start.INTERRUPTED
    assert printed == ""
    assert said.strip().count("\n") == 0
    assert said.strip().startswith("falsematch: stopped.")


def test_a_command_that_is_to_ignore_ctrl_c_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """A background job keeps the parent's choice; otherwise Python's own handler is set for it."""
    seen = []
    monkeypatch.setattr("simulator.cli.main.main", lambda: seen.append(handler()))

    def handler() -> object:
        return signal.getsignal(signal.SIGINT)

    before = handler()
    try:
        for given, during in (
            (signal.SIG_IGN, signal.SIG_IGN),
            (signal.default_int_handler, signal.default_int_handler),
        ):
            signal.signal(signal.SIGINT, given)
            start.main()
            assert seen.pop() is during
    finally:
        signal.signal(signal.SIGINT, before)
