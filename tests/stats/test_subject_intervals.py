"""Intervals over subjects: by hand, against SciPy, and their coverage by simulation."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import binomtest

from simulator.stats.subject_intervals import (
    clopper_pearson,
    cluster_interval,
    cluster_intervals,
    cross_comparisons,
    cross_interval,
    pair_interval,
    unseen_rate,
)


def _benchmark(name: str):
    file = Path(__file__).resolve().parents[2] / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"{name}_benchmark", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


simulation = _benchmark("coverage")
real = _benchmark("coverage_real")

NONE = np.array([], np.int64)


@pytest.mark.parametrize(("events", "trials"), [(0, 20), (3, 20), (20, 20), (7, 1000)])
def test_the_exact_interval_is_scipys(events, trials):
    """SciPy, binomtest(...).proportion_ci("exact")."""
    expected = binomtest(events, trials).proportion_ci(0.95, "exact")
    assert clopper_pearson(events, trials) == pytest.approx((expected.low, expected.high))


def test_without_any_close_pair_20_people_are_worth_10_pairs():
    """Nobody is close to anybody: only pairs that share nobody are certain, n/2 of them."""
    found = pair_interval(NONE, NONE, NONE, np.ones(20, np.int64))
    assert found.effective == 10
    assert (found.low, found.high) == pytest.approx(clopper_pearson(0, 10))


def test_people_with_unequal_photos_are_worth_fewer():
    """Nine people with one photo and one with nine: Kish's (18)²/(9 + 81) = 3.6, so one pair."""
    photos = np.array([9] + [1] * 9)
    assert pair_interval(NONE, NONE, NONE, photos).effective == 1
    subjects = np.repeat(np.arange(10), photos)
    # Nobody is missed: each is as far as the others.
    found = cluster_interval(subjects, np.zeros(18), 0.5)
    assert found.effective == 3


def _planted(n: int, seed: int):
    """All pairs of n people: (first, second, distances); some people are close more often."""
    random = np.random.default_rng(seed)
    own = random.normal(0, 0.02, n)
    first, second = np.triu_indices(n, 1)
    return first, second, 0.75 + own[first] + own[second] + random.normal(0, 0.05, len(first))


EDGES = np.round(np.arange(0.5, 0.9, 0.01), 3)


@pytest.mark.parametrize("seed", range(8))
def test_a_bound_at_a_stricter_threshold_is_never_above_that_at_a_looser_one(seed):
    """FMR(t) grows with t, and so must its bound: over 40 thresholds, 12 to 60 people."""
    n = (12, 20, 30, 60)[seed % 4]
    first, second, distances = _planted(n, seed)
    photos = np.random.default_rng(seed).integers(1, 4, n)
    ones = np.ones(len(first), np.int64)
    half = np.arange(n) < n // 2
    across = half[first] & ~half[second]
    for found in (
        [
            pair_interval(first, second, ones, photos, distances=distances, threshold=t).high
            for t in EDGES
        ],
        [
            cross_interval(
                first[across],
                second[across],
                ones[across],
                photos,
                half,
                ~half,
                distances=distances[across],
                threshold=t,
            ).high
            for t in EDGES
        ],
    ):
        if not np.isnan(found).any():
            assert (np.diff(found) >= -1e-12).all()
            assert found[0] < found[-1]


def test_no_event_bounds_less_than_one_event():
    """0 of 435, then 1, 2, …, of the same 30 people: 0 allowed 21.8% where 1 allowed 3.1%."""
    first, second, distances = _planted(30, 0)
    between = np.r_[0.0, (np.sort(distances)[:20] + np.sort(distances)[1:21]) / 2]
    ones, photos = np.ones(len(first), np.int64), np.ones(30, np.int64)
    high = [
        pair_interval(first, second, ones, photos, distances=distances, threshold=t).high
        for t in between
    ]
    assert (np.diff(high) > 0).all()
    assert clopper_pearson(0, 435)[1] < high[0] < 0.04


def _planted_misses(n: int, seed: int):
    """One to five trials of n people: (subjects, distances)."""
    random = np.random.default_rng(seed)
    subjects = np.repeat(np.arange(n), random.integers(1, 6, n))
    own = random.normal(0, 0.05, n)
    return subjects, 0.4 + own[subjects] + random.normal(0, 0.05, len(subjects))


