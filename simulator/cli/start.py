"""Starting the command: Ctrl-C prints one line from the first moment to the last."""

from __future__ import annotations

import os
import signal
from types import FrameType

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C ended, as shells have it."""


def main() -> None:
    """Import the command line, which takes a tenth of a second, and run it."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        # A parent that ignores Ctrl-C (nohup, a background job) wants this to go on.
        _run()
        return
    signal.signal(signal.SIGINT, _stop_at_once)
    try:
        _run()
    except KeyboardInterrupt:
        _stop_at_once()
    finally:
        # Python's own farewell would answer Ctrl-C with a traceback.
        signal.signal(signal.SIGINT, _stop_at_once)


def _run() -> None:
    from simulator.cli.main import main as run

    if signal.getsignal(signal.SIGINT) is _stop_at_once:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


def _stop_at_once(_signal: int = signal.SIGINT, _frame: FrameType | None = None) -> None:
    os.write(2, b"falsematch: stopped. Run the same command again to continue.\n")
    os._exit(INTERRUPTED)
