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
from simulator.processes.idle_workers import IdleWorkers

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


def to_json(classifier: Classifier) -> dict[str, Any]:
    """Plain values; a float survives the way through decimal digits unchanged."""
    return {
        "middle": classifier.middle.tolist(),
        "spread": classifier.spread.tolist(),
        "weights": classifier.weights.tolist(),
        "offset": classifier.offset,
        "version": classifier.version,
    }


def from_json(value: dict[str, Any]) -> Classifier:
    """Return the classifier that :func:`to_json` was given."""
    middle, spread, weights = (np.array(value[n]) for n in ("middle", "spread", "weights"))
    return Classifier(middle, spread, weights, float(value["offset"]), str(value["version"]))


class Trainer:
    """Trains like :func:`simulator.audit.classifier.train`, in another process, for any thread."""

    def __init__(self, command: Sequence[str] | None = None, idle: float = IDLE) -> None:
        """Remember how to start the process.

        Args:
            command: the command that starts it; the real one by default.
            idle: seconds without training after which it is ended.
        """
        self.process = IdleWorkers(
            command or worker_process.command(__name__), idle=idle, seconds=SECONDS
        )
        self._lock = threading.Lock()

    def __call__(self, vectors: NDArray[np.float64], woman: NDArray[np.bool_]) -> Classifier:
        """Return the classifier trained on encodings and labels.

        A process that died is replaced, and asked once more.

        Raises:
            FalseMatchError: the process cannot start, or died twice.
        """
        with self._lock:  # one process: each takes 140 MB
            (answer,) = self.process.answers([_packed(vectors, woman)])
        if answer is None:
            raise FalseMatchError(
                "expected a trained classifier from its process, found that it ended twice. Free "
                "some memory, or start the app again."
            )
        return from_json(answer)

    def stop(self) -> None:
        """End the process; the next training starts another."""
        with self._lock:
            self.process.stop()


train_in_own_process = Trainer()
"""The trainer that everything in this process shares."""
