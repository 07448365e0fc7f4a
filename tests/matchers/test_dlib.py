"""The matcher on a real photograph that scikit-image ships: NASA's portrait of Eileen Collins."""

from __future__ import annotations

import sys

import cv2
import numpy as np
import pytest

from simulator.errors import MatcherNotInstalled
from simulator.matchers import dlib as module
from simulator.matchers.base import Face, FailureToEnrol, Matcher
from simulator.matchers.dlib import SETTINGS, DlibMatcher, nearest_to_center

face_recognition = pytest.importorskip("face_recognition", reason="needs the matcher extra")
data = pytest.importorskip("skimage.data", reason="needs scikit-image for its photograph")


@pytest.fixture(scope="module")
def matcher() -> DlibMatcher:
    return DlibMatcher()


@pytest.fixture(scope="module")
def astronaut() -> np.ndarray:
    return np.asarray(data.astronaut())


@pytest.mark.slow
def test_vectors_equal_face_recognitions_own(matcher: Matcher, astronaut: np.ndarray) -> None:
    """A face gives the same 128 numbers as face_recognition.face_encodings."""
    face = matcher.encode(astronaut)
    assert isinstance(face, Face)
    own = face_recognition.face_encodings(astronaut, [face.box], num_jitters=1, model="small")[0]
    assert (face.vector == own.astype(np.float32)).all()
    assert face.box in face_recognition.face_locations(astronaut)


def test_landmarks_lie_where_a_face_has_them(matcher: Matcher, astronaut: np.ndarray) -> None:
    """68 points: the brows above the nose, the mouth below it, all around the box."""
    face = matcher.encode(astronaut)
    assert isinstance(face, Face)
    assert face.landmarks.shape == (68, 2)
    parts = (range(17, 27), [30], range(48, 68))
    brows, nose, mouth = (face.landmarks[part, 1].mean() for part in parts)
    assert brows < nose < mouth
    top, right, bottom, left = face.box
    inside = face.landmarks[17:]
    assert (inside[:, 0] > left - 20).all()
    assert (inside[:, 0] < right + 20).all()
    assert (inside[:, 1] > top - 20).all()
    assert (inside[:, 1] < bottom + 20).all()


@pytest.mark.slow
def test_large_photos_are_scaled_and_measured_in_their_own_pixels(
    matcher: Matcher, astronaut: np.ndarray
) -> None:
    """At four times the size the box and the landmarks are four times as large."""
    small, large = matcher.encode(astronaut), matcher.encode(cv2.resize(astronaut, (2048, 2048)))
    assert isinstance(small, Face)
    assert isinstance(large, Face)
    assert large.size == (2048, 2048)
    assert np.abs(large.landmarks / 4 - small.landmarks).max() < 12
    assert np.linalg.norm(large.vector - small.vector) < 0.2


def test_the_face_nearest_the_center_is_the_subject(
    matcher: Matcher, astronaut: np.ndarray
) -> None:
    """If two faces are side by side, the one in the middle is encoded, the other counted."""
    face = astronaut[:300, 100:400]
    wide = np.hstack([np.zeros_like(face), face, face])
    found = matcher.encode(wide)
    assert isinstance(found, Face)
    assert found.others == 1
    _, right, _, left = found.box
    assert 300 < (left + right) / 2 < 600


@pytest.mark.parametrize("side", [1, 300])
def test_no_face_is_a_value(matcher: Matcher, side: int) -> None:
    """A photo without a face is a failure to enroll, not an exception."""
    assert isinstance(matcher.encode(np.zeros((side, side, 3), np.uint8)), FailureToEnrol)


def test_ties_do_not_depend_on_the_detectors_order() -> None:
    """Equally far from the center: the larger box, then the upper left one."""
    boxes = [(0, 30, 10, 20), (0, 10, 10, 0), (40, 10, 50, 0)]
    assert nearest_to_center(boxes, (50, 30)) == nearest_to_center(boxes[::-1], (50, 30))
    assert nearest_to_center([(10, 20, 20, 10), (8, 22, 22, 8)], (30, 30)) == (8, 22, 22, 8)


def test_settings_are_recorded(matcher: Matcher) -> None:
    """Everything that the vectors depend on is part of the matcher's identity."""
    assert matcher.info.settings == SETTINGS
    assert matcher.info.dimension == 128
    assert "dlib" in matcher.info.version


def test_missing_models_are_an_error_and_not_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """face_recognition calls quit() without its models; here that is a sentence with a command."""
    monkeypatch.setitem(sys.modules, "face_recognition_models", None)
    for name in [name for name in sys.modules if name.startswith("face_recognition.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "face_recognition")
    with pytest.raises(MatcherNotInstalled, match="falsematch matcher install"):
        module._load_api()
