"""The value of a candidate, by hand and by simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.stats import beta

from simulator import Experiment, run
from simulator.errors import ExperimentError
from simulator.search.base_rate import (
    expected_searches,
    likelihood_ratio,
    nearest_posterior,
    posterior,
    posterior_of_people,
    ppv,
    ppv_interval,
)
from simulator.stats.intervals import rate_interval


def test_one_in_a_hundred_is_enrolled_by_hand():
    """0.01·0.9 / (0.01·0.9 + 0.01·0.1·0.05 + 0.99·0.05) = 0.009 / 0.05855."""
    assert ppv(0.01, 0.1, 0.05) == pytest.approx(0.009 / 0.05855)


def test_the_formula_against_simulated_searches():
    random = np.random.default_rng(0)
    n, prior, fnir, fpir = 400_000, 0.2, 0.3, 0.1
    mated = random.random(n) < prior
    found = mated & (random.random(n) >= fnir)
    alarm = found | (random.random(n) < fpir)
    assert ppv(prior, fnir, fpir) == pytest.approx(found.sum() / alarm.sum(), abs=0.005)


def test_undefined_rates_stay_undefined():
    assert math.isnan(ppv(0.1, math.nan, 0.1))
    assert math.isnan(ppv(0.5, 1.0, 0.0))
    assert ppv(0.0, 0.1, 0.1) == 0


def test_the_interval_of_ppv_by_hand():
    """h = 0.1·0.8; log odds = log(.08/.92) − log .05, and the squares of both distances add up."""
    low, high = ppv_interval(0.1, (0.2, 0.15, 0.26), (0.05, 0.03, 0.08))
    middle = math.log(0.08 / 0.92) - math.log(0.05)
    down = math.hypot(math.log(0.08 / 0.92) - math.log(0.074 / 0.926), math.log(0.08 / 0.05))
    up = math.hypot(math.log(0.085 / 0.915) - math.log(0.08 / 0.92), math.log(0.05 / 0.03))
    assert low == pytest.approx(1 / (1 + math.exp(-(middle - down))))
    assert high == pytest.approx(1 / (1 + math.exp(-(middle + up))))


def test_the_interval_of_ppv_against_draws_of_both_rates():
    """Independent: SciPy's beta distributions after 60 of 300 missed, 28 of 535 falsely matched."""
    random = np.random.default_rng(4)
    missed = beta(60.5, 240.5).rvs(200_000, random_state=random)
    false = beta(28.5, 507.5).rvs(200_000, random_state=random)
    hits = 0.1 * (1 - missed)
    expected = np.quantile(hits / (hits + (1 - hits) * false), [0.025, 0.975])
    ends = [(value, *rate_interval(*counts)) for value, counts in
            ((0.2, (60, 300)), (28 / 535, (28, 535)))]  # fmt: skip
    assert ppv_interval(0.1, *ends) == pytest.approx(tuple(expected), abs=0.006)


@given(
    st.floats(0, 1),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
)
def test_the_interval_of_ppv_holds_ppv(prior, fnir, fpir):
    """Also where a rate is 0 or 1, and where an interval ends there."""
    missed, false = sorted(fnir), sorted(fpir)
    value = ppv(prior, missed[1], false[1])
    low, high = ppv_interval(
        prior, (missed[1], missed[0], missed[2]), (false[1], false[0], false[2])
    )
    if not (math.isnan(value) or math.isnan(low)):
        assert low - 1e-9 <= value
    if not (math.isnan(value) or math.isnan(high)):
        assert value <= high + 1e-9


def test_the_interval_of_ppv_covers_a_planted_truth():
    """60 of 300 people and 27 of 535 on average: 95% of intervals hold the planted worth."""
    random = np.random.default_rng(11)
    held, trials = 0, 3000
    for _ in range(trials):
        missed, false = int(random.binomial(300, 0.2)), int(random.binomial(535, 0.05))
        low, high = ppv_interval(
            0.1,
            (missed / 300, *rate_interval(missed, 300)),
            (false / 535, *rate_interval(false, 535)),
        )
        held += low <= ppv(0.1, 0.2, 0.05) <= high
    assert 0.94 < held / trials < 0.965


def test_without_an_interval_of_a_rate_ppv_has_none():
    assert all(map(math.isnan, ppv_interval(0.1, (0.2, math.nan, math.nan), (0.05, 0.03, 0.08))))


@pytest.mark.parametrize("arguments", [(1.5, 0, 0), (0.1, -1, 0), (0.1, 0, 2), (math.nan, 0, 0)])
def test_what_is_no_share_is_refused(arguments):
    with pytest.raises(ExperimentError, match="fraction from 0 to 1"):
        ppv(*arguments)


def test_the_posterior_by_hand():
    """LR 30, 1, 1 in a gallery of 3, prior 1/2: 5 / (0.5 + 32/6)."""
    assert posterior([30, 1, 1], 32, 3, 0.5)[0] == pytest.approx(5 / (0.5 + 32 / 6))


