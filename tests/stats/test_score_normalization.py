"""Normalization by hand, and beside statistics and SciPy's zmap."""

from __future__ import annotations

import statistics

import numpy as np
import pytest
from scipy.stats import zmap

from simulator.stats.score_normalization import cohort_moments, probe_wise, symmetric


def test_by_hand():
    """The closest two of .5, .9, .7 are .5 and .7: mean .6, standard deviation .1."""
    mean, sd = cohort_moments(np.array([[0.5, 0.9, 0.7]]), closest=2)
    assert (mean[0], sd[0]) == pytest.approx((0.6, 0.1))
    assert probe_wise(np.array([0.4]), mean, sd) == pytest.approx([-2.0])
    of_gallery = (np.array([0.8]), np.array([0.4]))
    # (-2 + (.4 - .8) / .4) / 2
    assert symmetric(np.array([0.4]), (mean, sd), of_gallery) == pytest.approx([-1.5])


def test_moments_beside_the_statistics_module():
    distances = np.random.default_rng(1).uniform(0.3, 1, (7, 30))
    mean, sd = cohort_moments(distances, closest=10)
    for row, m, s in zip(distances, mean, sd, strict=True):
        near = sorted(row)[:10]
        assert m == pytest.approx(statistics.fmean(near))
        assert s == pytest.approx(statistics.pstdev(near))


def test_a_whole_cohort_is_scipys_zmap():
    random = np.random.default_rng(2)
    cohort, searched = random.uniform(0.3, 1, (1, 40)), random.uniform(0.3, 1, 5)
    mean, sd = cohort_moments(cohort, closest=100)
    assert probe_wise(searched, mean, sd) == pytest.approx(zmap(searched, cohort[0]))


def test_a_cohort_of_one_has_no_spread():
    with pytest.raises(ValueError, match="at least 2"):
        cohort_moments(np.ones((3, 1)))


def test_a_shift_of_all_of_a_photos_distances_is_taken_out():
    """Planted: somebody who is closer to everybody by .1 has the same normalized distances."""
    cohort = np.random.default_rng(3).uniform(0.5, 1, (1, 50))
    plain = probe_wise(np.array([0.4]), *cohort_moments(cohort))
    shifted = probe_wise(np.array([0.4 - 0.1]), *cohort_moments(cohort - 0.1))
    assert shifted == pytest.approx(plain)
