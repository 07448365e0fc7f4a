"""The inside of a worker process: lines of JSON in, a line of JSON out for each, nothing else."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from simulator.errors import FalseMatchError
from simulator.processes.worker_pool import READY

Loaded = TypeVar("Loaded")

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {module} import main; main()"
)


def command(module: str, *arguments: str) -> list[str]:
    """The command that runs a module's ``main`` with this interpreter and the caller's path."""
    path = json.dumps([str(Path(entry).absolute()) for entry in sys.path])
    return [sys.executable, "-c", _START.format(module=module), path, *arguments]


def serve(load: Callable[[], Loaded], answer: Callable[[Loaded, list[Any]], list[Any]]) -> None:
    """Load once, then answer lines until there are no more; an error is the last line.

    Args:
        load: makes what the answers need.
        answer: takes that and a line's items, gives an answer for each.
    """
    # Ctrl-C reaches the whole group; the parent decides, and its end closes stdin.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers

    def say(value: object) -> None:
        answers.write(json.dumps(value).encode() + b"\n")
        answers.flush()

    try:
        loaded = load()
        say(READY)
        for line in sys.stdin.buffer:
            say(answer(loaded, json.loads(line)))
    except FalseMatchError as error:
        say({"error": type(error).__name__, "message": str(error)})
