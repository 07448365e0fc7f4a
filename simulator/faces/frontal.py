"""Landmarks of a face as it would be seen from the front, as far as 68 points say so.

Measured are the 68 places in the photo. Assumed is the depth of each point: that of a mean head,
:data:`MEAN_HEAD`. The head is laid over the points by least squares, its turn is taken back, and
the side that was turned away is drawn towards the mirror image of the other. A face that is turned
too far, or that no head fits, is refused.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MIRRORED = np.array(
    [
        *[*range(16, -1, -1), *range(26, 16, -1), *range(27, 31), *range(35, 30, -1)],
        *[45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40],
        *[*range(54, 47, -1), *range(59, 54, -1), *range(64, 59, -1), 67, 66, 65],
    ]
)
"""The point on the other side of the face, for each of the 68."""

_HALF = np.array(
    [
        *[(-1.180, 0.044, -1.244), (-1.170, 0.351, -1.187), (-1.142, 0.657, -1.158)],
        *[(-1.087, 0.960, -1.106), (-0.977, 1.244, -0.954), (-0.798, 1.494, -0.723)],
        *[(-0.568, 1.702, -0.451), (-0.304, 1.867, -0.186), (0.0, 1.916, -0.097)],
        *[(-0.926, -0.181, -0.245), (-0.789, -0.315, -0.028), (-0.591, -0.361, 0.149)],
        *[(-0.382, -0.337, 0.291), (-0.187, -0.262, 0.387)],
        *[(0.0, -0.040, 0.395), (0.0, 0.153, 0.531), (0.0, 0.346, 0.683), (0.0, 0.545, 0.829)],
        *[(-0.234, 0.683, 0.392), (-0.123, 0.726, 0.475), (0.0, 0.763, 0.527)],
        *[(-0.690, 0.007, -0.094), (-0.570, -0.062, 0.012), (-0.428, -0.062, 0.043)],
        *[(-0.302, 0.022, 0.019), (-0.436, 0.047, 0.025), (-0.575, 0.048, -0.005)],
        *[(-0.460, 1.080, -0.109), (-0.295, 1.000, 0.193), (-0.126, 0.966, 0.362)],
        *[(0.0, 0.993, 0.390), (0.0, 1.321, 0.272), (-0.135, 1.308, 0.245)],
        *[(-0.301, 1.239, 0.097), (-0.390, 1.086, -0.066), (-0.127, 1.056, 0.317)],
        *[(0.0, 1.068, 0.351), (0.0, 1.180, 0.285), (-0.129, 1.165, 0.255)],
    ]
)
_PLACES = [*range(9), *range(17, 22), *range(27, 31), *range(31, 34), *range(36, 42)]
_PLACES += [48, 49, 50, 51, 57, 58, 59, 60, 61, 62, 66, 67]


def _both_sides() -> Floats:
    head = np.zeros((68, 3))
    head[MIRRORED[_PLACES]] = _HALF * [-1, 1, 1]
    head[_PLACES] = _HALF
    return head


MEAN_HEAD = _both_sides()
"""(68, 3) right, down and forward of the middle between the eyes, in distances between the eyes.

