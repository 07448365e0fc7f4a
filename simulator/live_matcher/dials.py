"""Three dials on a photo: light, blur and size, in the units of :mod:`simulator.faces.conditions`.

They act in the order in which a camera would: the head moves while the shutter is open, little
light reaches the sensor, and the finished picture is made small.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FULL_SIZE = 89
"""Width in pixels of the face box in the untouched portrait."""

LIGHT: tuple[int, ...] = tuple(range(10))
"""Stops of under-exposure: each halves the light."""

BLUR: tuple[int, ...] = tuple(range(31))
"""How far the head moves while the shutter is open, in percent of the face box's width."""

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
    """Where the three dials stand.

    Attributes:
        light: stops of under-exposure.
        blur: motion in percent of the face's width.
        size: width of the face in pixels.
    """

    light: int = 0
    blur: int = 0
    size: int = FULL_SIZE


CLEAN = Dials()


@dataclass(frozen=True)
class DialSteps:
    """The settings that each dial can stand on, from the untouched photo on."""

    light: tuple[int, ...] = LIGHT
    blur: tuple[int, ...] = BLUR
    size: tuple[int, ...] = SIZE

    def nearest(self, light: float, blur: float, size: float) -> Dials:
        """The setting closest to these values; of two the milder one."""
        return Dials(
            _nearest(self.light, light), _nearest(self.blur, blur), _nearest(self.size, size)
        )


def _nearest(steps: Sequence[int], value: float) -> int:
    return min(steps, key=lambda step: abs(step - value))


def apply_dials(
    pixels: NDArray[np.uint8], box: tuple[int, int, int, int], dials: Dials
) -> NDArray[np.uint8]:
    """A photo as the dials make it; the same photo and setting give the same pixels.

    Args:
        pixels: (height, width, 3) upright RGB.
        box: (top, right, bottom, left) of the face in that photo, in pixels.
        dials: a dial that stands on the untouched photo does nothing.

    Returns:
        The same shape and type.
    """
    # OpenCV is loaded only where a photo is worked on.
    from simulator.faces.conditions import at_face_width, blur_by_motion, underexpose

    seed = hashlib.sha256(pixels.tobytes()).digest()
    made = pixels
    if dials.blur:
        made = blur_by_motion(made, box, dials.blur / 100)
    if dials.light:
        made = underexpose(
            made, dials.light, np.random.default_rng(int.from_bytes(seed[:8], "big"))
        )
    if dials.size < FULL_SIZE:
        made = at_face_width(made, box, dials.size)
    return made
