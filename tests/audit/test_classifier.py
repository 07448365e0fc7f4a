"""The classifier equals scikit-learn's pipeline to the last digits, and answers without it."""

from __future__ import annotations

import json

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from simulator.audit.classifier import Classifier, train


def sample(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    woman = random.random(300) < 0.3
    return random.normal(size=(300, 8)) + woman[:, None] * 0.8, woman


def test_chances_are_scikit_learns() -> None:
    """Answers equal the pipeline's predict_proba, and another solver finds the same optimum."""
    vectors, woman = sample()
    found = train(vectors, woman).chances(vectors)
    for solver, off in (("newton-cholesky", 1e-9), ("lbfgs", 1e-5)):
        pipeline = make_pipeline(
            StandardScaler(), LogisticRegression(solver=solver, tol=1e-8, max_iter=5000)
        ).fit(vectors, woman)
        assert np.abs(pipeline.predict_proba(vectors)[:, 1] - found).max() < off


def test_training_twice_gives_the_same() -> None:
    """Training twice gives the same classifier to the last bit."""
    first, second = train(*sample()), train(*sample())
    assert first.weights.tolist() == second.weights.tolist()
    assert first.offset == second.offset


def test_worked_by_hand() -> None:
    """(4 − 2) / 2 × 1 + 0 = 1: the logistic function gives 0.7311; far out it stays in 0–1."""
    one = Classifier(np.array([2.0]), np.array([2.0]), np.array([1.0]), 0.0, "")
    assert one.chances(np.array([[4.0], [2.0], [1e9], [-1e9]])).round(4).tolist() == [
        0.7311,
        0.5,
        1.0,
        0.0,
    ]


def test_numbers_survive_json() -> None:
    """Sending a classifier to and from a worker process changes nothing."""
    weights = train(*sample()).weights
    assert json.loads(json.dumps(weights.tolist())) == weights.tolist()
