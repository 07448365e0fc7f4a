"""The network on ONNX Runtime against dlib's own, on real and on made chips."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.matchers.dlib_onnx import OnnxNetwork, build_model
from simulator.matchers.dlib_weights import Weights, read_weights

pytest.importorskip("onnxruntime", reason="needs the matcher extra")
dlib = pytest.importorskip("dlib", reason="needs the matcher extra")
models = pytest.importorskip("face_recognition_models", reason="needs the matcher extra")


@pytest.fixture(scope="module")
def weights() -> Weights:
    return read_weights(Path(models.face_recognition_model_location()))


@pytest.fixture(scope="module")
def network(weights: Weights) -> OnnxNetwork:
    return OnnxNetwork(weights)


def chips() -> np.ndarray:
    """Return noise, black, white and a ramp, which no training set contains."""
    noise = np.random.default_rng(0).integers(0, 256, (150, 150, 3), np.uint8)
    ramp = np.broadcast_to(np.arange(150, dtype=np.uint8)[:, None, None], (150, 150, 3))
    return np.stack([noise, np.zeros_like(noise), np.full_like(noise, 255), ramp])


@pytest.mark.slow
def test_the_vectors_are_dlibs(network: OnnxNetwork) -> None:
    """They agree within 1e-4 for the same chip, the bound that the documents state."""
    reference = dlib.face_recognition_model_v1(models.face_recognition_model_location())
    own = np.array([reference.compute_face_descriptor(chip) for chip in chips()])
    assert np.linalg.norm(network.vectors(chips()) - own, axis=1).max() < 1e-4


def test_a_batch_is_its_chips_one_by_one(network: OnnxNetwork) -> None:
    """The other chips of a batch do not change a vector; no chips give no vectors."""
    alone = np.concatenate([network.vectors(chip[None]) for chip in chips()])
    assert np.abs(network.vectors(chips()) - alone).max() < 1e-5
    assert network.vectors(np.empty((0, 150, 150, 3), np.uint8)).shape == (0, 128)


def test_the_graph_is_the_same_every_time(weights: Weights) -> None:
    """Equal weights give equal bytes."""
    assert build_model(weights) == build_model(weights)