Calculated by ``tools/mean_head.py`` from the bundled landmarks of four data sets.
"""

FARTHEST_TURN = 25.0
"""Degrees to a side beyond which a face is not drawn: too little of the other side is measured."""
FARTHEST_NOD = 18.0
"""Degrees up or down beyond which a face is not drawn."""
WORST_FIT = 0.32
"""Root mean square distance from the mean head, in distances between the eyes, of a face drawn."""
LEAST_ALIKE = 0.12
"""The same between a face drawn and its symmetric mean, before it is evened out."""
LEAST_MIRRORED = 0.5
"""How far a face that is not turned is drawn towards its mirror image: half, its symmetric mean."""
MIRRORED_AT = 20.0
"""Degrees at which only the side turned to the camera counts."""
REACH = (1.5, -0.7, 2.5)
"""Farthest to a side, up and down that a point may be, in distances between the eyes."""


def turns(landmarks: NDArray[np.number]) -> Floats:
    """Return by how many degrees heads are turned to a side, and down or up.

    Args:
        landmarks: (n, 68, 2) x, y in pixels.

    Returns:
        (n, 2) degrees, signed; 0 is the mean of the photos from which the mean head was calculated.
        nan where the eyes coincide.
    """
    return _degrees(fit(upright(landmarks), MEAN_HEAD)[0])


def frontal(landmarks: NDArray[np.number]) -> Floats:
    """Return landmarks turned to the front, upright, with the eyes one unit apart.

    Args:
        landmarks: (n, 68, 2) x, y in pixels.

    Returns:
        (n, 68, 2) right and down of the middle between the eyes, in distances between the eyes; nan
        where a face is turned farther than the limits above, or where no head fits.
    """
    points = upright(landmarks)
    rotation, scale, shift = fit(points, MEAN_HEAD)
    turned = _degrees(rotation)
    flat = (points - shift) / scale[:, None, None]
    flat = flat - MEAN_HEAD[:, 2:] * rotation[:, None, :, 2]
    facing = np.abs(turned) <= [FARTHEST_TURN, FARTHEST_NOD]
    drawn = np.asarray(facing.all(axis=1) & (scale > 0))
    # A head seen from the side cannot be turned back: it is refused, and its place is held.
    ahead = np.where(drawn[:, None, None], rotation[:, :, :2], np.eye(2))
    ahead = upright(flat @ np.linalg.inv(ahead).transpose(0, 2, 1))
    drawn &= _apart(ahead, MEAN_HEAD[:, :2]) <= WORST_FIT
    drawn &= _apart(ahead, (ahead * [-1, 1])[:, MIRRORED]) / 2 <= LEAST_ALIKE
    ahead = upright(_evened(ahead, turned[:, 0]))
    side, top, bottom = REACH
    drawn &= (np.abs(ahead[:, :, 0]) <= side).all(axis=1)
    drawn &= ((ahead[:, :, 1] >= top) & (ahead[:, :, 1] <= bottom)).all(axis=1)
    return np.where(drawn[:, None, None], ahead, np.nan)


def fit(points: Floats, head: Floats) -> tuple[Floats, Floats, Floats]:
    """Return what lays a head over points: the rotation's first two rows, the scale and the shift.

    The head is seen from far away (scaled orthographic projection): an affine map by least squares,
    then the closest one that only turns and scales.

    Args:
        points: (n, 68, 2).
        head: (68, 3).

    Returns:
        (n, 2, 3), (n,) and (n, 1, 2); the scale is nan where a point is.
    """
    middle, center = head.mean(axis=0), points.mean(axis=1, keepdims=True)
    known = np.asarray(np.isfinite(points).all(axis=(1, 2)))
    held = np.where(known[:, None, None], points - center, head[:, :2] - middle[:2])
    affine = (np.linalg.pinv(head - middle) @ held).transpose(0, 2, 1)
    left, stretch, right = np.linalg.svd(affine, full_matrices=False)
    rotation, scale = left @ right, np.where(known, stretch.mean(axis=1), np.nan)
    return rotation, scale, center - scale[:, None, None] * (rotation @ middle)[:, None]


def upright(points: NDArray[np.number]) -> Floats:
    """Return points with the middles of the eyes at (-0.5, 0), (0.5, 0); nan if they coincide."""
    plane = np.asarray(points, np.float64) @ np.array([1, 1j])
    one, other = plane[:, 36:42].mean(axis=1), plane[:, 42:48].mean(axis=1)
    apart = np.where(one == other, 1, other - one)
    with np.errstate(invalid="ignore"):  # what is no number stays none
        plane = (plane - ((one + other) / 2)[:, None]) / apart[:, None]
    places: Floats = np.stack([plane.real, plane.imag], axis=2)
    places[np.asarray(one == other)] = np.nan
    return places


def _apart(points: Floats, others: Floats) -> Floats:
    """Return the root mean square distance of points, (n, 68, 2), from others, for each face."""
    return np.asarray(np.sqrt(((points - others) ** 2).sum(axis=2).mean(axis=1)))


def _degrees(rotation: Floats) -> Floats:
    turn = np.arctan2(rotation[:, 0, 2], rotation[:, 0, 0])
    return np.asarray(
        np.degrees(np.stack([turn, np.arcsin(np.clip(rotation[:, 1, 2], -1, 1))], axis=1))
    )


def _evened(points: Floats, turn: Floats) -> Floats:
    """Return points drawn towards their mirror image, the more the farther the head was turned.

    Of each point and its mirror image, the one on the side that faced the camera counts more.
    """
    share = np.minimum(1, np.abs(turn) / MIRRORED_AT)[:, None, None]
    # 1 for a point that faced the camera, -1 for one that faced away.
    faced = -np.sign(turn)[:, None, None] * np.sign(MEAN_HEAD[:, :1])
    weight = 0.5 + 0.5 * share * faced
    even = weight * points + (1 - weight) * (points * [-1, 1])[:, MIRRORED]
    return np.asarray(points + (LEAST_MIRRORED + (1 - LEAST_MIRRORED) * share) * (even - points))
