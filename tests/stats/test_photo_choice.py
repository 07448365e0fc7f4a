"""Intervals over people and photos: by hand, against resampling, SciPy and planted truth."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.special import ndtri

from simulator.stats import photo_choice
from simulator.stats.intervals import wilson
from simulator.stats.photo_choice import (
    count_with_other_portraits,
    falsely_matched,
    gap,
    rate,
    ratio,
    share,
    share_at_count,
)
from simulator.stats.rank_agreement import rank_agreement
from simulator.stats.ratio_interval import difference_interval, ratio_interval

_FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "photo_choice.py"
_SPEC = importlib.util.spec_from_file_location("photo_choice_benchmark", _FILE)
simulation = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = simulation
_SPEC.loader.exec_module(simulation)

NAN = math.nan
BY_HAND = np.array(
    [
        [0.40, 0.45],  # both photos
        [0.42, 0.60],  # the first alone
        [0.55, NAN],
        [0.47, NAN],  # the only photo, exactly at the distance
        [0.58, 0.44],  # the second alone
        [0.61, 0.52],
        [0.70, 0.66],
        [NAN, 0.59],
        [0.65, 0.63],
        [0.62, NAN],
    ]
)
GROUP = np.array([True, True, False, False, False, True, False, False, True, False])
MEASURES = {
    "rate": lambda d, g: rate(d, 0.47),
    "share": lambda d, g: share(d, g, 0.47),
    "share at a count": lambda d, g: share_at_count(d, g, 3, draws=200),
    "gap": lambda d, g: gap(d, g, 0.47),
    "ratio": lambda d, g: ratio(d, g, 0.47),
    "count": lambda d, g: count_with_other_portraits(d, 0.47),
}


def congress(seed: int = 0) -> simulation.Planted:
    """Draw 535 people, 255 of them with two photographs; 5.2% falsely matched."""
    return simulation.planted(535, 28 / 535, 0.45, np.random.default_rng(seed))


def test_each_person_counts_once_with_the_average_over_the_photographs():
    assert falsely_matched(BY_HAND, 0.47).tolist() == [1, 0.5, 0, 1, 0.5, 0, 0, 0, 0, 0]


def test_the_rate_by_hand():
    """Σy = 3, Σy² = 2.5; with one more flagged, 4 and 3.5 of 11: 10 · (4·7) / (3.5·11 − 4²)."""
    found = rate(BY_HAND, 0.47)
    worth = 10 * 28 / 22.5
    assert found.value == pytest.approx(0.3)
    assert found.effective == pytest.approx(worth)
    assert (found.low, found.high) == pytest.approx(wilson(0.3 * worth, worth))
    assert found.counted == 10
    assert found.too_few


def test_the_share_by_hand():
    """The group has 1.5 of 3. Σy²(g − ½)² = 2.5/4, over 3²: ¼ · 9/0.625 = 3.6 false matches."""
    found = share(BY_HAND, GROUP, 0.47)
    assert found.value == pytest.approx(0.5)
    assert found.effective == pytest.approx(3.6)
    assert (found.low, found.high) == pytest.approx(wilson(1.8, 3.6))
    assert found.counted == 4


def test_a_share_among_few_people_is_worth_no_more_than_they_are():
    """Two people flagged by half each, one by both photos: Σy = 2, but three people at most."""
    nearest = np.full((20, 2), 1.0)
    nearest[0] = 0
    nearest[1:3, 0] = 0
    found = share(nearest, np.arange(20) == 1, 0.5)
    # Linear: value ¼, Σy²(g − ¼)² = 1/16 + 9/64 + 1/64 = 14/64, over 4: 3/16 ÷ 14/256 = 24/7 > 3.
    assert found.value == pytest.approx(0.25)
    assert found.effective == 3


def test_the_share_at_a_count_by_hand():
    """In order, with half weights: 0.40 g ½, 0.42 g ½, 0.44 ½, 0.45 g ½, 0.47 1, then 0.52 g ½."""
    value = {count: share_at_count(BY_HAND, GROUP, count).value for count in (1, 1.75, 2, 3, 3.25)}
    expected = {1: 1, 1.75: 1.25 / 1.75, 2: 1.5 / 2, 3: 1.5 / 3, 3.25: 1.75 / 3.25}
    assert value == pytest.approx(expected)


def test_gap_and_ratio_by_hand():
    """8 of the group, 1½ of them flagged, and 8 others with 1½ + ½: rates 3/16 and 2/8."""
    extra = np.full((6, 2), 0.9)
    extra[0, 0] = 0.3
    nearest = np.vstack([BY_HAND, extra])
    group = np.r_[GROUP, [False, True, True, True, True, False]]
    own, other = rate(nearest[group], 0.47), rate(nearest[~group], 0.47)
    assert (own.value, other.value) == pytest.approx((1.5 / 8, 2 / 8))
    counts = (
        own.value * own.effective,
        own.effective,
        other.value * other.effective,
        other.effective,
    )
    found = gap(nearest, group, 0.47)
    assert found.value == pytest.approx(1.5 / 8 - 2 / 8)
    assert (found.low, found.high) == pytest.approx(difference_interval(*counts))
    found = ratio(nearest, group, 0.47)
    assert found.value == pytest.approx(1.5 / 2)
    assert (found.low, found.high) == pytest.approx(ratio_interval(*counts))
    assert found.counted == 8


def test_the_count_with_other_portraits_by_hand():
    """10 people with two photos: two agree on a match, four disagree, four agree on none."""
    nearest = np.array([[0, 0]] * 2 + [[0, 1]] * 3 + [[1, 0]] + [[1, 1]] * 4 + [[0, NAN]], float)
    found = count_with_other_portraits(nearest, 0.5)
    assert (found.value, found.counted) == (4, 10)
    # Variance of the count (4 + 1)/4 = 1.25, of the share 0.0125: 0.4 · 0.6/0.0125 = 19.2.
    assert found.effective == pytest.approx(19.2)
    expected = wilson(0.4 * 19.2, 19.2)
    assert (found.low / 10, found.high / 10) == pytest.approx(expected)


def test_the_closed_form_is_the_spread_of_drawn_people():
    """20,000 draws of people with all their photographs, done the long way."""
    sample = congress(1)
    y = falsely_matched(sample.nearest, 0)
    random = np.random.default_rng(0)
    drawn = random.integers(535, size=(20_000, 535))
    totals = y[drawn].sum(axis=1)
    found = rate(sample.nearest, 0)
    assert found.value * (1 - found.value) / found.effective == pytest.approx(
        np.var(totals / 535), rel=0.05
    )
    own = (y * sample.members)[drawn].sum(axis=1) / totals
    found = share(sample.nearest, sample.members, 0)
    assert found.value * (1 - found.value) / np.var(own) == pytest.approx(found.effective, rel=0.1)


@pytest.mark.slow
def test_the_drawn_share_is_that_of_a_slow_loop():
    """Every draw by hand: people with their photographs in order, weights up to the count."""
    sample = congress(2)
    random = np.random.default_rng(0)
    weight = 1 / (~np.isnan(sample.nearest)).sum(axis=1)
    shares = []
    for _ in range(800):
        people = random.integers(535, size=535)
        cells = sorted(
            (distance, weight[person], sample.members[person])
            for person in people
            for distance in sample.nearest[person]
            if not math.isnan(distance)
        )
        left, own = 28.0, 0.0
        for _, w, inside in cells:
            taken = min(w, left)
            own += taken * inside
            left -= taken
            if not left:
                break
        shares.append(own / 28)
    found = share_at_count(sample.nearest, sample.members, 28)
    spread = math.sqrt(found.value * (1 - found.value) / found.effective)
    assert spread == pytest.approx(np.std(shares), rel=0.08)


def test_the_count_may_be_everybody():
    """Nobody is left out, whatever is drawn: the closest photographs alone are not enough."""
    sample = congress(3)
    found = share_at_count(sample.nearest, sample.members, 535, draws=50)
    assert found.value == pytest.approx(sample.members.mean())
    assert found.effective == pytest.approx(535, rel=0.5)


def test_with_one_photo_each_it_is_wilsons_interval():
    one = congress(4).nearest[:, :1]
    group = congress(4).members
    flagged = one[:, 0] <= 0
    events, own = int(flagged.sum()), int((flagged & group).sum())
    found = rate(one, 0)
    assert (found.low, found.high) == pytest.approx(wilson(events, 535))
    found = share(one, group, 0)
    assert (found.low, found.high) == pytest.approx(wilson(own, events))
    table = (own, int(group.sum()), events - own, int((~group).sum()))
    found = gap(one, group, 0)
    assert (found.low, found.high) == pytest.approx(difference_interval(*table))
    found = ratio(one, group, 0)
    assert (found.low, found.high) == pytest.approx(ratio_interval(*table), rel=1e-6)
    found = share_at_count(one, group, events)
    assert (found.low, found.high) == pytest.approx(wilson(own, events), abs=0.04)
    assert math.isnan(count_with_other_portraits(one, 0).value)


def test_two_photos_that_always_agree_are_worth_one():
    one = congress(5).nearest[:, :1]
    group = congress(5).members
    both = np.hstack([one, one])
    assert rate(both, 0) == rate(one, 0)
    assert share(both, group, 0) == share(one, group, 0)
    again = share_at_count(both, group, 28)
    assert again.effective == pytest.approx(share_at_count(one, group, 28).effective, rel=0.05)


def test_nobody_flagged():
    """0 of 535: Wilson's upper end, 0.71%, for as many searches as people."""
    sample = congress()
    found = rate(sample.nearest, -100)
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(wilson(0, 535)[1])
    assert math.isnan(share(sample.nearest, sample.members, -100).value)
    assert share(sample.nearest, sample.members, -100).counted == 0
    found = gap(sample.nearest, sample.members, -100)
    assert found.low < found.value == 0 < found.high
    found = ratio(sample.nearest, sample.members, -100)
    assert math.isnan(found.value)
    assert (found.low, found.high) == (0, math.inf)
    found = count_with_other_portraits(sample.nearest, -100)
    assert (found.value, found.low) == (0, 0)
    assert 3 < found.high < 4


