"""The open matcher: face_recognition, which wraps dlib's ResNet. The only importer of either.

The subject is the face nearest the center of the photo: LFW's authors use this rule to define whom
a photo shows, and it is right for portraits and booking photos.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import io
import warnings
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from simulator.errors import MatcherNotInstalled
from simulator.matchers.base import Face, FailureToEnrol, MatcherInfo

SETTINGS: dict[str, Any] = {
    "detector": "hog",
    "upsample": [1, 2],
    "landmarks_for_encoding": 5,
    "jitters": 1,
    "longest_side": 700,
    # The matcher's identity is a hash of these settings: the spelling must never change.
    "subject": "face nearest the centre",
}

SMALLEST_SIDE = 16
"""Pixels; a photo with a shorter side is not searched for faces."""

HOW_TO_INSTALL = (
    "expected the matcher's packages, found none. Run `falsematch matcher install`, or in a "
    "checkout `make demo`."
)


class DlibMatcher:
    """face_recognition's detector, landmark models and 128-d encoder behind the protocol."""

    def __init__(self) -> None:
        """Load the models (about a second and 150 MB).

        Raises:
            MatcherNotInstalled: face_recognition, dlib or the models are missing.
        """
        self._api = _load_api()
        self._info = installed_info()

    @property
    def info(self) -> MatcherInfo:
        """Name, version and settings."""
        return self._info

    def encode(self, pixels: NDArray[np.uint8]) -> Face | FailureToEnrol:
        """Find the subject and encode it.

        Args:
            pixels: (height, width, 3) upright RGB, 0–255.

        Returns:
            The face, in the photo's own pixel coordinates, or a failure to enroll.
        """
        if min(pixels.shape[:2]) < SMALLEST_SIDE:
            return FailureToEnrol("too small for a face")
        image, scale = scaled_down(pixels)
        boxes: list[tuple[int, int, int, int]] = []
        for upsample in SETTINGS["upsample"]:
            boxes = self._api.face_locations(image, upsample, model="hog")
            if boxes:
                break
        if not boxes:
            return FailureToEnrol("no face found")
        box = nearest_to_center(boxes, (image.shape[0], image.shape[1]))
        vector = self._api.face_encodings(image, [box], num_jitters=1, model="small")[0]
        if not np.isfinite(vector).all():
            return FailureToEnrol("no usable encoding")
        points = self._api._raw_face_landmarks(image, [box], model="large")[0].parts()
        landmarks = np.array([(point.x, point.y) for point in points], dtype=np.float64)
        height, width = pixels.shape[:2]
        return face_in_photo(box, landmarks, vector, len(boxes) - 1, scale, (height, width))

    def encode_all(self, photos: Sequence[NDArray[np.uint8]]) -> list[Face | FailureToEnrol]:
        """Encode photos one after the other."""
        return [self.encode(pixels) for pixels in photos]


def scaled_down(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """Return the photo with at most ``longest_side`` pixels a side, and its scale (at most 1)."""
    height, width = pixels.shape[:2]
    scale = min(1.0, SETTINGS["longest_side"] / max(height, width))
    if scale < 1.0:
        smaller = (max(1, round(width * scale)), max(1, round(height * scale)))
        pixels = cv2.resize(pixels, smaller, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(pixels), scale


def face_in_photo(
    box: tuple[int, int, int, int],
    landmarks: NDArray[np.float64],
    vector: NDArray[Any],
    others: int,
    scale: float,
    size: tuple[int, int],
) -> Face:
    """Return a face in the photo's own pixels, from its place in the photo scaled by ``scale``."""
    top, right, bottom, left = (round(side / scale) for side in box)
    return Face(
        box=(top, right, bottom, left),
        landmarks=np.rint(landmarks / scale).astype(np.int32),
        vector=vector.astype(np.float32),
        others=others,
        size=size,
    )


def nearest_to_center(
    boxes: list[tuple[int, int, int, int]], size: tuple[int, int]
) -> tuple[int, int, int, int]:
    """Return the (top, right, bottom, left) box whose middle is nearest that of (height, width).

    Ties go to the larger box, then to the upper left one, so that the choice never depends on the
    detector's order.
    """
    height, width = size

    def key(box: tuple[int, int, int, int]) -> tuple[float, int, int, int]:
        top, right, bottom, left = box
        off_center = (top + bottom - height) ** 2 + (left + right - width) ** 2
        return (off_center, -(bottom - top) * (right - left), top, left)

    return min(boxes, key=key)


@functools.cache
def installed_info() -> MatcherInfo:
    """Return the installed matcher's name, version and settings without loading its models.

    Raises:
        MatcherNotInstalled: face_recognition or dlib is missing.
    """
    try:
        wrapper = importlib.metadata.version("face-recognition")
        dlib = _dlib_version()
    except importlib.metadata.PackageNotFoundError as error:
        raise MatcherNotInstalled(HOW_TO_INSTALL) from error
    return MatcherInfo(
        name="dlib",
        version=f"face_recognition {wrapper}, dlib {dlib}",
        dimension=128,
        settings=SETTINGS,
    )


def _dlib_version() -> str:
    for distribution in ("dlib-bin", "dlib"):
        try:
            version = importlib.metadata.version(distribution)
        except importlib.metadata.PackageNotFoundError:
            continue
        return version.split(".post")[0]
    raise importlib.metadata.PackageNotFoundError("dlib")


def _load_api() -> ModuleType:
    # On missing models face_recognition prints to stdout and calls quit(), which would take the
    # process with it: SystemExit, or NameError where Python runs without `site`.
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import face_recognition.api as api
    except (ImportError, NameError, SystemExit) as error:
        raise MatcherNotInstalled(HOW_TO_INSTALL) from error
    return api  # type: ignore[no-any-return]
