"""dlib's face detector on the upper levels of its own pyramid: the same boxes, sooner.

The detector doubles the photo and then slides a window of 73×73 pixels over a pyramid of ever
smaller copies, each 5/6 of the one before. Two thirds of the time go into the three largest levels,
which hold the smallest faces. Where the subject's face is large, those levels change nothing: so
the same pyramid is built, with dlib's own functions and pixel for pixel, and the search begins at a
higher level. The box that comes back is computed from the window's place exactly as dlib does it.
Source: dlib, ``scan_fhog_pyramid.h`` (levels, cells), ``image_pyramid.h`` (mapping between levels).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.matchers.dlib import nearest_to_center

WINDOW = 72
"""The window's right side minus its left, in pixels of its level."""

CELL = 8
WINDOWS = {WINDOW, WINDOW + CELL}
"""A window that begins outside the photo is a cell larger: dlib rounds away from zero there."""

OFFSET = 5
"""The windows' sides lie at ``OFFSET`` plus multiples of ``CELL``."""

SHARES = (0.5, 0.36)
"""Faces this large are searched for first, then these: shares of the photo's shorter side."""

OFF_CENTER = 0.3
"""The largest distance of a large face's middle from the photo's, in widths of the face."""

SURE = 0.7
"""The detector's score above which the best level searched is the best of all levels.

A face with a lower score may score better on a level below, which is not searched.
"""

Box = tuple[int, int, int, int]


class LargeFaceDetector:
    """Finds large faces near the photo's middle, or reports that it cannot tell."""

    def __init__(self, dlib: Any, detector: Any) -> None:
        """Take the ``dlib`` module and its frontal face detector."""
        self._resize = dlib.resize_image
        self._down = dlib.pyramid_down(6)
        self._detector = detector

    def boxes(self, image: NDArray[np.uint8]) -> list[Box]:
        """Boxes (top, right, bottom, left) of the large faces where one of them is the subject.

        Args:
            image: (height, width, 3) RGB.

        Returns:
            The boxes that face_recognition gives, cut to the photo; none where smaller faces have
            to be searched for before the subject is certain.
        """
        height, width = image.shape[:2]
        starts = [first_level(share * min(height, width)) for share in SHARES]
        # The size that dlib gives a photo when it doubles it.
        levels = [self._resize(image, 2 * height + 1, 2 * width + 2)]
        for _ in range(starts[0]):
            levels.append(self._down(levels[-1]))
        for start in starts:
            detections = self._on_levels_from(levels[start], start, (height, width))
            if detections and _includes_subject(detections, start, (height, width)):
                return [one.box for one in detections]
        return []

    def _on_levels_from(
        self, level: NDArray[np.uint8], start: int, size: tuple[int, int]
    ) -> list[_Detection]:
        boxes, scores, _ = self._detector.run(level, 0)
        detections = []
        for box, score in zip(boxes, scores, strict=True):
            exact = exact_box(sides(box), start)
            if exact is None:
                return []
            detections.append(_Detection(within(exact[0], size), exact[1], score))
        return detections


@dataclass(frozen=True)
class _Detection:
    """A box in the photo, how many levels above the first it was best, and its score."""

    box: Box
    above: int
    score: float


def _includes_subject(detections: list[_Detection], start: int, size: tuple[int, int]) -> bool:
    subject = nearest_to_center([one.box for one in detections], size)
    if start == 0:
        return True
    return any(
        one.box == subject and one.above > 0 and one.score >= SURE and is_central(subject, size)
        for one in detections
    )


def first_level(smallest: float) -> int:
    """Return the level at which to begin: one below that of the smallest face wanted.

    A face is seen on neighboring levels, and the best one wins; so a face that wins on the first
    level searched might have won below it, and one above it could not.

    Args:
        smallest: side of the smallest face wanted, in pixels of the photo.
    """
    if smallest < WINDOW / 2:
        return 0
    return max(0, math.floor(math.log(2 * smallest / WINDOW) / math.log(1.2) + 1e-9) - 1)


def is_central(box: Box, size: tuple[int, int]) -> bool:
    """Return whether a smaller face that is nearer the photo's middle would lie within this one.

    dlib drops the weaker of two boxes if one contains the other.

    Args:
        box: top, right, bottom, left.
        size: the photo's height and width.
    """
    top, right, bottom, left = box
    side = max(right - left, bottom - top)
    return max(abs(top + bottom - size[0]), abs(left + right - size[1])) / 2 <= OFF_CENTER * side


def sides(box: Any) -> Box:
    """Return (top, right, bottom, left) of a ``dlib.rectangle``."""
    return box.top(), box.right(), box.bottom(), box.left()


def within(box: Box, size: tuple[int, int]) -> Box:
    """Return the box cut to the photo, as face_recognition cuts it before finding landmarks."""
    top, right, bottom, left = box
    return max(top, 0), min(right, size[1]), min(bottom, size[0]), max(left, 0)


def exact_box(box: Box, start: int) -> tuple[Box, int] | None:
    """Return the box that dlib gives in the photo, from the box that it reports on level ``start``.

    The reported sides are rounded to whole pixels of that level. The window's true place is known
    nevertheless, because windows lie on a grid; from there it is mapped up and rounded once, as in
    dlib.

    Returns:
        The box, and how many levels above ``start`` its window lies; None if there is no window
        that dlib would report so.
    """
    size = min(box[1] - box[3], box[2] - box[0])
    guess = round(math.log(max(1, size) / WINDOW) / math.log(1.2))
    for above in range(max(0, guess - 1), guess + 2):
        window = [_on_grid(_down(side, above)) for side in box]
        if {window[1] - window[3], window[2] - window[0]} <= WINDOWS and box == tuple(
            _rounded(_up(side, above)) for side in window
        ):
            break
    else:
        return None
    # From the doubled photo to the photo: p / 2 − (1.25, 0.75) for x, y.
    shift = (0.75, 1.25, 0.75, 1.25)
    top, right, bottom, left = (
        _rounded(_rounded(_up(side, start + above)) / 2 - by)
        for side, by in zip(window, shift, strict=True)
    )
    return (top, right, bottom, left), above


def _on_grid(side: float) -> int:
    return OFFSET + CELL * _rounded((side - OFFSET) / CELL)


def _down(side: float, levels: int) -> float:
    for _ in range(levels):
        side = (side - 0.3) * 5 / 6
    return side


def _up(side: float, levels: int) -> float:
    for _ in range(levels):
        side = side * 6 / 5 + 0.3
    return side


def _rounded(value: float) -> int:
    return math.floor(value + 0.5)
