"""Image conditions: the effects of a worse camera or worse light on a photo, in physical units.

Each condition is a named transformation with a seed; the same photo, condition and seed give the
same pixels. Probes are degraded, the gallery stays clean. Lengths are measured on the face, whose
width is that of the face box found in the clean photo.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from simulator.errors import ExperimentError, nearest_name
from simulator.i18n.language import marked

Pixels = NDArray[np.uint8]
Box = tuple[int, int, int, int]

STOPS = 5
FULL_WELL = 20_000
"""Electrons of a pixel at white, at full exposure: a small camera sensor."""
READ_NOISE = 5.0
"""Electrons, root mean square."""
BLUR_IN_FACE_WIDTHS = 0.15
FACE_PIXELS = 32
JPEG_QUALITY = 10
GRAIN_SD = 25.0
"""Gray levels of 255."""


@dataclass(frozen=True)
class Condition:
    """One way in which a photo is worse.

    Attributes:
        name: as in ``--condition``.
        title: a short title.
        description: what is done to the photo, with units.
        apply: (pixels (height, width, 3) RGB, face box, random generator) → pixels.
    """

    name: str
    title: str
    description: str
    apply: Callable[[Pixels, Box, np.random.Generator], Pixels]


def degrade(pixels: Pixels, box: Box, condition: str, *, seed: int = 0) -> Pixels:
    """Return a photo as it would look under a condition.

    Args:
        pixels: (height, width, 3) upright RGB, 0–255.
        box: (top, right, bottom, left) of the face in the clean photo, in pixels.
        condition: its name.
        seed: together with the photo's content and the condition, it determines the noise.

    Returns:
        The same shape and type.

    Raises:
        ExperimentError: no condition has that name, or the box is empty.
    """
    chosen = condition_named(condition)
    if box[1] <= box[3] or box[2] <= box[0]:
        raise ExperimentError(
            f"expected a face box (top, right, bottom, left) with an area, found {box}. "
            "Encode the clean photo first."
        )
    content = hashlib.sha256(pixels.tobytes() + condition.encode()).digest()
    random = np.random.default_rng([seed, int.from_bytes(content[:8], "big")])
    return chosen.apply(pixels, box, random)


def condition_named(name: str) -> Condition:
    """Return the condition of that name.

    Raises:
        ExperimentError: there is none of that name.
    """
    if name not in CONDITIONS:
        raise ExperimentError(
            f"expected an image condition among {', '.join(CONDITIONS)}, found {name!r}. "
            + nearest_name(name, CONDITIONS, "Choose one of them.")
        )
    return CONDITIONS[name]


def low_light(pixels: Pixels, _box: Box, random: np.random.Generator) -> Pixels:
    """Underexpose by 5 stops: 1/32 of the light, with shot noise and read noise."""
    return underexpose(pixels, STOPS, random)


def underexpose(pixels: Pixels, stops: float, random: np.random.Generator) -> Pixels:
    """Halve the light ``stops`` times, with shot noise and read noise; leave it dark."""
    electrons = _to_linear(pixels) * FULL_WELL / 2**stops
    seen = random.poisson(electrons) + random.normal(0, READ_NOISE, pixels.shape)
    return _from_linear(seen / FULL_WELL)


def motion_blur(pixels: Pixels, box: Box, _random: np.random.Generator) -> Pixels:
    """Move the head sideways by 15% of its width while the shutter is open (in linear light)."""
    return blur_by_motion(pixels, box, BLUR_IN_FACE_WIDTHS)


def blur_by_motion(pixels: Pixels, box: Box, face_widths: float) -> Pixels:
    """Move the head sideways by this fraction of its width while the shutter is open."""
    length = face_widths * (box[1] - box[3])
    # The two outermost weights carry the fraction of a length that is not a whole number.
    half = max(0.0, (length - 1) / 2)
    reach = int(np.ceil(half))
    kernel = np.ones(2 * reach + 1, np.float64)
    if reach:
        kernel[[0, -1]] = half - (reach - 1)
    kernel /= kernel.sum()
    blurred = cv2.filter2D(_to_linear(pixels), -1, kernel[None, :], borderType=cv2.BORDER_REFLECT)
    return _from_linear(blurred)


def small_face(pixels: Pixels, box: Box, _random: np.random.Generator) -> Pixels:
    """Make the face box 32 pixels wide, as from far away, and scale the photo back bicubically."""
    return at_face_width(pixels, box, FACE_PIXELS)


def at_face_width(pixels: Pixels, box: Box, face_pixels: float) -> Pixels:
    """Make the face box ``face_pixels`` wide and scale the photo back bicubically."""
    height, width = pixels.shape[:2]
    scale = face_pixels / (box[1] - box[3])
    if scale >= 1:
        return pixels
    smaller = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, smaller, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def jpeg(pixels: Pixels, _box: Box, _random: np.random.Generator) -> Pixels:
    """Save as JPEG at quality 10 of 100 with chroma subsampling 4:2:0, and read it again."""
    _, content = cv2.imencode(
        ".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    )
    return np.asarray(
        cv2.cvtColor(cv2.imdecode(content, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB), np.uint8
    )


def grain(pixels: Pixels, _box: Box, random: np.random.Generator) -> Pixels:
    """Add gray grain, one pixel wide, with a standard deviation of 25 of 255 levels."""
    noise = random.normal(0, GRAIN_SD, pixels.shape[:2])[:, :, None]
    return np.clip(np.rint(pixels + noise), 0, 255).astype(np.uint8)


def _to_linear(pixels: Pixels) -> NDArray[np.float64]:
    """Convert sRGB levels to linear light, white = 1 (IEC 61966-2-1)."""
    level = pixels / 255.0
    return np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)


def _from_linear(light: NDArray[np.float64]) -> Pixels:
    clipped = np.clip(light, 0.0, 1.0)
    level = np.where(clipped <= 0.0031308, 12.92 * clipped, 1.055 * clipped ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(255 * level), np.uint8)


CONDITIONS: dict[str, Condition] = {
    entry.name: entry
    for entry in (
        Condition(
            marked("low-light"),
            "Low light",
            f"underexposed by {STOPS} stops; shot noise of a {FULL_WELL:,} e⁻ full well, "
            f"{READ_NOISE:g} e⁻ read noise; not brightened afterwards",
            low_light,
        ),
        Condition(
            marked("motion-blur"),
            "Motion blur",
            f"sideways motion over {100 * BLUR_IN_FACE_WIDTHS:g}% of the face box's width",
            motion_blur,
        ),
        Condition(
            marked("face-32px"),
            "32-pixel face",
            f"face box {FACE_PIXELS} pixels wide, scaled back bicubically before detection",
            small_face,
        ),
        Condition(marked("jpeg"), "JPEG", f"JPEG quality {JPEG_QUALITY} of 100", jpeg),
        Condition(
            marked("grain"),
            "Grain",
            f"gray grain, standard deviation {GRAIN_SD:g} of 255 levels, one pixel wide",
            grain,
        ),
    )
}
