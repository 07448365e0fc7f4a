"""A toy matcher: the middle of the photo as 16×16 gray cells. It recognizes nobody reliably.

It is here to be copied: replace the body of ``encode`` with a call to your own system.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from simulator.matchers.base import Face, FailureToEnrol, MatcherInfo

SIDE = 16


class TinyGrey:
    """The two things falsematch expects of a matcher: ``info`` and ``encode``."""

    # Everything that changes a vector belongs here: it is the key of cached encodings.
    info = MatcherInfo(
        name="tiny-grey", version="0.1.0", dimension=SIDE * SIDE, settings={"side": SIDE}
    )

    def encode(self, pixels: NDArray[np.uint8]) -> Face | FailureToEnrol:
        """Encode an upright RGB photo of shape (height, width, 3)."""
        height, width = pixels.shape[:2]
        if min(height, width) < 2 * SIDE:
            return FailureToEnrol("too small for a face")
        top, left = height // 5, width // 5
        middle = cv2.cvtColor(pixels[top : height - top, left : width - left], cv2.COLOR_RGB2GRAY)
        cells = cv2.resize(middle, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
        cells -= cells.mean()
        length = float(np.linalg.norm(cells))
        if length == 0:
            return FailureToEnrol("no face found")
        return Face(
            box=(top, width - left, height - top, left),
            landmarks=np.zeros((68, 2), np.int32),  # a matcher without landmarks leaves them at 0
            vector=(cells / length).reshape(-1),  # of length 1, so distances are between 0 and 2
            others=0,
            size=(height, width),
        )