@pytest.mark.parametrize("seed", range(6))
def test_a_bound_on_misses_falls_as_the_threshold_loosens(seed):
    subjects, distances = _planted_misses((10, 25, 80)[seed % 3], seed)
    distances[0] = np.nan
    edges = np.round(np.arange(0.2, 0.7, 0.01), 3)
    high = [cluster_interval(subjects, distances, t).high for t in edges]
    assert (np.diff(high) <= 1e-12).all()
    assert high[0] > high[-1]


def test_intervals_at_several_thresholds_are_those_of_each():
    """Four thresholds, the loosest of which misses nobody."""
    subjects, distances = _planted_misses(30, 1)
    thresholds = [0.38, 0.41, 0.455, 0.9]
    together = cluster_intervals(subjects, distances, thresholds)
    for at, found in zip(thresholds, together, strict=True):
        alone = cluster_interval(subjects, distances, at)
        assert (found.low, found.high) == pytest.approx((alone.low, alone.high))


@pytest.mark.parametrize("seed", range(5))
def test_what_else_is_asked_for_does_not_matter(seed):
    """A chart's 150 thresholds off the grid, and each of them alone: one sum, in another order."""
    subjects, distances = _planted_misses(60, seed)
    thresholds = [0.3 + 0.00137 * step for step in range(150)]
    together = cluster_intervals(subjects, distances, thresholds)
    alone = [cluster_interval(subjects, distances, at) for at in thresholds]
    for one, other in zip(together, alone, strict=True):
        assert (one.low, one.high) == pytest.approx((other.low, other.high), rel=1e-12)


def test_one_trial_each_is_a_binomial():
    """0 and 3 of 200 people: SciPy's exact interval, but for Student's t of 199 degrees."""
    distances = np.r_[np.full(3, 0.6), np.linspace(0.3, 0.5, 197)]
    for threshold, events in ((0.7, 0), (0.55, 3)):
        found = cluster_interval(np.arange(200), distances, threshold)
        expected = binomtest(events, 200).proportion_ci(0.95, "exact")
        assert (found.low, found.high) == pytest.approx((expected.low, expected.high), rel=0.06)


def test_few_people_get_no_interval():
    found = pair_interval(NONE, NONE, NONE, np.ones(7, np.int64))
    assert found.too_few
    assert cluster_interval(np.array([1]), np.array([1.0]), 0.5).too_few
    assert cluster_interval(NONE, np.zeros(0), 0.5).too_few


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
    subjects = np.repeat(np.arange(40), 10)
    found = cluster_interval(subjects, np.where(subjects < 10, 0.6, 0.4), 0.5)
    expected = clopper_pearson(10, 40)
    assert found.low == pytest.approx(expected[0], abs=0.03)
    assert found.high == pytest.approx(expected[1], abs=0.03)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(simulation.CASES))
def test_coverage_of_nominal_95_percent_with_planted_truth(name):
    """A small version of benchmarks/coverage.py; the full table is in docs/methods.md."""
    found = [
        simulation.coverage(simulation.CASES[name], n, rate, 80, seed=1)
        for n in (12, 40)
        for rate in simulation.RATES
    ]
    # 480 intervals: three standard errors under 93%.
    assert np.mean(found) > 0.93 - 3 * np.sqrt(0.93 * 0.07 / 480)


@pytest.mark.parametrize(
    "name",
    ["FNMR, LFW's women: 440, one has 14%", "FMR, 12 people of LFW", "FNMR, 12 people of LFW"],
)
def test_coverage_with_the_photo_counts_of_lfw(name):
    """A small version of benchmarks/coverage_real.py: 25 samples at 6%, three errors under 93%."""
    found = real.coverage(real.CASES[name], 0.06, 25, seed=1)
    assert min(found.values()) > 0.93 - 3 * np.sqrt(0.93 * 0.07 / 25)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in real.CASES if name not in real.SLOW])
def test_coverage_with_real_photo_counts(name):
    """120 samples of each rate, by comparison and by person: three errors under 91%."""
    for rate in real.RATES:
        found = real.coverage(real.CASES[name], rate, 120, seed=1)
        assert min(found.values()) > 0.91 - 3 * np.sqrt(0.91 * 0.09 / 120), rate


def test_the_planted_rate_is_the_one_that_is_planted():
    random = np.random.default_rng(0)
    found = [
        (simulation.planted_pairs(60, 0.06, random)[2] <= simulation.THRESHOLD).sum() / 1770
        for _ in range(300)
    ]
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
        found = cross_interval(*pair, ones, photos, one, ~one)
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
        found = cross_interval(left[hit], right[hit], ones, photos, one, ~one)
        held += found.low <= rate <= found.high
    assert held >= 0.93 * 200


