"""Tasks spread over worker processes; one that dies is replaced, and its items are tried again.

A worker is any program that prints ``ready`` on a line of its own and then answers every line it
reads with one line, both JSON. It is started by its command alone, so that nothing is inherited:
no fork beside running threads, no pickle, no second import of the caller's main module, and no
difference between Linux, Windows and macOS. One thread here waits for each worker.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.errors import FalseMatchError

Answer = Any
READY = "ready"


@dataclass(frozen=True)
class _Task:
    items: tuple[str, ...]
    attempt: int


class _Died(Exception):
    """A worker's process ended before it answered."""


class Worker:
    """One worker process."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - the caller's own command
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert self._process.stderr is not None
        self._stderr_lines: deque[bytes] = deque(maxlen=20)
        self._listener = threading.Thread(
            target=self._stderr_lines.extend, args=(self._process.stderr,), daemon=True
        )
        self._listener.start()
        try:
            greeting = self._read()
        except _Died as error:
            self.stop()
            raise FalseMatchError(
                f"a worker process was expected to start, found that it ended: {self.last_words}. "
                "Run again with --workers 1, or free some memory."
            ) from error
        if greeting != READY:
            self.stop()
            raise _reported_error(greeting)

    @property
    def last_words(self) -> str:
        """The last line the worker wrote on stderr."""
        lines = [line.decode("utf-8", "replace").strip() for line in self._stderr_lines]
        return next((line for line in reversed(lines) if line), "it printed nothing")

    def ask(self, items: Sequence[Any], seconds: float | None = None) -> list[Answer] | None:
        """Hand over items and wait for their answers; None if the process ended instead.

        Args:
            items: values that JSON can express; an answer comes back for each.
            seconds: a process that needs longer is ended.

        Raises:
            FalseMatchError: the worker reports an error that concerns the whole run.
        """
        assert self._process.stdin is not None
        alarm = threading.Timer(seconds, self.kill) if seconds is not None else None
        try:
            if alarm is not None:
                alarm.start()
            self._process.stdin.write(json.dumps(list(items)).encode() + b"\n")
            self._process.stdin.flush()
            answer = self._read()
        except (OSError, _Died):
            return None
        finally:
            if alarm is not None:
                alarm.cancel()
        if not isinstance(answer, list) or len(answer) != len(items):
            raise _reported_error(answer)
        return answer

    def kill(self) -> None:
        """End the process, whatever it is doing; a caller that waits for its answer gets None."""
        self._process.kill()

    def stop(self) -> None:
        """End the process and close its pipes."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):  # it left some input unread
                    pipe.close()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        try:
            line = self._process.stdout.readline()
            if not line.endswith(b"\n"):
                raise _Died
            return json.loads(line)
        except (OSError, ValueError) as error:
            raise _Died from error


def _reported_error(answer: Any) -> FalseMatchError:
    """Return the error that a worker reported as {"error": its class's name, "message": …}."""
    import simulator.errors

    if not isinstance(answer, dict):
        return FalseMatchError("an answer for each item was expected from a worker, found another.")
    kind = getattr(simulator.errors, str(answer.get("error")), FalseMatchError)
    if not (isinstance(kind, type) and issubclass(kind, FalseMatchError)):
        kind = FalseMatchError
    return kind(str(answer.get("message")))


class _Pool:
    """The tasks, the threads that hand them out, and the answers that came back."""

    def __init__(self, command: Sequence[str], batches: Sequence[Sequence[str]]) -> None:
        self._command = list(command)
        self._tasks = deque(_Task(tuple(batch), 1) for batch in batches)
        self.results: queue.Queue[tuple[tuple[str, ...], list[Answer] | None] | Exception | None]
        self.results = queue.Queue()
        self._lock = threading.Lock()
        self._running: set[Worker] = set()
        self._stopped = False

    def serve(self) -> None:
        """Work until no task is left; each thread runs this once."""
        worker: Worker | None = None
        try:
            while (task := self._next()) is not None:
                worker = worker or self._start()
                answers = worker.ask(task.items)
                if answers is None:
                    self._end(worker)
                    worker = None
                    self._try_again(task)
                else:
                    self.results.put((task.items, answers))
        except Exception as error:  # noqa: BLE001 - handed to the caller's thread
            self.results.put(error)
        finally:
            if worker is not None:
                self._end(worker)
            self.results.put(None)

    def _next(self) -> _Task | None:
        with self._lock:
            return self._tasks.popleft() if self._tasks and not self._stopped else None

    def _try_again(self, task: _Task) -> None:
        """Try each item of a task once more by itself: it is not known which one it died on."""
        if task.attempt > 1:
            self.results.put((task.items, None))
            return
        with self._lock:
            self._tasks.extendleft(_Task((item,), 2) for item in reversed(task.items))

    def _start(self) -> Worker:
        worker = Worker(self._command)
        with self._lock:
            self._running.add(worker)
            stopped = self._stopped
        if stopped:
            worker.kill()
        return worker

    def _end(self, worker: Worker) -> None:
        with self._lock:
            self._running.discard(worker)
        worker.stop()

    def stop(self) -> None:
        """Start no further task, and end all workers."""
        with self._lock:
            self._stopped = True
            running = list(self._running)
        for worker in running:
            worker.kill()


def run_in_workers(
    command: Sequence[str], batches: Sequence[Sequence[str]], workers: int
) -> Iterator[tuple[tuple[str, ...], list[Answer] | None]]:
    """Have batches of items answered by worker processes, in whatever order they finish.

    Args:
        command: starts one worker.
        batches: items that are handed over together.
        workers: processes.

    Yields:
        The items of a batch and an answer for each; None where the worker died on an item twice,
        which is then the only one.

    Raises:
        FalseMatchError: a worker cannot start, or reports an error that concerns the whole run.
    """
    pool = _Pool(command, batches)
    threads = [
        threading.Thread(target=pool.serve, daemon=True)
        for _ in range(max(1, min(workers, len(batches))))
    ]
    for thread in threads:
        thread.start()
    try:
        left = len(threads)
        while left:
            result = pool.results.get()
            if result is None:
                left -= 1
            elif isinstance(result, Exception):
                raise result
            else:
                yield result
    finally:
        pool.stop()
        for thread in threads:
            thread.join()
