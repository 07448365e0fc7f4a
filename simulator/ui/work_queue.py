"""A queue for heavy work: one piece at a time, in the order in which it was asked for."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from simulator.errors import FalseMatchError
from simulator.i18n.language import _

MOST_WAITING = 60
"""Most pieces of work that wait or run; beyond that, a reader is asked to come back."""
LOOK_SECONDS = 0.2


class WorkQueue:
    """A line of threads, of which the first one works."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._most = most
        self._line: deque[object] = deque()
        self._changed = threading.Condition()

    def join(self, ticket: object) -> None:
        """Take the last place.

        Raises:
            FalseMatchError: the line is full.
        """
        with self._changed:
            if len(self._line) >= self._most:
                raise FalseMatchError(
                    _(
                        "expected a free place in the queue for heavy work, found it full. Wait a "
                        "minute, then try again."
                    )
                )
            self._line.append(ticket)

    def ahead(self, ticket: object) -> int:
        """Return how many are before a ticket; 0 for the one whose turn it is, or was."""
        with self._changed:
            return self._line.index(ticket) if ticket in self._line else 0

    @contextmanager
    def turn(self, ticket: object, wanted: Callable[[], bool]) -> Iterator[bool]:
        """Wait for a ticket's turn, and keep it while the block runs; then the next one works.

        Args:
            ticket: what :meth:`join` was called with.
            wanted: asked again and again; the line is left where it says no.

        Yields:
            Whether it is the ticket's turn.
        """
        try:
            with self._changed:
                while self._line[0] is not ticket and wanted():
                    self._changed.wait(LOOK_SECONDS)
                first = self._line[0] is ticket
            yield first and wanted()
        finally:
            with self._changed:
                self._line.remove(ticket)
                self._changed.notify_all()
