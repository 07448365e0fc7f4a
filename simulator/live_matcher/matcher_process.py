"""The live matcher as the server sees it: a process of its own, replaced when it dies."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from simulator.errors import FalseMatchError, MatcherNotInstalled
from simulator.live_matcher.answer import Answer, answer_from_json
from simulator.live_matcher.dials import Dials
from simulator.matchers.base import MatcherInfo
from simulator.processes.worker_pool import Worker
from simulator.processes.worker_process import command

SECONDS = 60.0
"""A setting takes a fraction of a second; a process that needs this long hangs."""

PAUSE = 30.0
"""After a process could not start, so many seconds pass before it is tried again."""

IDLE = 900.0
"""A process that nobody asked anything for so many seconds gives its memory back."""

KEPT = 200
"""Answers kept: a class turns the same dials."""


class LiveMatcher:
    """One worker process behind a lock; it is started when the first question comes."""

    def __init__(self, start: Sequence[str] | None = None, seconds: float = SECONDS) -> None:
        """Remember how to start the worker.

        Args:
            start: the command that starts it; the real one by default.
            seconds: a process that needs longer for one answer is replaced.
        """
        self._start = start or command("simulator.live_matcher.portrait_worker")
        self._seconds = seconds
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._rest: threading.Timer | None = None
        self._kept: OrderedDict[tuple[Dials, bool], Answer] = OrderedDict()
        self._refused: FalseMatchError | None = None
        self._again = 0.0
        self.replaced = 0

    @property
    def is_warm(self) -> bool:
        """Whether the process is there."""
        return self._worker is not None

    def answer(self, dials: Dials, photo: bool = False) -> Answer:
        """What the matcher finds in the portrait at this setting.

        A process that died is replaced, and asked once more.

        Raises:
            FalseMatchError: it cannot start, or died twice on the same setting.
        """
        with self._lock:
            known = self._kept.get((dials, photo))
            if known is not None:
                self._kept.move_to_end((dials, photo))
                return known
            for _ in range(2):
                worker = self._worker or self._started()
                said = self._ask(worker, [dials.light, dials.blur, dials.size, photo])
                self._end_when_idle()
                if said is not None:
                    return self._keep((dials, photo), answer_from_json(said[0]))
                self._end()
                self.replaced += 1
            raise FalseMatchError(
                "expected an answer from the matcher's process, found that it ended twice at this "
                "setting. Turn a dial, or start the app again."
            )

    def _started(self) -> Worker:
        if self._refused is not None and time.monotonic() < self._again:
            raise self._refused
        try:
            self._worker = Worker(self._start)
        except FalseMatchError as error:
            self._refused, self._again = error, time.monotonic() + PAUSE
            raise
        return self._worker

    def _ask(self, worker: Worker, item: list[int]) -> list[Any] | None:
        try:
            return worker.ask([item], self._seconds)
        except FalseMatchError:
            self._end()
            raise

    def _keep(self, key: tuple[Dials, bool], answer: Answer) -> Answer:
        self._kept[key] = answer
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return answer

    def _end_when_idle(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
        self._rest = threading.Timer(IDLE, self.stop)
        self._rest.daemon = True
        self._rest.start()

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()

    def stop(self) -> None:
        """End the process."""
        with self._lock:
            self._end()


def installed_matcher() -> MatcherInfo:
    """The matcher that would run live, without loading it.

    Raises:
        MatcherNotInstalled: its packages or the portrait are missing.
    """
    from simulator.faces.portrait import HOW_TO_INSTALL, portrait_file
    from simulator.matchers.registry import matcher_info

    info = matcher_info("dlib")
    if portrait_file() is None:
        raise MatcherNotInstalled(HOW_TO_INSTALL)
    return info
