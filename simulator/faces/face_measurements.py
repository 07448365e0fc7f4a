"""What can be measured of a face in its photo: how sharp, how bright, how large, how far turned.

Sharpness and brightness need the photo (``tools/face_measurements.py`` writes them down); size and
pose come from the landmarks that are kept beside each encoding.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SIDE = 150
"""Height and width of the upright face crop in pixels: as large as the chip that dlib encodes."""

_PLACES = np.array([[0.30, 0.35], [0.70, 0.35], [0.50, 0.78]]) * SIDE
"""The middles of the eyes and the mouth in the crop (x, y in pixels)."""

_RIGHT_EYE, _LEFT_EYE, _MOUTH = slice(36, 42), slice(42, 48), slice(48, 68)

POSE_POINTS = (30, 8, 36, 45, 48, 54)
"""Tip of the nose, chin, outer corners of the eyes, corners of the mouth, of the 68 landmarks."""

HEAD = np.array(
    [
        (0.0, 0.0, 0.0),
        (0.0, -330.0, -65.0),
        (-225.0, 170.0, -135.0),
        (225.0, 170.0, -135.0),
        (-150.0, -150.0, -125.0),
        (150.0, -150.0, -125.0),
    ]
)
"""The same points on a head looking straight ahead: right, up, forward; in arbitrary units.

Source: Mallick (2016), Head Pose Estimation using OpenCV and Dlib, LearnOpenCV.
"""


def face_crop(pixels: NDArray[np.uint8], landmarks: NDArray[np.integer]) -> NDArray[np.uint8]:
    """Return a face cut out of its photo: gray, upright, always equally large.

    Args:
        pixels: (height, width, 3) upright RGB.
        landmarks: (68, 2) x, y in pixels.

    Returns:
        (SIDE, SIDE) gray levels.
    """
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    middles = _middles(landmarks.astype(np.float64)[None])[0]
    crop = cv2.warpAffine(
        gray, _similarity(middles, _PLACES), (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(crop, np.uint8)


def sharpness(crop: NDArray[np.uint8]) -> float:
    """Return the variance of the Laplacian of a face crop's gray levels; larger is sharper.

    Source: Pech-Pacheco et al. (2000), Proc. 15th ICPR, vol. 3, 314–317.
    """
    return float(cv2.Laplacian(crop.astype(np.float64), cv2.CV_64F).var())


def brightness(crop: NDArray[np.uint8]) -> float:
    """Return the mean gray level of a face crop, 0 (black) to 255: light and skin together."""
    return float(crop.mean())


def eye_distances(landmarks: NDArray[np.integer]) -> Floats:
    """Return the pixels between the middles of the eyes, (n,), from (n, 68, 2) landmarks."""
    middles = _middles(landmarks.astype(np.float64))
    return np.asarray(np.linalg.norm(middles[:, 1] - middles[:, 0], axis=1))


def turned(landmarks: NDArray[np.integer], sizes: NDArray[np.integer]) -> Floats:
    """Return by how many degrees each head is turned to a side, from 0, whichever the side.

    The six points of an average head are laid over the landmarks (perspective-n-point). Up and down
    are not used: the chin of an average head says little about that of another.

    Args:
        landmarks: (n, 68, 2) x, y in pixels.
        sizes: (n, 2) height and width of each photo in pixels.

    Returns:
        (n,) degrees; nan where no head fits.
    """
    return np.array([_turn(*one) for one in zip(landmarks, sizes, strict=True)], np.float64)


def _turn(landmarks: NDArray[np.integer], size: NDArray[np.integer]) -> float:
    height, width = float(size[0]), float(size[1])
    camera = np.array([[width, 0, width / 2], [0, width, height / 2], [0, 0, 1]])
    points = landmarks[list(POSE_POINTS)].astype(np.float64)
    model = HEAD * [1, -1, -1]  # An image's y points down and its z away from the camera.
    try:
        fits, rotation, _ = cv2.solvePnP(model, points, camera, None, flags=cv2.SOLVEPNP_SQPNP)
    except cv2.error:  # points on one line, say
        return math.nan
    if not fits:
        return math.nan
    forward = cv2.Rodrigues(rotation)[0] @ np.array([0.0, 0.0, -1.0])
    return math.degrees(math.atan2(abs(forward[0]), -forward[2]))


def _middles(points: Floats) -> Floats:
    """Return the middles of the eyes and the mouth, (n, 3, 2)."""
    parts = (_RIGHT_EYE, _LEFT_EYE, _MOUTH)
    return np.stack([points[:, part].mean(axis=1) for part in parts], axis=1)


def _similarity(source: Floats, target: Floats) -> Floats:
    """Return the (2, 3) rotation, scale and shift that best map source to target (Umeyama 1991)."""
    z, w = source @ [1, 1j], target @ [1, 1j]
    centered = z - z.mean()
    spread = float((np.abs(centered) ** 2).sum())
    turn = (np.conj(centered) @ (w - w.mean())) / spread if spread > 0 else 1.0 + 0j
    shift = w.mean() - turn * z.mean()
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])
