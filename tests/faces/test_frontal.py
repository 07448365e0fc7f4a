"""Faces turned to the front: a head whose turn is known comes back as it was."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.datasets.dataset import load_dataset
from simulator.faces.frontal import (
    FARTHEST_NOD,
    FARTHEST_TURN,
    MEAN_HEAD,
    MIRRORED,
    REACH,
    fit,
    frontal,
    turns,
)

FRONT = MEAN_HEAD[:, :2]


def seen(
    head: NDArray[np.float64], turn: float = 0, nod: float = 0, tilt: float = 0, scale: float = 80
) -> NDArray[np.float64]:
    """Return the (68, 2) places of a head's points in a photo taken from far away, in pixels."""
    a, b, c = (math.radians(angle) for angle in (turn, nod, tilt))
    to_a_side = [[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]]
    down = [[1, 0, 0], [0, math.cos(b), math.sin(b)], [0, -math.sin(b), math.cos(b)]]
    across = [[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]]
    turned = np.array(across) @ np.array(down) @ np.array(to_a_side)
    return np.asarray(300 + scale * (head @ turned.T)[:, :2])


def other_head(seed: int) -> NDArray[np.float64]:
    """Return a symmetric head whose features differ from the mean's, but not its depth."""
    head = MEAN_HEAD.copy()
    by = np.random.default_rng(seed).normal(0, 0.04, (68, 2))
    head[:, :2] += (by + (by * [-1, 1])[MIRRORED]) / 2
    return head


