"""The steps of encoding a photo, timed one by one on one core; used by ``encode.py``."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import dlib
import face_recognition_models as models
import numpy as np

from simulator.faces.photos import decode_photo
from simulator.matchers.dlib import nearest_to_center
from simulator.matchers.dlib_network import CHIP
from simulator.matchers.dlib_onnx import OnnxNetwork, build_model
from simulator.matchers.dlib_weights import read_weights
from simulator.matchers.fast import PADDING, weights_file
from simulator.matchers.large_faces import LargeFaceDetector, sides, within

BATCH = 8


def pieces(photos: list[Path]) -> list[tuple[str, str, str]]:
    """Return mean ms per photo: (step, the dlib encoder's, the fast encoder's)."""
    cv2.setNumThreads(1)
    detector = dlib.get_frontal_face_detector()
    large = LargeFaceDetector(dlib, detector)
    five = dlib.shape_predictor(models.pose_predictor_five_point_model_location())
    every = dlib.shape_predictor(models.pose_predictor_model_location())
    encoder = dlib.face_recognition_model_v1(models.face_recognition_model_location())
    weights = read_weights(weights_file())
    network = OnnxNetwork(weights)
    opencv = cv2.dnn.readNetFromONNX(np.frombuffer(build_model(weights), np.uint8))
    spent: dict[str, float] = defaultdict(float)
    chips: list[Any] = []
    fell_back = 0

    def timed(name: str, work: Callable[..., Any], *inputs: Any) -> Any:
        start = time.perf_counter()
        result = work(*inputs)
        spent[name] += time.perf_counter() - start
        return result

    for path in photos:
        content = path.read_bytes()
        image = timed("decode", decode_photo, content)
        found = timed("detect", detector, image, 1)
        large_ones = timed("detect large", large.boxes, image)
        if not large_ones:
            fell_back += 1
            timed("detect large", detector, image, 1)
        if not found:
            continue
        box = nearest_to_center(
            [within(sides(one), image.shape[:2]) for one in found], image.shape[:2]
        )
        place = dlib.rectangle(box[3], box[0], box[1], box[2])
        landmarks = timed("five", five, image, place)
        timed("every", every, image, place)
        chips.append(timed("chip", dlib.get_face_chip, image, landmarks, CHIP, PADDING))
        timed("network", encoder.compute_face_descriptor, chips[-1])
        timed("network, one", network.vectors, chips[-1][None])
    for start in range(0, len(chips), BATCH):
        batch = np.array(chips[start : start + BATCH])
        timed("network, batch", network.vectors, batch)
        timed("network, opencv", _opencv, opencv, batch)
    ms = {name: f"{1000 * total / len(photos):.1f}" for name, total in spent.items()}
    return [
        ("decode", ms["decode"], ms["decode"]),
        ("detect", ms["detect"], f"{ms['detect large']} (small faces for {fell_back})"),
        ("5 landmarks, for the chip", ms["five"], ms["five"]),
        ("68 landmarks, for the sketch", ms["every"], ms["every"]),
        ("align", ms["chip"], ms["chip"]),
        ("network", ms["network"], f"{ms['network, batch']} ({ms['network, one']} one by one)"),
        ("  the same on OpenCV's dnn", "", f"{ms['network, opencv']} (not used)"),
    ]


def _opencv(network: Any, batch: Any) -> Any:
    network.setInput(batch)
    return network.forward()
