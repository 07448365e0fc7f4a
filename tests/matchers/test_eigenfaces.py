"""The second matcher: aligned chips, components, and its bundled pack."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.building.eigenfaces_pack import halves
from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError
from simulator.matchers.eigenfaces import SIDE, chip, fit
from simulator.search.packs import find_pack


def _landmarks(shift=(0, 0), scale=1.0):
    points = np.zeros((68, 2))
    points[36:42], points[42:48], points[48:68] = (80, 100), (140, 100), (110, 165)
    return (points * scale + shift).astype(np.int32)


def _photo(size=(240, 220)):
    y, x = np.mgrid[: size[0], : size[1]]
    gray = 127 + 60 * np.sin(x / 13) + 60 * np.cos(y / 11)
    return np.repeat(gray[:, :, None], 3, 2).astype(np.uint8)


def test_a_chip_has_mean_0_and_standard_deviation_1():
    found = chip(_photo(), _landmarks())
    assert found.shape == (SIDE * SIDE,)
    assert found.mean() == pytest.approx(0, abs=1e-4)
    assert found.std() == pytest.approx(1, abs=1e-3)


def test_a_chip_does_not_depend_on_where_the_face_is():
    photo = _photo()
    moved = np.roll(photo, (20, 15), axis=(0, 1))
    first, second = chip(photo, _landmarks()), chip(moved, _landmarks((15, 20)))
    assert np.corrcoef(first, second)[0, 1] > 0.98


def test_an_even_gray_photo_and_one_point_for_a_face_give_finite_chips():
    assert np.isfinite(chip(np.full((50, 50, 3), 9, np.uint8), np.zeros((68, 2), int))).all()


def test_vectors_have_length_1_and_few_photos_are_refused():
    random = np.random.default_rng(0)
    chips = random.normal(size=(30, SIDE * SIDE)).astype(np.float32)
    fitted = fit(chips, people=30, components=8)
    vectors = fitted.project(chips)
    assert vectors.shape == (30, 8)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(30), abs=1e-5)
    assert fitted.info.settings["fitted_on_people"] == 30
    with pytest.raises(ExperimentError, match="more than 8 photos"):
        fit(chips[:8], people=8, components=8)


def test_nobody_is_both_fitted_on_and_tested():
    lfw, congress = load_dataset("lfw"), load_dataset("congress-115")
    members = set(congress.identities)
    fitted_on, tested = halves(lfw, exclude=members)
    who = lfw.identities.loc[lfw.encodings.keys.tolist()].to_numpy()
    assert not set(who[fitted_on]) & set(who[tested])
    assert not set(who[fitted_on]) & members
    assert len(fitted_on) + len(tested) == len(who)


def test_the_bundled_pack_is_the_tested_half():
    lfw, congress = load_dataset("lfw"), load_dataset("congress-115")
    _, tested = halves(lfw, exclude=set(congress.identities))
    pack = find_pack("congress-115", "lfw", "eigenfaces")
    assert set(pack.gallery_keys.tolist()) == set(lfw.encodings.keys[tested].tolist())
    assert pack.probe_keys.tolist() == congress.encodings.keys.tolist()