def test_everyone_flagged():
    sample = congress()
    found = rate(sample.nearest, 100)
    assert (found.value, found.high) == (1, 1)
    assert found.low == pytest.approx(wilson(535, 535)[0])
    found = share(sample.nearest, sample.members, math.inf)
    assert found.value == pytest.approx(sample.members.mean())
    assert (found.low, found.high) == pytest.approx(wilson(int(sample.members.sum()), 535))
    assert ratio(sample.nearest, sample.members, 100).value == 1
    found = count_with_other_portraits(sample.nearest, 100)
    assert (found.value, found.high) == (255, 255)
    assert 251 < found.low < 252


def test_a_group_without_a_false_match_has_a_share_of_0_with_an_upper_end():
    nearest = np.r_[np.zeros((20, 1)), np.ones((30, 1))]
    nobody = np.arange(50) >= 40
    found = share(nearest, nobody, 0.5)
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(wilson(0, 20)[1])
    assert share_at_count(nearest, nobody, 20, draws=50).low == 0


def test_small_groups_have_no_interval_or_a_mark():
    sample = congress()
    seven, thirteen = np.arange(535) < 7, np.arange(535) < 13
    assert math.isnan(gap(sample.nearest, seven, 0).low)
    assert math.isnan(ratio(sample.nearest, ~seven, 0).low)
    assert not math.isnan(gap(sample.nearest, seven, 0).value)
    found = gap(sample.nearest, thirteen, 0)
    assert not math.isnan(found.low)
    assert (found.counted, found.too_few) == (13, True)
    assert math.isnan(gap(sample.nearest, np.zeros(535, bool), 0).value)
    few = sample.nearest[:7]
    assert math.isnan(rate(few, 0).low)
    assert not math.isnan(rate(few, 0).value)
    assert math.isnan(share_at_count(few, seven[:7], 2).low)
    assert math.isnan(count_with_other_portraits(np.ones((7, 2)), 2).low)