def test_everybodys_posterior_and_nobodys_add_up_to_one():
    ratios = np.array([100.0, 3, 0.2, 0.01])
    each = posterior(ratios, ratios.sum(), 4, 0.3)
    nobody = 0.7 / (0.7 + 0.3 / 4 * ratios.sum())
    assert each.sum() + nobody == pytest.approx(1)


def test_the_posterior_is_bayes_rule_in_a_simulated_search():
    """Gaussian scores, 5 photos: among searches with p ≈ 0.6–0.8 that share is photo 0."""
    random = np.random.default_rng(3)
    n, size, prior = 60_000, 5, 0.5
    enrolled = random.random(n) < prior
    x = random.normal(0, 1, (n, size))
    place = random.integers(0, size, n)
    x[np.flatnonzero(enrolled), place[enrolled]] += 2
    ratios = np.exp(2 * x - 2)
    p = posterior(ratios, ratios.sum(axis=1, keepdims=True), size, prior)[:, 0]
    chosen = (p > 0.6) & (p < 0.8)
    right = enrolled & (place == 0)
    assert right[chosen].mean() == pytest.approx(p[chosen].mean(), abs=0.02)


def test_a_prior_outside_0_to_1_is_refused():
    with pytest.raises(ExperimentError, match="prior"):
        posterior([1.0], 1.0, 1, 2.0)


def test_tallies_give_the_same_posterior_as_all_distances():
    """From candidate lists and tallies against a direct sum over London's distances."""
    result = run(Experiment(probes="congress-115", gallery="london", distance=0.6))
    probes = result.probes.encodings.vectors.astype(float)
    gallery = result.gallery.encodings.vectors[result.gallery_rows].astype(float)
    calibration = result.calibration
    found = nearest_posterior(result.search, calibration, 0.5)
    for i in (0, 100, 400):
        distances = np.linalg.norm(gallery - probes[i], axis=1)
        ratios = likelihood_ratio(calibration, distances)
        expected = posterior(ratios.max(), ratios.sum(), len(gallery), 0.5)
        assert found[i] == pytest.approx(float(expected), rel=0.05)


@given(st.floats(0.001, 1), st.floats(0, 1), st.floats(0.001, 1))
def test_expected_searches_add_up_to_the_ppv(prior, fnir, fpir):
    """found ÷ (found + wrong), and by hand: 0.1, 0.2, 0.05 of 1,000: 80 found, 46 wrong."""
    found = expected_searches(prior, fnir, fpir, 1000)
    assert found.mates_found / (found.mates_found + found.only_strangers) == pytest.approx(
        ppv(prior, fnir, fpir)
    )
    by_hand = expected_searches(0.1, 0.2, 0.05, 1000)
    assert (by_hand.enrolled, by_hand.mates_found, by_hand.only_strangers) == pytest.approx(
        (100, 80, 46)
    )


def test_each_person_of_the_gallery_is_one_hypothesis_by_hand():
    """p has LR 8 and 0, q 2; π = ½: mean ratios 4 and 2, (¼·4) / (½ + ¼·6) = 1/2 for p."""
    found = posterior_of_people([8.0, 0.0, 2.0], np.array([0, 0, 1]), 0.5)
    assert found == pytest.approx([1 / 2, 1 / 4])
    # A number without a photo is nobody.
    gap = posterior_of_people([8.0, 0.0, 2.0], np.array([0, 0, 2]), 0.5)
    assert gap == pytest.approx([1 / 2, 0, 1 / 4])


def test_with_one_photo_each_people_are_photos():
    ratios = np.array([3.0, 0.5, 12.0])
    assert posterior_of_people(ratios, np.arange(3), 0.2) == pytest.approx(
        posterior(ratios, ratios.sum(), 3, 0.2)
    )


def test_the_posterior_of_people_is_bayes_rule_in_simulated_galleries():
    """Planted truth: people have 1, 2 or 7 photos, one of which is the probe's at random.

    Among searches in which somebody is given about 30%, about 30% must be that person.
    """
    random = np.random.default_rng(3)
    photos = np.array([1, 2, 7])
    person = np.repeat(np.arange(3), photos)
    given_p, right = [], []
    for _ in range(40_000):
        mate = int(random.integers(3)) if random.random() < 0.6 else None
        scores = random.normal(size=len(person))
        if mate is not None:
            scores[random.choice(np.flatnonzero(person == mate))] += 1.5
        ratios = np.exp(1.5 * scores - 1.5**2 / 2)
        found = posterior_of_people(ratios, person, 0.6)
        given_p.append(found)
        right.append([mate == who for who in range(3)])
    each, true = np.array(given_p), np.array(right)
    for who in range(3):
        for low in (0.1, 0.3, 0.5):
            inside = (each[:, who] >= low) & (each[:, who] < low + 0.2)
            assert inside.sum() > 300
            assert true[inside, who].mean() == pytest.approx(each[inside, who].mean(), abs=0.04)