def upright(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return symmetric points with the middles of the eyes one unit apart, and between them 0."""
    right, left = points[36:42].mean(axis=0), points[42:48].mean(axis=0)
    return np.asarray((points - (right + left) / 2) / (left - right)[0])


def test_the_mean_head_is_symmetric_with_the_eyes_one_unit_apart():
    """Its nose is in front of the eyes, its jaw behind them."""
    np.testing.assert_allclose((MEAN_HEAD * [-1, 1, 1])[MIRRORED], MEAN_HEAD)
    np.testing.assert_array_equal(MIRRORED[MIRRORED], np.arange(68))
    eyes = [FRONT[36:42].mean(axis=0), FRONT[42:48].mean(axis=0)]
    np.testing.assert_allclose(eyes, [[-0.5, 0], [0.5, 0]], atol=2e-3)
    assert MEAN_HEAD[30, 2] > MEAN_HEAD[36:48, 2].max() > MEAN_HEAD[[0, 16], 2].max()


@pytest.mark.parametrize("turn", [-24, -10, 0, 10, 24])
@pytest.mark.parametrize("nod", [-12, 0, 12])
def test_a_turned_head_comes_back_to_the_front(turn, nod):
    """The mean head at a known angle is drawn as from the front, whatever its tilt in the photo."""
    for tilt in (-30, 0, 75):
        [found] = frontal(seen(MEAN_HEAD, turn, nod, tilt)[None])
        np.testing.assert_allclose(found, upright(FRONT), atol=1e-6)


@pytest.mark.parametrize("seed", range(8))
def test_features_that_are_not_the_mean_come_back_too(seed):
    """Another symmetric head, turned, keeps its own features rather than the mean's."""
    head = other_head(seed)
    own = upright(head[:, :2])
    [found] = frontal(seen(head, turn=20, nod=6)[None])
    wrong = np.sqrt(((found - own) ** 2).sum(axis=1).mean())
    from_mean = np.sqrt(((own - upright(FRONT)) ** 2).sum(axis=1).mean())
    assert wrong < 0.02
    assert wrong < from_mean / 2


def test_the_turn_is_measured():
    """Angles come back in degrees, with opposite signs for opposite sides."""
    photos = np.array([seen(MEAN_HEAD, turn, nod) for turn, nod in [(0, 0), (15, 0), (-15, 0)]])
    np.testing.assert_allclose(turns(photos), [[0, 0], [15, 0], [-15, 0]], atol=0.3)
    np.testing.assert_allclose(turns(seen(MEAN_HEAD, 0, 10)[None]), [[0, 10]], atol=0.3)


@pytest.mark.parametrize(
    ("turn", "nod"), [(FARTHEST_TURN + 2, 0), (-FARTHEST_TURN - 2, 0), (0, FARTHEST_NOD + 2)]
)
def test_a_head_turned_too_far_is_refused(turn, nod):
    """There is too little of the other side to say how it looks from the front."""
    assert np.isnan(frontal(seen(MEAN_HEAD, turn, nod)[None])).all()


def test_a_face_that_is_symmetric_stays_so_and_another_keeps_half_of_its_difference():
    """By hand: a mouth's corner 0.1 higher on one side is 0.075 and 0.025 higher when drawn."""
    [even] = frontal(seen(MEAN_HEAD)[None])
    np.testing.assert_allclose((even * [-1, 1])[MIRRORED], even, atol=1e-9)
    crooked = MEAN_HEAD.copy()
    crooked[48, 1] -= 0.1
    [found] = frontal(seen(crooked)[None])
    rise = even[:, 1] - found[:, 1]
    assert rise[48] == pytest.approx(0.075, abs=0.01)
    assert rise[54] == pytest.approx(0.025, abs=0.01)


def test_scale_place_and_tilt_do_not_matter():
    """The same face, larger, elsewhere or tilted in the photo, is the same drawing."""
    head = other_head(3)
    [once] = frontal(seen(head, 8, 4)[None])
    for scale, tilt in ((10, 0), (900, 0), (80, -90), (33, 180)):
        [again] = frontal((seen(head, 8, 4, tilt, scale) - 500)[None])
        np.testing.assert_allclose(again, once, atol=1e-9)


def test_a_mirrored_photo_gives_the_mirrored_drawing():
    """No side is preferred."""
    photos = load_dataset("congress-115").encodings.landmarks[:50].astype(float)
    mirrored = frontal((photos * [-1, 1])[:, MIRRORED])
    np.testing.assert_allclose((mirrored * [-1, 1])[:, MIRRORED], frontal(photos), atol=1e-9)


def test_no_face_is_no_drawing():
    """One point 68 times, a line, noise: refused, without a warning or a number."""
    line = np.stack([np.arange(68), np.zeros(68)], axis=1)
    noise = np.random.default_rng(1).integers(0, 500, (20, 68, 2))
    for photos in (np.full((1, 68, 2), 7), line[None], noise, np.full((1, 68, 2), np.nan)):
        assert np.isnan(frontal(photos)).all()
    assert frontal(np.empty((0, 68, 2))).shape == (0, 68, 2)


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("congress-115", 1.0),
        ("congress-114", 1.0),
        ("london", 1.0),
        ("legislators", 0.97),
        ("lfw", 0.95),
    ],
)
def test_bundled_faces_are_drawn_within_reach(name, drawn):
    """Nearly all are; those that are not are refused whole."""
    faces = frontal(load_dataset(name).encodings.landmarks)
    there = np.isfinite(faces).all(axis=(1, 2))
    assert (np.isnan(faces).all(axis=(1, 2)) == ~there).all()
    assert there.mean() >= drawn
    side, top, bottom = REACH
    assert np.abs(faces[there][:, :, 0]).max() <= side
    assert faces[there][:, :, 1].min() >= top
    assert faces[there][:, :, 1].max() <= bottom


def test_the_mean_head_is_that_of_the_bundled_photos():
    """One more step of its calculation, over some of the photos, moves it little."""
    photos = load_dataset("lfw").encodings.landmarks[::10].astype(float)
    middle = photos.mean(axis=1, keepdims=True)
    rotation, scale, shift = fit(photos - middle, MEAN_HEAD)
    flat = (photos - middle - shift) / scale[:, None, None]
    laid = np.linalg.solve(
        np.einsum("fai,faj->ij", rotation, rotation), np.einsum("fai,fka->ik", rotation, flat)
    ).T
    assert np.abs(laid - MEAN_HEAD).max() < 0.06