def test_by_person_two_trials_that_agree_are_one():
    """Twenty people, of whom one has 100 missed trials and the others one each, found."""
    subjects = np.array([0] * 100 + list(range(1, 20)))
    distances = np.where(subjects == 0, 0.9, 0.1)
    once = cluster_interval(subjects, distances, 0.5, by_person=True)
    low, high = clopper_pearson(1, 20)
    assert once.low <= 1 / 20 <= once.high
    assert (once.low, once.high) == pytest.approx((low, high), abs=0.02)


def test_by_person_the_interval_covers_the_truth_with_photo_counts_like_lfws():
    """Most people have two photos, one has forty; the average over people is planted at 30%."""
    random = np.random.default_rng(11)
    photos = np.concatenate([[780], np.full(8, 15), np.full(191, 1)])
    inside = 0
    for _ in range(200):
        chance = random.beta(0.9, 2.1, size=len(photos))
        subjects = np.repeat(np.arange(len(photos)), photos)
        distances = 0.51 * (random.random(len(subjects)) < chance[subjects])
        found = cluster_interval(subjects, distances, 0.5, by_person=True)
        inside += found.low <= 0.3 <= found.high
    assert inside >= 184


def test_what_people_who_are_not_there_could_add_by_hand():
    """Of 400 people, 1 in 134 is missing altogether in 5% of draws; such a pair matches in 10%."""
    rare = 1 - 0.05 ** (1 / 400)
    assert (1 - rare) ** 400 == pytest.approx(0.05)
    assert unseen_rate(400, 400) == pytest.approx(2 * rare * 0.1)
    assert unseen_rate(400, 50) == pytest.approx(0.1 * (rare + 1 - 0.05 ** (1 / 50)))


def test_an_interval_is_marked_where_such_people_could_lift_the_rate_beyond_it():
    """80 of 79,800 pairs match, all of different people: the interval ends far below 0.25%."""
    everyone = np.ones(400, np.int64)
    first, second = np.arange(80), np.arange(80) + 200
    few = pair_interval(first, second, np.ones(80, np.int64), everyone)
    assert few.high < 80 / 79_800 + unseen_rate(400, 400)
    assert few.may_miss_rare_people
    # 5% of pairs match: what could be added is little beside the interval's own width.
    a, b = np.triu_indices(400, 1)
    some = np.random.default_rng(0).random(len(a)) < 0.05
    many = pair_interval(a[some], b[some], np.ones(int(some.sum()), np.int64), everyone)
    assert many.may_miss_rare_people == (many.high < some.mean() + unseen_rate(400, 400))
    # A dozen people: the interval reaches further than anybody unseen could lift the rate.
    assert not pair_interval(NONE, NONE, NONE, np.ones(12, np.int64)).may_miss_rare_people
    groups = np.arange(400) < 200
    between = cross_interval(first, second, np.ones(80, np.int64), everyone, groups, ~groups)
    assert between.may_miss_rare_people == (between.high < 80 / 40_000 + unseen_rate(200, 200))


@pytest.mark.slow
def test_the_intervals_that_miss_rare_people_are_the_marked_ones():
    """1 in 400 matches one other in ten: at 0.1% a sample without such a person is marked.

    All intervals together cover 60 to 75% there; those without the mark cover as they should.
    """
    for rate in (0.001, 0.003, 0.01):
        random, everything, unmarked = np.random.default_rng(5), [], []
        for _ in range(100):
            truth, found = planted_rare_people(400, rate, random)
            everything.append(found.low <= truth <= found.high)
            if not found.may_miss_rare_people:
                unmarked.append(everything[-1])
        assert len(unmarked) >= 40
        assert np.mean(unmarked) >= 0.93
        if rate == 0.001:
            assert np.mean(everything) < 0.8


def planted_rare_people(n, rate, random):
    """Half of the FMR comes from rare people who match one other in ten, as in the benchmark."""
    often = rate / 2 / 0.2
    rare = random.random(n) < often
    first, second = np.triu_indices(n, 1)
    either = rare[first] | rare[second]
    close = random.random(len(first)) < np.where(either, 0.1, rate / 2)
    # Those that nearly match show how evenly matches fall on people.
    distances = np.where(close, 0.4, 0.6 + 0.2 * random.random(len(first)))
    none = (1 - often) ** 2
    used = close | (distances < 0.61)
    found = pair_interval(
        first[used],
        second[used],
        np.ones(int(used.sum()), np.int64),
        np.ones(n, np.int64),
        distances=distances[used],
        threshold=0.5,
    )
    return none * rate / 2 + (1 - none) * 0.1, found
