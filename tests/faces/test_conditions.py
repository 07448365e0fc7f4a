"""Image conditions: seeded, in the units they state, and counted failures."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.metrics import structural_similarity
from support.replay import default_replay

from simulator import Experiment, run
from simulator.errors import ExperimentError
from simulator.faces.conditions import (
    CONDITIONS,
    FULL_WELL,
    GRAIN_SD,
    STOPS,
    at_face_width,
    blur_by_motion,
    degrade,
    low_light,
    underexpose,
)

BOX = (40, 180, 200, 20)  # top, right, bottom, left: 160 pixels wide


def _scene(level=None):
    if level is not None:
        return np.full((240, 200, 3), level, np.uint8)
    y, x = np.mgrid[:240, :200]
    return np.stack([127 + 100 * np.sin(x / 1.5), 127 + 100 * np.cos(y / 1.7), x], 2).astype(
        np.uint8
    )


@pytest.mark.parametrize("name", list(CONDITIONS))
def test_the_same_photo_and_seed_give_the_same_pixels(name):
    photo = _scene()
    first, second = degrade(photo, BOX, name), degrade(photo, BOX, name)
    assert (first == second).all()
    assert first.shape == photo.shape
    assert first.dtype == np.uint8
    assert (photo == _scene()).all()


@pytest.mark.parametrize("name", list(CONDITIONS))
def test_every_condition_makes_the_photo_worse(name):
    """scikit-image's structural similarity falls under 0.95."""
    photo = _scene()
    assert structural_similarity(photo, degrade(photo, BOX, name), channel_axis=2) < 0.95


@pytest.mark.parametrize("name", ["low-light", "grain"])
def test_another_seed_is_other_noise(name):
    photo = _scene(128)
    assert (degrade(photo, BOX, name) != degrade(photo, BOX, name, seed=1)).any()


def test_low_light_is_a_32nd_of_the_light_with_the_shot_noise_that_belongs_to_it():
    """White: 20,000/32 = 625 electrons, standard deviation √(625 + 5²) = 25.5 electrons."""
    worse = degrade(_scene(255), BOX, "low-light") / 255
    light = np.where(worse <= 0.04045, worse / 12.92, ((worse + 0.055) / 1.055) ** 2.4)
    assert light.mean() == pytest.approx(1 / 2**STOPS, rel=0.01)
    assert light.std() * FULL_WELL == pytest.approx(np.sqrt(625 + 25), rel=0.1)


def test_grain_has_its_standard_deviation_and_is_gray():
    worse = degrade(_scene(128), BOX, "grain").astype(float)
    assert worse.std() == pytest.approx(GRAIN_SD, rel=0.05)
    assert (worse[:, :, 0] == worse[:, :, 1]).all()


def test_motion_smears_a_bright_line_over_15_percent_of_the_face():
    """A line one pixel wide on a face of 160 becomes 24 pixels wide, no light lost."""
    photo = _scene(0)
    photo[:, 100] = 255
    worse = degrade(photo, BOX, "motion-blur") / 255
    light = np.where(worse <= 0.04045, worse / 12.92, ((worse + 0.055) / 1.055) ** 2.4)[120, :, 0]
    assert light.sum() == pytest.approx(1, rel=0.02)
    assert (light > 0).sum() in (24, 25)


def test_a_32_pixel_face_loses_what_is_finer_than_its_pixels():
    """A checkerboard of single pixels becomes gray: 160 → 32 is five to one."""
    photo = np.indices((240, 200)).sum(axis=0) % 2 * np.uint8(255)
    worse = degrade(np.repeat(photo[:, :, None], 3, 2).astype(np.uint8), BOX, "face-32px")
    assert worse[20:-20, 20:-20].std() < 15
    small = degrade(_scene(), (0, 30, 30, 0), "face-32px")
    assert (small == _scene()).all()  # already smaller than 32 pixels


def test_an_unknown_condition_and_an_empty_box_are_refused():
    with pytest.raises(ExperimentError, match="'fog'"):
        degrade(_scene(), BOX, "fog")
    with pytest.raises(ExperimentError, match="face box"):
        degrade(_scene(), (5, 5, 5, 5), "grain")


@pytest.mark.parametrize("name", list(CONDITIONS))
def test_the_replay_under_each_condition_counts_everybody(name):
    """Bundled: searched and failed add up to the 535 of the clean replay."""
    view = run(Experiment(condition=name)).at(distance=0.47)
    found = view.to_dict()["probes"]
    assert found["searched"] + found["failed_to_enrol"] == 535
    clean = default_replay().at(distance=0.47)
    assert (clean.result.gallery_keys == view.result.gallery_keys).all()
    assert view.result.search.mate_distances[0] != clean.result.search.mate_distances[0] or (
        not np.array_equal(view.result.search.nearest, clean.result.search.nearest)
    )


def test_a_data_set_without_that_condition_says_how_to_make_it():
    with pytest.raises(ExperimentError, match="--conditions"):
        run(Experiment(probes="london", gallery="lfw", condition="grain"))
    with pytest.raises(ExperimentError, match="'fog'"):
        run(Experiment(condition="fog"))


def test_a_condition_is_its_transformation_at_one_setting():
    """The dials turn the very same transformations."""
    photo = _scene()
    assert (blur_by_motion(photo, BOX, 0.15) == degrade(photo, BOX, "motion-blur")).all()
    assert (at_face_width(photo, BOX, 32) == degrade(photo, BOX, "face-32px")).all()
    noise = [np.random.default_rng(1) for _ in range(2)]
    assert (underexpose(photo, 5, noise[0]) == low_light(photo, BOX, noise[1])).all()


def test_no_motion_and_the_face_s_own_width_change_nothing():
    photo = _scene()
    assert (blur_by_motion(photo, BOX, 0.0) == photo).all()
    assert (at_face_width(photo, BOX, 160) == photo).all()
