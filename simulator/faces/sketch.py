"""Line sketches of faces, drawn from their landmarks where no photo is shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LINES: tuple[tuple[int, int, bool], ...] = (
    (0, 17, False),  # jaw
    (17, 22, False),  # brows
    (22, 27, False),
    (27, 31, False),  # bridge of the nose
    (31, 36, False),  # its lower edge
    (36, 42, True),  # eyes
    (42, 48, True),
    (48, 60, True),  # lips
    (60, 68, True),
)
"""(first, last + 1, closed) of each line in the 68-point scheme of iBUG 300-W."""
SIZE = 100


def normalized(landmarks: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return landmarks moved and scaled into a square of 0…99; proportions stay as they are.

    Args:
        landmarks: (68, 2) x, y in pixels.

    Returns:
        (68, 2) whole numbers; the longer side fills the square, the shorter is centered.
    """
    points = np.asarray(landmarks, np.float64)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (SIZE - 1) / max(float((high - low).max()), 1.0)
    centered = (points - (low + high) / 2) * scale + (SIZE - 1) / 2
    return np.asarray(np.clip(np.round(centered), 0, SIZE - 1), np.int64)


def sketch_text(landmarks: NDArray[np.integer]) -> str:
    """Return a sketch as text: two digits per coordinate, x y x y …, 272 characters."""
    return "".join(f"{value:02d}" for value in normalized(landmarks).ravel().tolist())


def sketch_path(sketch: str) -> str:
    """Return the path of a sketch for SVG's attribute ``d``.

    Args:
        sketch: the text of :func:`sketch_text`.
    """
    places = [(int(sketch[i : i + 2]), int(sketch[i + 2 : i + 4])) for i in range(0, 272, 4)]
    parts = []
    for first, end, closed in LINES:
        line = "L".join(f"{x} {y}" for x, y in places[first:end])
        parts.append(f"M{line}{'Z' if closed else ''}")
    return "".join(parts)
