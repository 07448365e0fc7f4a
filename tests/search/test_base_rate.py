"""The value of a candidate, by hand and by simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from simulator import Experiment, run
from simulator.errors import ExperimentError
from simulator.search.base_rate import (
    expected_searches,
    likelihood_ratio,
    nearest_posterior,
    posterior,
    posterior_of_people,
    ppv,
)


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
