"""Sharpness, brightness, size and pose of a face: by hand, on made pictures, by projection."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from simulator.faces.face_measurements import (
    HEAD,
    POSE_POINTS,
    SIDE,
    brightness,
    eye_distances,
    face_crop,
    sharpness,
    turned,
)


def landmarks(scale=1.0):
    """Return 68 points whose eyes and mouth lie where a crop of the whole photo has them."""
    points = np.zeros((68, 2))
    points[36:42], points[42:48], points[48:68] = (45, 52.5), (105, 52.5), (75, 117)
    return np.rint(points * scale).astype(np.int16)


def test_sharpness_by_hand():
    """A single pixel of 9: the Laplacian is −36 there, 9 beside it; the mean is 0."""
    crop = np.zeros((10, 10), np.uint8)
    crop[5, 5] = 9
    assert sharpness(crop) == pytest.approx((36**2 + 4 * 9**2) / 100)
    assert brightness(crop) == pytest.approx(0.09)


def test_blur_lowers_sharpness_and_leaves_brightness():
    pixels = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3)).astype(np.uint8)
    clear = face_crop(pixels, landmarks())
    blurred = face_crop(cv2.GaussianBlur(pixels, (0, 0), 2), landmarks())
    assert clear.shape == (SIDE, SIDE)
    assert sharpness(blurred) < sharpness(clear) / 10
    assert brightness(blurred) == pytest.approx(brightness(clear), abs=2)


def test_a_larger_photo_of_the_same_face_is_cut_out_alike():
    small = np.zeros((SIDE, SIDE, 3), np.uint8)
    small[40:110, 40:110] = 200
    large = cv2.resize(small, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
    apart = np.abs(
        face_crop(small, landmarks()).astype(int) - face_crop(large, landmarks(2)).astype(int)
    )
    assert np.percentile(apart, 90) == 0
    assert eye_distances(np.stack([landmarks(), landmarks(2)])) == pytest.approx([60, 120])


@pytest.mark.parametrize("degrees", [0, 10, -30, 45])
@pytest.mark.parametrize("nod", [0, 15])
def test_a_turned_head_is_measured_by_opencvs_own_camera(degrees, nod):
    """OpenCV, projectPoints: a head turned to a side by so many degrees, nodding or not."""
    around_y = cv2.Rodrigues(np.array([0, np.radians(degrees), 0]))[0]
    around_x = cv2.Rodrigues(np.array([np.radians(nod), 0, 0]))[0]
    rotation = cv2.Rodrigues(around_y @ around_x)[0]
    camera = np.array([[3000.0, 0, 1500], [0, 3000, 1800], [0, 0, 1]])
    seen, _ = cv2.projectPoints(HEAD * [1, -1, -1], rotation, np.array([0, 0, 2e3]), camera, None)
    points = np.zeros((1, 68, 2))
    points[0, list(POSE_POINTS)] = seen[:, 0]
    found = turned(np.rint(points).astype(np.int32), np.array([[3600, 3000]]))
    assert found == pytest.approx([abs(degrees)], abs=0.5)
