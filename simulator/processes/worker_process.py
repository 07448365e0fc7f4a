"""The inside of a worker process: it reads lines of JSON and answers each with one, no more."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from simulator.errors import FalseMatchError
from simulator.processes.orphans import end_with
from simulator.processes.worker_pool import READY

Loaded = TypeVar("Loaded")

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {module} import main; main()"
)


def command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module's ``main`` with this interpreter and import path."""
    path = json.dumps([str(Path(entry).absolute()) for entry in sys.path])
    return [sys.executable, "-c", _START.format(module=module), path, *arguments]


def serve(load: Callable[[], Loaded], answer: Callable[[Loaded, list[Any]], list[Any]]) -> None:
    """Load once, then answer lines until there are no more; an error is the last line.

    Args:
        load: loads whatever the answers need, such as a model.
        answer: takes that and the items of a line, and returns an answer for each.
    """
    # Ctrl-C reaches the whole group; the parent decides, and when it ends, stdin is closed.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A closed stdin is noticed only between two answers.
    end_with(os.getppid())
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers

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
