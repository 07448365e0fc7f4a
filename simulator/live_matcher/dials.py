"""Three dials on a photo: light, blur and size, in the units of :mod:`simulator.faces.conditions`.

They act in the order in which a camera would: the head moves while the shutter is open, too little
light reaches the sensor, and the finished picture is made smaller.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FULL_SIZE = 89
"""Width of the face box in the unchanged portrait, in pixels."""

LIGHT: tuple[int, ...] = tuple(range(10))
"""Stops of underexposure; each stop halves the light."""

BLUR: tuple[int, ...] = tuple(range(31))
"""Distance the head moves while the shutter is open, in percent of the face box's width."""

SIZE: tuple[int, ...] = (
    FULL_SIZE,
    80,
    72,
    64,
    56,
    48,
    40,
    36,
    32,
    28,
    24,
    20,
    18,
    16,
    14,
    12,
    10,
    8,
)
"""Width of the face box in pixels."""


@dataclass(frozen=True)
class Dials:
    """The settings of the three dials.

    Attributes:
        light: stops of underexposure.
        blur: motion, in percent of the face's width.
        size: width of the face, in pixels.
    """

    light: int = 0
    blur: int = 0
    size: int = FULL_SIZE


CLEAN = Dials()


@dataclass(frozen=True)
class DialSteps:
    """The settings that each dial offers, starting with the unchanged photo."""

    light: tuple[int, ...] = LIGHT
    blur: tuple[int, ...] = BLUR
    size: tuple[int, ...] = SIZE

    def nearest(self, light: float, blur: float, size: float) -> Dials:
        """Return the setting closest to these values; between two, the one that changes less."""
        return Dials(
            _nearest(self.light, light), _nearest(self.blur, blur), _nearest(self.size, size)
        )


def _nearest(steps: Sequence[int], value: float) -> int:
    return min(steps, key=lambda step: abs(step - value))


def apply_dials(
    pixels: NDArray[np.uint8], box: tuple[int, int, int, int], dials: Dials
) -> NDArray[np.uint8]:
    """Apply the dials to a photo; the same photo and setting always give the same pixels.

    Args:
        pixels: (height, width, 3) upright RGB.
        box: (top, right, bottom, left) of the face in that photo, in pixels.
        dials: the settings; a dial at its first setting changes nothing.

    Returns:
        The changed photo, with the same shape and type.
    """
    # OpenCV is loaded only when a photo is changed.
    from simulator.faces.conditions import at_face_width, blur_by_motion, underexpose

    seed = hashlib.sha256(pixels.tobytes()).digest()
    changed = pixels
    if dials.blur:
        changed = blur_by_motion(changed, box, dials.blur / 100)
    if dials.light:
        changed = underexpose(
            changed, dials.light, np.random.default_rng(int.from_bytes(seed[:8], "big"))
        )
    if dials.size < FULL_SIZE:
        changed = at_face_width(changed, box, dials.size)
    return changed
