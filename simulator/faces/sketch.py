"""Drawings of faces from their 68 landmarks, turned to the front, where no photo is shown.

``static/pages/face.js`` draws the same in the browser, stroke for stroke.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.faces.frontal import frontal
from simulator.storage.escaping import html_text as escape

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

TURNED = "-"
"""The text of a face that is turned too far to be drawn."""
EYES_APART = 30
"""Distance between the eyes in a drawing, in its units."""
MIDDLE = (60.0, 24.0)
"""Where the middle between the eyes is in a drawing: right and down."""
VIEW = "13 2 94 99"
"""SVG's view box of a drawing: every face that is drawn fits inside."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_CODES = [a + b for a in _DIGITS for b in _DIGITS]
_PACKED = re.compile(r"f[0-9a-z]{272}")

Point = tuple[float, float]
Strokes = list[tuple[str, str]]


def sketch_texts(landmarks: NDArray[np.number]) -> list[str]:
    """Return faces as text: ``f``, then x y x y …, each in tenths of a unit as base-36 digits.

    Args:
        landmarks: (n, 68, 2) x, y in pixels.

    Returns:
        273 characters for each face, or :data:`TURNED` where it cannot be turned to the front.
    """
    faces = frontal(landmarks)
    drawn = np.asarray(np.isfinite(faces).all(axis=(1, 2)))
    tenths = np.rint(10 * (np.where(np.isnan(faces), 0, faces) * EYES_APART + MIDDLE))
    rows = tenths.astype(np.int64).reshape(len(faces), 136).tolist()
    return [
        "f" + "".join([_CODES[value] for value in row]) if seen else TURNED
        for row, seen in zip(rows, drawn.tolist(), strict=True)
    ]


def sketch_text(landmarks: NDArray[np.number]) -> str:
    """Return one face, (68, 2), as :func:`sketch_texts` writes it."""
    return sketch_texts(np.asarray(landmarks)[None])[0]


def sketch_points(text: str) -> list[Point] | None:
    """Return the 68 points of a drawing from its text; None where there is nothing to draw."""
    if not _PACKED.fullmatch(text):
        return None
    values = [int(text[i : i + 2], 36) / 10 for i in range(1, 273, 2)]
    return list(zip(values[::2], values[1::2], strict=True))


def sketch_strokes(points: Sequence[Point]) -> Strokes:
    """Return the strokes of a drawing: the kind and SVG's path data of each, in order.

    Everything lies on or between the points except the thickness of brows and upper lids, and the
    irises: these have the mean size of an adult's and are put in the middle of each eye's points.

    Args:
        points: 68 places in units of a drawing.
    """
    jaw = points[1:16]
    ends = _move(points[0]) + _line(points[1]) + _move(points[15]) + _line(points[16])
    strokes = [("jaw", _move(jaw[0]) + _curve(jaw)), ("temple", ends)]
    strokes += [("brow", _tapered(points[17:22], _BROW, 1))]
    strokes += [("brow", _tapered(points[22:27], _BROW[::-1], 1))]
    strokes += [("bridge", _move(points[28]) + _curve(points[28:31]))]
    strokes += [("nose", _move(points[31]) + _curve(points[31:36]))]
    for first in (36, 42):
        eye = points[first : first + 6]
        lower = [eye[3], eye[4], eye[5], eye[0]]
        strokes += [("iris", _iris(eye, IRIS)), ("pupil", _iris(eye, PUPIL))]
        strokes += [("lid", _tapered(eye[:4], _LID, -1))]
        strokes += [("under", _move(eye[3]) + _curve(lower))]
    top, bottom = points[48:55], [*points[54:60], points[48]]
    within, below = points[60:65], [*points[64:68], points[60]]
    for kind, outer, inner in (("lip", top, within), ("lip lower", bottom, below)):
        back = inner[::-1]
        outline = _move(outer[0]) + _curve(outer) + _line(back[0]) + _curve(back)
        strokes += [(kind, outline + "Z")]
    ends = _line(within[0]) + _curve(within) + _line(top[-1])
    strokes += [("mouth", _move(top[0]) + ends), ("mouth lower", _move(below[0]) + _curve(below))]
    return strokes


def sketch_svg(text: str, label: str) -> str:
    """Return a drawing as an SVG element, styled by ``static/pages/face.css``.

    Args:
        text: what :func:`sketch_text` returns.
        label: the drawing's text for those who do not see it.
    """
    points = sketch_points(text)
    strokes = sketch_strokes(points) if points else []
    drawn = "".join(f'<path class="{kind}" d="{path}"/>' for kind, path in strokes)
    label = escape(label)
    return f'<svg class="face" viewBox="{VIEW}" role="img" aria-label="{label}">{drawn}</svg>'


IRIS, PUPIL = 2.8, 1.15
"""Radius of the iris, in units: 11.7 mm across where the pupils are 63 mm apart; of a pupil."""
_BROW = (0.5, 1.5, 2.1, 2.3, 1.7)
"""Thickness of a brow at its five points, from the temple to the nose, in units."""
_LID = (0.3, 1.1, 1.15, 0.3)
"""Thickness of an upper lid at its four points, in units."""


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _place(point: Point) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _move(point: Point) -> str:
    return f"M{_place(point)}"


def _line(point: Point) -> str:
    return f"L{_place(point)}"


def _curve(points: Sequence[Point]) -> str:
    """Return a smooth curve through all points (Catmull–Rom) that begins where the path is."""
    parts = []
    for i in range(len(points) - 1):
        before, one, other, after = (
            points[max(0, min(len(points) - 1, j))] for j in range(i - 1, i + 3)
        )
        near = (one[0] + (other[0] - before[0]) / 6, one[1] + (other[1] - before[1]) / 6)
        far = (other[0] - (after[0] - one[0]) / 6, other[1] - (after[1] - one[1]) / 6)
        parts.append(f"C{_place(near)} {_place(far)} {_place(other)}")
    return "".join(parts)


def _tapered(points: Sequence[Point], thickness: Sequence[float], side: int) -> str:
    """Return a closed shape along points, as thick as given; side is 1 below them, -1 above."""
    edge = [(x, y + side * t) for (x, y), t in zip(points, thickness, strict=True)][::-1]
    return _move(points[0]) + _curve(points) + _line(edge[0]) + _curve(edge) + "Z"


def _iris(eye: Sequence[Point], radius: float) -> str:
    """Return a disc in the middle of an eye's six points, cut off where the lids are."""
    x, y = (sum(point[axis] for point in eye) / 6 for axis in (0, 1))
    upper, lower = _height(eye[:4]), _height([eye[0], eye[5], eye[4], eye[3]])
    places = []
    for angle in np.arange(0, 360, 15):
        across = x + radius * float(np.cos(np.radians(angle)))
        down = y + radius * float(np.sin(np.radians(angle)))
        places.append((across, min(max(down, upper(across)), lower(across))))
    return _move(places[0]) + "".join(map(_line, places[1:])) + "Z"


def _height(lid: Sequence[Point]) -> Callable[[float], float]:
    """Return how far down a lid is, by how far right; its points run from left to right."""
    across, down = [point[0] for point in lid], [point[1] for point in lid]
    return lambda x: float(np.interp(x, across, down))
