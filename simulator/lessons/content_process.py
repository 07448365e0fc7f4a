"""Working out what the lessons show in a process of its own: the web app's server stays small.

The searches and the audit behind the figures need libraries and encodings that the lessons' page
needs only once; in the server they would stay for good.
"""

from __future__ import annotations

from typing import Any

from simulator.errors import FalseMatchError
from simulator.i18n.language import language, speaking
from simulator.lessons.content import Material
from simulator.processes import worker_process
from simulator.processes.worker_pool import Worker

SECONDS = 600.0
"""It takes some ten seconds; a process that needs this long hangs."""


def main() -> None:
    """Work out what the lessons show, in each language that is asked for."""
    worker_process.serve(lambda: None, answers)


def answers(_loaded: None, codes: list[Any]) -> list[Material]:
    """The material in each of these languages."""
    from simulator.lessons.make_content import make_material

    made = []
    for code in codes:
        with speaking(code):
            made.append(make_material())
    return made


def make_apart() -> Material:
    """Everything, in the current language, worked out elsewhere.

    Raises:
        FalseMatchError: a bundled data set is missing or broken, or the process ended.
    """
    worker = Worker(worker_process.command(__name__))
    try:
        said = worker.ask([language()], SECONDS)
    finally:
        worker.stop()
    if said is None:
        raise FalseMatchError(
            "expected the lessons' numbers from their process, found that it ended. Free some "
            "memory, or start the app again."
        )
    found: Material = said[0]
    return found
