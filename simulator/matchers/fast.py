"""The dlib matcher's fast encoder: the same photos, the same vectors, a fraction of the time.

It differs from the reference in ``matchers/dlib.py`` in three ways: the network runs on ONNX
Runtime, on several face chips at once; small faces are searched for only where no large face is the
subject; ``others`` counts only faces of the sizes searched. The landmark models and chips are
dlib's own, and so are the boxes, pixel for pixel.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import MatcherNotInstalled, WeightsError
from simulator.matchers.base import Face, FailureToEnrol, MatcherInfo
from simulator.matchers.dlib import (
    HOW_TO_INSTALL,
    SETTINGS,
    SMALLEST_SIDE,
    face_in_photo,
    installed_info,
    nearest_to_center,
    scaled_down,
)
from simulator.matchers.dlib_network import CHIP
from simulator.matchers.dlib_onnx import OnnxNetwork, is_installed
from simulator.matchers.dlib_weights import check_weights, read_weights
from simulator.matchers.large_faces import Box, LargeFaceDetector, sides, within

ENCODER = "fast-1"
"""Recorded beside every encoding. A change that may alter a vector needs a new number."""

PADDING = 0.25
"""The margin of a face chip around the face, as a share of its side; dlib's encoder uses it too."""


@dataclass(frozen=True)
class _AlignedFace:
    """A subject that has been found and aligned, but not yet encoded."""

    chip: NDArray[np.uint8]
    box: Box
    landmarks: NDArray[np.float64]
    others: int
    scale: float
    size: tuple[int, int]


class FastMatcher:
    """dlib's detector, landmark models and network, rearranged for speed."""

    def __init__(self) -> None:
        """Load the models (less than a second and about 200 MB).

        Raises:
            MatcherNotInstalled: dlib or the models are missing.
            WeightsError: the network's weights are not those that this reader knows.
        """
        try:
            import dlib
            import face_recognition_models as models
        except ImportError as error:
            raise MatcherNotInstalled(HOW_TO_INSTALL) from error
        self._chip = dlib.get_face_chip
        self._rectangle = dlib.rectangle
        self._detector: Any = dlib.get_frontal_face_detector()
        self._large = LargeFaceDetector(dlib, self._detector)
        self._five = dlib.shape_predictor(models.pose_predictor_five_point_model_location())
        self._all = dlib.shape_predictor(models.pose_predictor_model_location())
        self._network = OnnxNetwork(read_weights(weights_file()))
        self._info = fast_info()

    @property
    def info(self) -> MatcherInfo:
        """The reference's name, version and settings, and this encoder's name."""
        return self._info

    def encode(self, pixels: NDArray[np.uint8]) -> Face | FailureToEnrol:
        """Find the subject and encode it; see :meth:`DlibMatcher.encode`."""
        return self.encode_all([pixels])[0]

    def encode_all(self, photos: Sequence[NDArray[np.uint8]]) -> list[Face | FailureToEnrol]:
        """Encode photos, (height, width, 3) upright RGB each, with one run of the network."""
        subjects = [self._find(pixels) for pixels in photos]
        chips = [one.chip for one in subjects if isinstance(one, _AlignedFace)]
        vectors = iter(self._network.vectors(np.array(chips, np.uint8)))
        return [
            one if isinstance(one, FailureToEnrol) else _face(one, next(vectors))
            for one in subjects
        ]

    def _find(self, pixels: NDArray[np.uint8]) -> _AlignedFace | FailureToEnrol:
        height, width = pixels.shape[:2]
        if min(height, width) < SMALLEST_SIDE:
            return FailureToEnrol("too small for a face")
        image, scale = scaled_down(pixels)
        boxes = self._boxes(image)
        if not boxes:
            return FailureToEnrol("no face found")
        box = nearest_to_center(boxes, (image.shape[0], image.shape[1]))
        top, right, bottom, left = box
        place = self._rectangle(left, top, right, bottom)
        points = self._all(image, place).parts()
        return _AlignedFace(
            chip=self._chip(image, self._five(image, place), CHIP, PADDING),
            box=box,
            landmarks=np.array([(point.x, point.y) for point in points], dtype=np.float64),
            others=len(boxes) - 1,
            scale=scale,
            size=(height, width),
        )

    def _boxes(self, image: NDArray[np.uint8]) -> list[Box]:
        """Return the large faces if the subject is among them; otherwise those of the reference."""
        boxes = self._large.boxes(image)
        if boxes:
            return boxes
        for upsample in SETTINGS["upsample"]:
            rectangles = self._detector(image, upsample)
            if rectangles:
                size = (image.shape[0], image.shape[1])
                return [within(sides(rectangle), size) for rectangle in rectangles]
        return []


def _face(aligned: _AlignedFace, vector: NDArray[np.float32]) -> Face | FailureToEnrol:
    if not np.isfinite(vector).all():
        return FailureToEnrol("no usable encoding")
    return face_in_photo(
        aligned.box, aligned.landmarks, vector, aligned.others, aligned.scale, aligned.size
    )


def weights_file() -> Path:
    """Return the file of the network's weights in the installed package.

    Raises:
        MatcherNotInstalled: the package is missing.
    """
    try:
        import face_recognition_models as models
    except ImportError as error:
        raise MatcherNotInstalled(HOW_TO_INSTALL) from error
    return Path(models.face_recognition_model_location())


def fast_info() -> MatcherInfo:
    """Return the reference's info with this encoder's name: comparable, but distinguishable.

    Raises:
        MatcherNotInstalled: face_recognition or dlib is missing.
    """
    return dataclasses.replace(installed_info(), encoder=ENCODER)


@functools.cache
def why_unusable() -> str | None:
    """Return why this encoder cannot run here, in words; None if it can.

    Raises:
        MatcherNotInstalled: the matcher itself is missing, so that no encoder can run.
    """
    installed_info()
    if not is_installed():
        return "ONNX Runtime was expected, found none (`pip install onnxruntime` adds it)"
    try:
        check_weights(weights_file())
    except WeightsError as error:
        return str(error).rstrip(".")
    return None
