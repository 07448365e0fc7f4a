"""The audit's training in a process of its own: the web app's server never loads scikit-learn.

The library would add a third to the server's memory for good. The process is started when it is
first needed and ended when nobody has trained for a while.
"""

from __future__ import annotations

import base64
import sys
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.audit.classifier import Classifier, train
from simulator.errors import FalseMatchError
from simulator.processes import worker_process
from simulator.processes.worker_pool import Worker

SECONDS = 60.0
"""Training takes a fraction of a second; a process that needs this long hangs."""
IDLE = 300.0
"""Seconds without training after which the process is ended."""


def main() -> None:
    """Load scikit-learn, then train for every item."""
    worker_process.serve(_load, answers)


def _load() -> None:
    """Import scikit-learn before the first question, without pandas: 70 MB that arrays do not need.

    It imports pandas where it is installed, and does without where it is not.
    """
    hidden = [name for name in ("pandas", "pyarrow") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    import sklearn.linear_model
    import sklearn.pipeline
    import sklearn.preprocessing  # noqa: F401

    for name in hidden:
        del sys.modules[name]


def answers(_loaded: None, items: list[Any]) -> list[dict[str, Any]]:
    """A trained classifier for each [vectors as bytes in base64, labels], as plain values."""
    return [to_json(train(*_unpacked(*item))) for item in items]


def _packed(vectors: NDArray[np.float64], woman: NDArray[np.bool_]) -> list[Any]:
    return [base64.b64encode(vectors.astype("<f8").tobytes()).decode(), woman.tolist()]


def _unpacked(text: str, labels: list[bool]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    woman = np.array(labels, bool)
    vectors = np.frombuffer(base64.b64decode(text), "<f8").reshape(len(woman), -1)
    return vectors.astype(np.float64), woman


def to_json(found: Classifier) -> dict[str, Any]:
    """Plain values; a float survives the way through decimal digits unchanged."""
    return {
        "middle": found.middle.tolist(),
        "spread": found.spread.tolist(),
        "weights": found.weights.tolist(),
        "offset": found.offset,
        "version": found.version,
    }


def from_json(value: dict[str, Any]) -> Classifier:
    """What :func:`to_json` was given."""
    middle, spread, weights = (np.array(value[n]) for n in ("middle", "spread", "weights"))
    return Classifier(middle, spread, weights, float(value["offset"]), str(value["version"]))


class Trainer:
    """Trains like :func:`simulator.audit.classifier.train`, elsewhere; for any number of threads.

    Attributes:
        started: how many processes there have been.
    """

    def __init__(self, command: Sequence[str] | None = None, idle: float = IDLE) -> None:
        """Remember how to start the process.

        Args:
            command: the command that starts it; the real one by default.
            idle: seconds without training after which it is ended.
        """
        self._command = command or worker_process.command(__name__)
        self._idle = idle
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._alarm: threading.Timer | None = None
        self.started = 0

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._worker is not None

    def __call__(self, vectors: NDArray[np.float64], woman: NDArray[np.bool_]) -> Classifier:
        """Train on encodings and labels; a process that died is replaced, and asked once more.

        Raises:
            FalseMatchError: it cannot start, or died twice.
        """
        with self._lock:
            self._quiet()
            try:
                for _ in range(2):
                    if self._worker is None:
                        self._worker = Worker(self._command)
                        self.started += 1
                    said = self._worker.ask([_packed(vectors, woman)], SECONDS)
                    if said is not None:
                        return from_json(said[0])
                    self._end()
            except FalseMatchError:
                self._end()
                raise
            finally:
                self._wait()
        raise FalseMatchError(
            "expected a trained classifier from its process, found that it ended twice. Free some "
            "memory, or start the app again."
        )

    def stop(self) -> None:
        """End the process; the next training starts another."""
        with self._lock:
            self._quiet()
            self._end()

    def _quiet(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _wait(self) -> None:
        if self._worker is not None:
            self._alarm = threading.Timer(self._idle, self.stop)
            self._alarm.daemon = True
            self._alarm.start()

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()


train_apart = Trainer()
"""The one of this process."""
