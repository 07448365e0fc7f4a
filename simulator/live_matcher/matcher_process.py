"""The live matcher as the server uses it: a separate process, replaced when it ends."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from simulator.errors import FalseMatchError, MatcherNotInstalled
from simulator.live_matcher.answer import Answer, answer_from_json
from simulator.live_matcher.dials import Dials
from simulator.matchers.base import MatcherInfo
from simulator.processes.idle_workers import IdleWorkers
from simulator.processes.worker_process import command

SECONDS = 60.0
"""A setting takes a fraction of a second; a process that needs this long hangs."""

PAUSE = 30.0
"""After a process could not start, so many seconds pass before it is tried again."""

IDLE = 900.0
"""A process that nobody asked anything for so many seconds gives its memory back."""

CACHED_ANSWERS = 200
"""The number of cached answers: the members of a class try the same settings."""


class LiveMatcher:
    """One worker process behind a lock; it is started when the first question comes."""

    def __init__(
        self,
        start: Sequence[str] | None = None,
        *,
        seconds: float = SECONDS,
        pause: float = PAUSE,
        idle: float = IDLE,
    ) -> None:
        """Remember how to start the process.

        Args:
            start: the command that starts it; the real one by default.
            seconds: a process that needs longer for one answer is replaced.
            pause: seconds before another start is tried after the process could not start.
            idle: seconds without a question after which the process is ended.
        """
        self.process = IdleWorkers(
            start or command("simulator.live_matcher.portrait_worker"),
            idle=idle,
            seconds=seconds,
            pause=pause,
        )
        self._lock = threading.Lock()
        self._cached: OrderedDict[tuple[Dials, bool], Answer] = OrderedDict()

    @property
    def is_warm(self) -> bool:
        """True while the process is running."""
        return self.process.is_running

    @property
    def replaced(self) -> int:
        """The number of processes that died before they answered."""
        return self.process.died

    def answer(self, dials: Dials, photo: bool = False) -> Answer:
        """Return what the matcher finds in the portrait at this setting.

        A process that died is replaced, and asked once more.

        Raises:
            FalseMatchError: it cannot start, or died twice on the same setting.
        """
        with self._lock:  # one process: each takes hundreds of megabytes
            known = self._cached.get((dials, photo))
            if known is not None:
                self._cached.move_to_end((dials, photo))
                return known
            (found,) = self.process.answers([[dials.light, dials.blur, dials.size, photo]])
            if found is None:
                raise FalseMatchError(
                    "expected an answer from the matcher's process, found that it ended twice at "
                    "this setting. Turn a dial, or start the app again."
                )
            return self._cache((dials, photo), answer_from_json(found))

    def _cache(self, key: tuple[Dials, bool], answer: Answer) -> Answer:
        self._cached[key] = answer
        if len(self._cached) > CACHED_ANSWERS:
            self._cached.popitem(last=False)
        return answer

    def stop(self) -> None:
        """End the process."""
        with self._lock:
            self.process.stop()


def installed_matcher() -> MatcherInfo:
    """Return the matcher that would run live, without loading it.

    Raises:
        MatcherNotInstalled: its packages or the portrait are missing.
    """
    from simulator.faces.portrait import HOW_TO_INSTALL, portrait_file
    from simulator.matchers.registry import matcher_info

    info = matcher_info("dlib")
    if portrait_file() is None:
        raise MatcherNotInstalled(HOW_TO_INSTALL)
    return info