@pytest.mark.slow
def test_another_seed_moves_no_end_by_half_a_percentage_point():
    sample = congress(6)
    found = [share_at_count(sample.nearest, sample.members, 28, seed=seed) for seed in range(10)]
    assert np.ptp([100 * x.low for x in found]) < 0.5
    assert np.ptp([100 * x.high for x in found]) < 0.5
    assert found[3] == share_at_count(sample.nearest, sample.members, 28, seed=3)
    two = ~np.isnan(sample.nearest[:, 1])
    ranks = [rank_agreement(*sample.nearest[two].T, seed=seed) for seed in range(10)]
    assert np.ptp([x.low for x in ranks]) < 0.01
    assert ranks[3] == rank_agreement(*sample.nearest[two].T, seed=3)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_what_cannot_be_counted_is_said(measure):
    nearest, group = np.ones((9, 2)), np.arange(9) < 4
    nearest[4] = NAN
    with pytest.raises(ValueError, match=r"none in 1 of 9 rows, first in row 4; leave"):
        measure(nearest, group)
    with pytest.raises(ValueError, match=r"shape \(people, photos\), found shape \(9,\)"):
        measure(np.ones(9), group)
    with pytest.raises(ValueError, match="at least one person"):
        measure(np.ones((0, 2)), group[:0])


