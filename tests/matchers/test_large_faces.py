"""The detector on upper levels: exact boxes, and a refusal wherever it cannot tell."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from simulator.matchers.large_faces import (
    LargeFaceDetector,
    exact_box,
    first_level,
    is_central,
    sides,
    within,
)


def test_the_first_level_by_hand() -> None:
    """A window is 36 pixels wide in the photo, and 36 · 1.2 = 43.2, … one level up."""
    assert [first_level(side) for side in (10, 36, 43, 44, 52, 90)] == [0, 0, 0, 0, 1, 4]


class Detector:
    """Reports made boxes: (top, right, bottom, left) on the level that is searched, and a score."""

    def __init__(self, *found: tuple[int, int, int, int, float]) -> None:
        self.found = found

    def run(self, *_: object) -> tuple[list[object], list[float], list[int]]:
        boxes = [_Rectangle(*one[:4]) for one in self.found]
        return boxes, [one[4] for one in self.found], [0] * len(boxes)


class _Rectangle:
    def __init__(self, *sides: int) -> None:
        self.all = sides

    def top(self) -> int:
        return self.all[0]

    def right(self) -> int:
        return self.all[1]

    def bottom(self) -> int:
        return self.all[2]

    def left(self) -> int:
        return self.all[3]


class Dlib:
    """Pictures stay what they are."""

    @staticmethod
    def resize_image(image: object, *_: int) -> object:
        return image

    @staticmethod
    def pyramid_down(_: int) -> object:
        return lambda image: image


def boxes_of(*found: tuple[int, int, int, int, float]) -> list[tuple[int, int, int, int]]:
    """Return the answer of the detector of large faces in a photo of 250 × 250 pixels."""
    return LargeFaceDetector(Dlib, Detector(*found)).boxes(np.zeros((250, 250, 3), np.uint8))


# A window at 45…117 on the level above the first: 45 · 1.2 + 0.3 = 54.3, 117 · 1.2 + 0.3 = 140.7.
CENTRAL = (54, 141, 141, 54)


def test_a_sure_central_face_settles_it() -> None:
    """Its box is returned, about the middle of the photo."""
    ((top, right, bottom, left),) = boxes_of((*CENTRAL, 2.0))
    # 72 · 1.2⁶ / 2 = 107.5 wide.
    assert right - left in (107, 108)
    assert bottom - top in (107, 108)
    assert abs((top + bottom) / 2 - 125) < 25


@pytest.mark.parametrize(
    "found",
    [
        (*CENTRAL, 0.5),  # a weak trace
        (45, 117, 117, 45, 2.0),  # it may look better on the level below
        (54, 54, 141, -32, 2.0),  # far to the left
        (54, 151, 141, 54, 2.0),  # no window of dlib's
    ],
)
def test_where_it_cannot_tell_it_gives_nothing(found: tuple[int, int, int, int, float]) -> None:
    """Then all sizes are searched, as the reference does."""
    assert boxes_of(found) == []


def test_a_face_may_lie_three_tenths_of_its_width_off_the_middle() -> None:
    """90 pixels wide, 27 to the right; one more is too far."""
    assert is_central((80, 197, 170, 107), (250, 250))
    assert not is_central((80, 198, 170, 108), (250, 250))


def test_the_way_up_by_hand() -> None:
    """A window at 13…85 on level 1: · 1.2 + 0.3 = 15.9…102.3 → 16…102, then / 2 − 1.25 or 0.75."""
    assert exact_box((13, 85, 85, 13), 1) == ((7, 50, 50, 7), 0)
    # Reported from level 0 instead, as 16…102, it is the same window.
    assert exact_box((16, 102, 102, 16), 0) == ((7, 50, 50, 7), 1)


@given(
    st.integers(-3, 60),
    st.integers(-3, 60),
    st.sampled_from([72, 80]),
    st.sampled_from([72, 80]),
    st.integers(0, 8),
    st.integers(0, 6),
)
def test_rounding_on_the_way_does_not_matter(
    row: int, column: int, height: int, width: int, start: int, above: int
) -> None:
    """From whichever level a window is reported, rounded, its box in the photo is the same."""

    def up(side: float, levels: int) -> float:
        for _ in range(levels):
            side = side * 6 / 5 + 0.3
        return side

    top, left = 5 + 8 * row, 5 + 8 * column
    window = (top, left + width, top + height, left)
    direct = exact_box(window, start + above)
    reported = tuple(math.floor(up(side, above) + 0.5) for side in window)
    found = exact_box(reported, start)  # type: ignore[arg-type]
    assert direct is not None
    assert found is not None
    assert found == (direct[0], above)


def test_boxes_are_cut_to_the_photo() -> None:
    """Boxes are trimmed as face_recognition trims them."""
    assert within((-3, 260, 255, -1), (250, 240)) == (0, 240, 250, 0)


@pytest.mark.slow
def test_the_same_boxes_as_dlibs_whole_search() -> None:
    """On a photograph at many sizes and places: the same boxes, or none."""
    dlib = pytest.importorskip("dlib", reason="needs the matcher extra")
    data = pytest.importorskip("skimage.data", reason="needs scikit-image for its photograph")
    cv2 = pytest.importorskip("cv2")
    detector = dlib.get_frontal_face_detector()
    large = LargeFaceDetector(dlib, detector)
    portrait = data.astronaut()[:260, 95:355]  # the face in the middle
    decided = 0
    for side, shift in [(120, 0), (200, 3), (250, 0), (250, 20), (251, 40), (400, 9), (613, 0)]:
        image = cv2.resize(portrait[:, shift:], (side, side), interpolation=cv2.INTER_AREA)
        found = large.boxes(image)
        whole = [within(sides(box), (side, side)) for box in detector(image, 1)]
        assert found in ([], whole)
        decided += bool(found)
    # Shifts of 40 put the face too far from the middle to tell.
    assert decided >= 4
