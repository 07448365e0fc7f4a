"""Worker processes that stay for the next task for a while, because they take seconds to start.

Encoding on a cluster's machine, the audit's training and the live matcher use them: tasks come one
at a time, and no task is known to be the last. A process without a task for some time is ended, and
one that died is replaced.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any

from simulator.errors import FalseMatchError
from simulator.processes.worker_pool import Answer, Worker

IDLE_SECONDS = 30.0
"""Seconds after which a process without a task is ended."""


class IdleWorkers:
    """Processes of one command, as many as there are callers at once; any thread may call.

    Attributes:
        started: how many processes have been started.
        died: how many of them ended, or were ended for being too slow, before they answered.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        idle: float = IDLE_SECONDS,
        seconds: float | None = None,
        pause: float = 0.0,
    ) -> None:
        """Remember how to start a process; the first task starts one.

        Args:
            command: the command that starts a process.
            idle: seconds that a process waits for another task before it is ended.
            seconds: a process that takes longer for its answer is ended; None sets no limit.
            pause: seconds before another start is tried after a process could not start.
        """
        self.started = 0
        self.died = 0
        self._command = list(command)
        self._idle = idle
        self._seconds = seconds
        self._pause = pause
        self._waiting: list[tuple[Worker, threading.Timer]] = []
        self._busy: set[Worker] = set()
        self._start_error: FalseMatchError | None = None
        self._next_start = 0.0
        self._lock = threading.Lock()

    @property
    def is_running(self) -> bool:
        """True while a process is waiting for a task or working on one."""
        with self._lock:
            return bool(self._waiting or self._busy)

    def answers(self, items: Sequence[Any]) -> list[Answer | None]:
        """Return an answer for each item, in their order; None where a process died on it twice.

        Args:
            items: values that JSON can express.

        Raises:
            FalseMatchError: a process cannot start, or reports an error that concerns the whole
                run.
        """
        answers = self._ask(items)
        if answers is not None:
            return list(answers)
        # It is not known which item the process died on: each is tried once more, by itself.
        single = (self._ask([item]) for item in items)
        return [None if answer is None else answer[0] for answer in single]

    def stop(self) -> None:
        """End all processes that are waiting for a task."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for worker, timer in waiting:
            timer.cancel()
            worker.stop()

    def kill(self) -> None:
        """Kill all processes, as a system does that is out of memory; the next task finds out."""
        with self._lock:
            running = [worker for worker, _ in self._waiting] + list(self._busy)
        for worker in running:
            worker.kill()

    def _ask(self, items: Sequence[Any]) -> list[Answer] | None:
        worker = self._take()
        answers = None
        try:
            answers = worker.ask(items, self._seconds)
        finally:
            if answers is None:
                worker.stop()
                with self._lock:
                    self._busy.discard(worker)
            else:
                self._give_back(worker)
        if answers is None:
            with self._lock:
                self.died += 1
        return answers

    def _take(self) -> Worker:
        """Return a process that was waiting, or start one."""
        with self._lock:
            if self._waiting:
                worker, timer = self._waiting.pop()
                timer.cancel()
                self._busy.add(worker)
                return worker
            if self._start_error is not None and time.monotonic() < self._next_start:
                raise self._start_error
        try:
            worker = Worker(self._command)
        except FalseMatchError as error:
            with self._lock:
                self._start_error, self._next_start = error, time.monotonic() + self._pause
            raise
        with self._lock:
            self.started += 1
            self._busy.add(worker)
        return worker

    def _give_back(self, worker: Worker) -> None:
        """Let a process wait for its next task."""
        timer = threading.Timer(self._idle, self._retire, [worker])
        timer.daemon = True
        with self._lock:
            self._busy.discard(worker)
            self._waiting.append((worker, timer))
        timer.start()

    def _retire(self, worker: Worker) -> None:
        """End a process that has waited too long, unless a task has taken it in the meantime."""
        with self._lock:
            others = [pair for pair in self._waiting if pair[0] is not worker]
            was_waiting = len(others) < len(self._waiting)
            self._waiting = others
        if was_waiting:
            worker.stop()
