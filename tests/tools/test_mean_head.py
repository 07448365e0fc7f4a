"""The mean head's calculation finds a head of which it only sees flat photos."""

import math

import numpy as np
from mean_head import mean_head

from simulator.faces.frontal import MEAN_HEAD


def test_a_head_that_is_known_is_found_from_its_photos():
    """Two hundred photos of one head, turned by up to 35 degrees, give it back with its depth."""
    chance = np.random.default_rng(5)
    photos = []
    for turn, nod in chance.uniform(-35, 35, (200, 2)):
        a, b = math.radians(turn), math.radians(nod / 2)
        aside = np.array([[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]])
        down = np.array([[1, 0, 0], [0, math.cos(b), math.sin(b)], [0, -math.sin(b), math.cos(b)]])
        photos.append((MEAN_HEAD @ (down @ aside).T)[:, :2] * chance.uniform(20, 200) + 300)
    found = mean_head(np.array(photos))
    # Which way the head looks straight ahead is a convention: it is that of the photos' mean.
    np.testing.assert_allclose(found[:, 0], MEAN_HEAD[:, 0], atol=0.02)
    assert np.corrcoef(found[:, 2], MEAN_HEAD[:, 2])[0, 1] > 0.99
    assert np.abs(found - MEAN_HEAD).mean() < 0.05
