"""Worker processes that stay for the next task for a while, as they take seconds to start.

Where tasks come one after another from elsewhere, as on a cluster's machine, nobody says which is
the last: a process that nobody has asked for half a minute is ended.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from simulator.processes.worker_pool import Answer, Worker

IDLE = 30.0
"""Seconds after which a process that nobody asks is ended."""


class KeptWorkers:
    """Processes of one command; as many as are asked at once.

    Args:
        command: starts one.
        idle: seconds that one waits for another task.
    """

    def __init__(self, command: Sequence[str], idle: float = IDLE) -> None:
        self._command = list(command)
        self._idle = idle
        self._free: list[tuple[Worker, threading.Timer]] = []
        self._lock = threading.Lock()

    def answers(self, items: Sequence[str]) -> list[Answer | None]:
        """An answer for each item, in their order; None where a process died on it twice.

        Raises:
            FalseMatchError: a process cannot start, or reports an error that concerns the whole
                run.
        """
        found = self._ask(items)
        if found is not None:
            return found
        # Nobody knows which item it died on: each is tried once more, by itself.
        single = (self._ask([item]) for item in items)
        return [None if answer is None else answer[0] for answer in single]

    def stop(self) -> None:
        """End all that wait."""
        with self._lock:
            free, self._free = self._free, []
        for worker, timer in free:
            timer.cancel()
            worker.stop()

    def _ask(self, items: Sequence[str]) -> list[Answer] | None:
        worker = self._take()
        try:
            found = worker.ask(items)
        except BaseException:
            worker.stop()
            raise
        if found is None:
            worker.stop()
        else:
            self._give_back(worker)
        return found

    def _take(self) -> Worker:
        with self._lock:
            if self._free:
                worker, timer = self._free.pop()
                timer.cancel()
                return worker
        return Worker(self._command)

    def _give_back(self, worker: Worker) -> None:
        timer = threading.Timer(self._idle, self._retire, [worker])
        timer.daemon = True
        with self._lock:
            self._free.append((worker, timer))
        timer.start()

    def _retire(self, worker: Worker) -> None:
        with self._lock:
            kept = [pair for pair in self._free if pair[0] is not worker]
            waiting = len(kept) < len(self._free)
            self._free = kept
        if waiting:
            worker.stop()