@pytest.mark.parametrize("name", ["share", "share at a count", "gap", "ratio"])
@pytest.mark.parametrize("members", [np.ones(8, bool), np.ones(9), np.ones((9, 1), bool)])
def test_a_mask_that_does_not_fit_is_said(name, members):
    with pytest.raises(ValueError, match="true or false for each of the 9 people"):
        MEASURES[name](np.ones((9, 2)), members)


@pytest.mark.parametrize("count", [0, -1, 10, NAN])
def test_a_count_that_cannot_be_flagged_is_said(count):
    with pytest.raises(ValueError, match="from 1 to the 9 people"):
        share_at_count(np.ones((9, 2)), np.ones(9, bool), count)


def test_other_bad_input():
    with pytest.raises(ValueError, match="threshold"):
        rate(np.ones((9, 2)), NAN)
    with pytest.raises(ValueError, match="draws"):
        share_at_count(np.ones((9, 2)), np.ones(9, bool), 2, draws=1)
    with pytest.raises(ValueError, match="same length"):
        rank_agreement([0.1, 0.2], [0.1])
    with pytest.raises(ValueError, match="no distance for 1 of 2 people"):
        rank_agreement([0.1, NAN], [0.1, 0.2])
    assert math.isnan(rank_agreement([], []).value)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.integers(8, 40), st.integers(1, 3), st.floats(-3, 3))
def test_every_interval_holds_its_value_and_stays_in_range(seed, people, photos, threshold):
    random = np.random.default_rng(seed)
    nearest = random.normal(size=(people, photos))
    nearest[random.random(nearest.shape) < 0.3] = NAN
    nearest[:, 0] = random.normal(size=people)
    group = random.random(people) < 0.5
    for found, top in (
        (rate(nearest, threshold), 1),
        (share(nearest, group, threshold), 1),
        (share_at_count(nearest, group, people / 3, draws=20), 1),
        (count_with_other_portraits(nearest, threshold), people),
    ):
        if not math.isnan(found.low):
            assert 0 <= found.low <= found.value + 1e-9
            assert found.value - 1e-9 <= found.high <= top + 1e-9


def test_the_planted_truth_is_the_one_that_is_planted():
    """FPIR, shares, and the correlation of two photos, over 200 planted samples."""
    random = np.random.default_rng(0)
    samples = [simulation.planted(535, 28 / 535, 0.45, random) for _ in range(200)]
    first = np.concatenate([s.nearest[:, 0] <= 0 for s in samples])
    members = np.concatenate([s.members for s in samples])
    assert first.mean() == pytest.approx(samples[0].fpir, rel=0.05)
    assert members[first].mean() == pytest.approx(samples[0].share, rel=0.05)
    pairs = np.concatenate([s.nearest[~np.isnan(s.nearest[:, 1])] <= 0 for s in samples])
    assert np.corrcoef(pairs.T.astype(float))[0, 1] == pytest.approx(0.45, abs=0.03)
    assert np.mean([s.expected for s in samples]) == pytest.approx(255 * 28 / 535, rel=0.05)
    edge = float(ndtri(0.05))
    latent = simulation.latent_correlation(0.05, 0.45)
    pair = np.random.default_rng(1).multivariate_normal([0, 0], [[1, latent], [latent, 1]], 400_000)
    assert np.corrcoef((pair < edge).T.astype(float))[0, 1] == pytest.approx(0.45, abs=0.01)


OURS = [name for name in simulation.CASES if "Wilson" not in name and "literal" not in name]


@pytest.mark.slow
@pytest.mark.parametrize("name", OURS)
def test_coverage_of_nominal_95_percent_with_planted_truth(name):
    """A small version of benchmarks/photo_choice.py; the full table is in docs/methods.md."""
    found = simulation.coverage(name, 535, 28 / 535, 0.45, 400, seed=1, draws=300)
    # Three standard errors around 93 to 97%.
    assert 0.93 - 3 * math.sqrt(0.93 * 0.07 / 400) < found < 0.97 + 3 * math.sqrt(0.0291 / 400)


@pytest.mark.slow
def test_coverage_of_the_rank_correlation():
    found = simulation.rank_coverage(255, 0.5, 400, seed=1, draws=200)
    assert 0.93 - 3 * math.sqrt(0.93 * 0.07 / 400) < found < 0.97 + 3 * math.sqrt(0.0291 / 400)


def test_the_sentences_name_what_differs():
    assert "one portrait" in photo_choice.WILSON_ANSWERS
    assert "other portraits" in photo_choice.PEOPLE_AND_PHOTOS_ANSWERS
    assert "these very people" in photo_choice.OTHER_PORTRAITS_ANSWER
