"""Intervals over subjects: by hand, against SciPy, and their coverage by simulation."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import binomtest

from simulator.stats.bootstrap import (
    clopper_pearson,
    cluster_interval,
    cluster_intervals,
    cross_comparisons,
    cross_interval,
    pair_interval,
)

_FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "coverage.py"
_SPEC = importlib.util.spec_from_file_location("coverage_benchmark", _FILE)
simulation = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(simulation)

NONE = np.array([], np.int64)


@pytest.mark.parametrize(("events", "trials"), [(0, 20), (3, 20), (20, 20), (7, 1000)])
def test_the_exact_interval_is_scipys(events, trials):
    """SciPy, binomtest(...).proportion_ci("exact")."""
    expected = binomtest(events, trials).proportion_ci(0.95, "exact")
    assert clopper_pearson(events, trials) == pytest.approx((expected.low, expected.high))


def test_no_false_match_among_20_people_is_worth_10_independent_pairs():
    found = pair_interval(NONE, NONE, NONE, np.ones(20, np.int64))
    assert found.effective == 10
    assert (found.low, found.high) == pytest.approx(clopper_pearson(0, 10))


def test_intervals_at_several_thresholds_are_those_of_each():
    """Three sets of misses of the same 30 people, one of them without any."""
    random = np.random.default_rng(1)
    trials = random.integers(1, 5, 30)
    misses = np.stack([random.binomial(trials, rate) for rate in (0.1, 0.5, 0)])
    together = cluster_intervals(misses, trials)
    for row, found in zip(misses, together, strict=True):
        alone = cluster_interval(row, trials)
        assert (found.low, found.high) == pytest.approx((alone.low, alone.high))


def test_few_people_get_no_interval():
    found = pair_interval(NONE, NONE, NONE, np.ones(7, np.int64))
    assert found.too_few
    assert cluster_interval(np.array([1]), np.array([1])).too_few
    assert cluster_interval(NONE, NONE).too_few


def test_one_person_in_all_false_matches_makes_the_interval_wider():
    """19 false matches of 190: all with one person, or spread out over the people."""
    ones = np.ones(19, np.int64)
    photos = np.ones(20, np.int64)
    star = pair_interval(np.zeros(19, np.int64), np.arange(1, 20), ones, photos)
    ring = pair_interval(np.arange(19), np.arange(1, 20), ones, photos)
    assert star.effective < ring.effective / 2
    assert star.high > ring.high


def test_clusters_that_always_agree_are_worth_one_trial_each():
    """40 people, 10 trials each, 10 people always missed: as good as 10 of 40, not 100 of 400."""
    trials = np.full(40, 10)
    found = cluster_interval(np.where(np.arange(40) < 10, 10, 0), trials)
    expected = clopper_pearson(10, 40)
    assert found.low == pytest.approx(expected[0], abs=0.03)
    assert found.high == pytest.approx(expected[1], abs=0.03)


def test_people_without_trials_do_not_count():
    trials = np.array([2] * 10 + [0] * 90)
    assert cluster_interval(np.zeros(100, np.int64), trials).people == 10


@pytest.mark.slow
@pytest.mark.parametrize("name", list(simulation.CASES))
def test_coverage_of_nominal_95_percent_with_planted_truth(name):
    """A small version of benchmarks/coverage.py; the full table is in docs/methods.md."""
    found = [
        simulation.coverage(simulation.CASES[name], n, rate, 80, seed=1, replicates=100)
        for n in (12, 40)
        for rate in simulation.RATES
    ]
    # 480 intervals: three standard errors under 93%.
    assert np.mean(found) > 0.93 - 3 * np.sqrt(0.93 * 0.07 / 480)


def test_the_planted_rate_is_the_one_that_is_planted():
    random = np.random.default_rng(0)
    found = [len(simulation.planted_pairs(60, 0.06, random)[0]) / 1770 for _ in range(300)]
    assert np.mean(found) == pytest.approx(0.06, abs=0.004)


def test_comparisons_between_groups_by_counting_them():
    """Two groups that overlap, one to three photos each: every pair of people once."""
    photos = np.array([1, 2, 3, 1, 2])
    one = np.array([True, True, True, False, False])
    other = np.array([False, False, True, True, True])
    pairs = [
        photos[i] * photos[j]
        for i in range(5)
        for j in range(i)
        if (one[i] and other[j]) or (other[i] and one[j])
    ]
    assert cross_comparisons(photos, one, other) == sum(pairs)


def test_a_group_with_itself_is_the_interval_within_it():
    """The cell on the diagonal, by both ways."""
    random = np.random.default_rng(0)
    first, second = np.triu_indices(30, 1)
    hit = random.random(len(first)) < 0.05
    ones, everyone = np.ones(int(hit.sum()), np.int64), np.ones(30, bool)
    photos = random.integers(1, 4, 30)
    within = pair_interval(first[hit], second[hit], ones, photos)
    crossed = cross_interval(first[hit], second[hit], ones, photos, everyone, everyone)
    assert (crossed.low, crossed.high) == pytest.approx((within.low, within.high))


def test_a_draw_without_one_of_the_groups_says_nothing():
    """8 and 8 people, of whom a draw may miss one side: no warning, and an interval."""
    one = np.arange(16) < 8
    pair = np.array([0]), np.array([8])
    ones = np.ones(1, np.int64)
    with np.errstate(all="raise"):
        photos = np.ones(16, np.int64)
        found = cross_interval(*pair, ones, photos, one, ~one, replicates=20_000)
    assert 0 < found.low < 1 / 64 < found.high < 1


def test_between_groups_of_fewer_than_eight_there_is_no_interval():
    """Seven on one side."""
    one = np.arange(40) < 7
    nobody = np.zeros(0, np.int64)
    found = cross_interval(nobody, nobody, nobody, np.ones(40, np.int64), one, ~one)
    assert found.too_few
    assert found.people == 7


@pytest.mark.parametrize("rate", [0.01, 0.06])
def test_an_interval_between_groups_holds_the_planted_rate(rate):
    """200 samples of 20 and 60 people, some of whom match more often: at least 93%."""
    random = np.random.default_rng(int(1000 * rate))
    one = np.arange(80) < 20
    left, right = np.nonzero(np.outer(one, ~one))
    held = 0
    for _ in range(200):
        own = random.normal(0, np.sqrt(0.15), 80)
        noise = random.normal(0, np.sqrt(0.7), len(left))
        hit = own[left] + own[right] + noise > ndtri(1 - rate)
        ones = np.ones(int(hit.sum()), np.int64)
        photos = np.ones(80, np.int64)
        found = cross_interval(left[hit], right[hit], ones, photos, one, ~one, replicates=200)
        held += found.low <= rate <= found.high
    assert held >= 0.93 * 200
