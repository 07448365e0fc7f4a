"""Calculate what the lessons show in a separate process, so that the web server stays small.

The searches and the audit behind the figures need libraries and encodings that the lessons page
needs only once; in the server process they would stay in memory for good.
"""

from __future__ import annotations

from typing import Any

from simulator.errors import FalseMatchError
from simulator.i18n.language import language, speaking
from simulator.lessons.kinds import LessonContent
from simulator.processes import worker_process
from simulator.processes.worker_pool import Worker

SECONDS = 600.0
"""The work takes about ten seconds; a process that needs this long is stuck."""


def main() -> None:
    """Answer requests until the server closes the pipe."""
    worker_process.serve(lambda: None, answers)


def answers(_loaded: None, codes: list[Any]) -> list[LessonContent]:
    """Return the lessons' content in each of these languages."""
    from simulator.lessons.make_content import make_content

    contents = []
    for code in codes:
        with speaking(code):
            contents.append(make_content())
    return contents


def make_content_in_process() -> LessonContent:
    """Return everything in the current language, calculated by another process.

    Raises:
        FalseMatchError: a bundled data set is missing or broken, or the process ended.
    """
    worker = Worker(worker_process.command(__name__))
    try:
        replies = worker.ask([language()], SECONDS)
    finally:
        worker.stop()
    if replies is None:
        raise FalseMatchError(
            "expected the lessons' numbers from their process, found that it had ended. Free some "
            "memory, or start the app again."
        )
    content: LessonContent = replies[0]
    return content
