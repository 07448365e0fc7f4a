"""The audit's classifier: scikit-learn, standard settings, nothing tuned.

Training needs scikit-learn; answering needs only the trained numbers. So the web app
trains in a process of its own (:mod:`simulator.audit.training_process`) and the server stays small.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PIPELINE = "StandardScaler, then LogisticRegression(solver='newton-cholesky'), otherwise defaults"


@dataclass(frozen=True)
class Classifier:
    """A trained classifier.

    Attributes:
        middle, spread: (d,) mean and standard deviation of each number of an encoding in training.
        weights: (d,) of the standardized numbers.
        offset: added to the weighted sum.
        version: of scikit-learn.
    """

    middle: NDArray[np.float64]
    spread: NDArray[np.float64]
    weights: NDArray[np.float64]
    offset: float
    version: str

    def chances(self, vectors: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the classifier's own probability that the label is "woman".

        The probability is not calibrated to anything in the world: it moves with the share of
        women in training.

        Args:
            vectors: (n, d) encodings.

        Returns:
            (n,) between 0 and 1.
        """
        score = ((vectors - self.middle) / self.spread) @ self.weights + self.offset
        return np.asarray(0.5 * (1 + np.tanh(score / 2)))  # the logistic function, never overflows


Train = Callable[[NDArray[np.float64], NDArray[np.bool_]], Classifier]


def train(vectors: NDArray[np.float64], woman: NDArray[np.bool_]) -> Classifier:
    """Train on encodings and labels.

    Args:
        vectors: (n, d) encodings, one per person.
        woman: (n,) the labels; both must occur.
    """
    import sklearn
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from threadpoolctl import threadpool_limits

    # The problem has one best solution; this solver runs into it whatever the machine. It is small:
    # one core is as fast as many, does not wait for others, and adds up in the same order.
    model = make_pipeline(
        StandardScaler(), LogisticRegression(solver="newton-cholesky", tol=1e-8, max_iter=200)
    )
    with threadpool_limits(limits=1):
        model.fit(vectors, woman)
    scaler, regression = model[0], model[-1]
    return Classifier(
        middle=np.asarray(scaler.mean_, np.float64),
        spread=np.asarray(scaler.scale_, np.float64),
        weights=np.asarray(regression.coef_[0], np.float64),
        offset=float(regression.intercept_[0]),
        version=sklearn.__version__,
    )
