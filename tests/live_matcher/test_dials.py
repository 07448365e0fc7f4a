"""Three dials: their steps, and their effects on a photo."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from simulator.faces.conditions import at_face_width, blur_by_motion
from simulator.live_matcher.dials import (
    BLUR,
    CLEAN,
    FULL_SIZE,
    LIGHT,
    SIZE,
    Dials,
    DialSteps,
    apply_dials,
)

BOX = (20, 100, 110, 10)  # 90 pixels wide


@pytest.fixture
def photo() -> np.ndarray:
    """Return 120 × 120 pixels with detail."""
    return np.random.default_rng(0).integers(0, 256, (120, 120, 3), np.uint8)


def test_untouched_dials_do_nothing(photo):
    """Untouched dials change no pixel and add no noise."""
    assert (apply_dials(photo, BOX, CLEAN) == photo).all()


def test_the_same_setting_gives_the_same_pixels(photo):
    """The photo determines the noise; the photo itself is not changed."""
    before = photo.copy()
    first, second = (apply_dials(photo, BOX, Dials(5, 10, 32)) for _ in range(2))
    assert (first == second).all()
    assert (photo == before).all()
    assert first.shape == photo.shape
    assert first.dtype == np.uint8


def test_motion_comes_before_the_picture_is_made_small(photo):
    """Each dial is one of the image conditions' transformations, in a camera's order."""
    expected = at_face_width(blur_by_motion(photo, BOX, 0.15), BOX, 32)
    assert (apply_dials(photo, BOX, Dials(blur=15, size=32)) == expected).all()


def test_light_falls_by_half_with_each_stop():
    """White is 1, 1/2, 1/4 … in linear light, within the noise of a sensor."""
    white = np.full((120, 120, 3), 255, np.uint8)
    for stops in (1, 2, 5):
        level = apply_dials(white, BOX, Dials(light=stops)) / 255
        light = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
        assert light.mean() == pytest.approx(2.0**-stops, rel=0.02)


def test_the_steps_begin_at_the_untouched_photo_and_get_worse():
    """The dials' left end changes nothing."""
    assert Dials(LIGHT[0], BLUR[0], SIZE[0]) == CLEAN
    assert list(LIGHT) == sorted(LIGHT)
    assert list(BLUR) == sorted(BLUR)
    assert list(SIZE) == sorted(SIZE, reverse=True)


def test_values_move_to_the_nearest_step():
    """A value halfway between two steps moves to the milder one."""
    steps = DialSteps(light=(0, 4), blur=(0, 10), size=(90, 30))
    assert steps.nearest(2, 5, 60) == Dials(0, 0, 90)
    assert steps.nearest(3, 6, 50) == Dials(4, 10, 30)
    assert steps.nearest(-9, 10**9, 0) == Dials(0, 10, 30)


@given(st.integers(), st.integers(), st.integers())
def test_any_values_end_on_a_step(light, blur, size):
    """Any values from a browser end on a step."""
    found = DialSteps().nearest(light, blur, size)
    assert found.light in LIGHT
    assert found.blur in BLUR
    assert found.size in SIZE
    assert found.size <= FULL_SIZE
