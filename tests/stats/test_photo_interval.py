"""A rate over people with several photos: its ends, by hand, and its coverage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.stats import beta, norm

from simulator.stats.intervals import rate_interval, wilson
from simulator.stats.people import rate_by_person
from simulator.stats.photo_interval import rate_ends, searches_worth


@given(st.integers(20, 600), st.floats(0, 1), st.floats(0.3, 3))
def test_the_ends_reach_at_least_as_far_as_wilsons(people, value, worth):
    effective = people * worth
    low, high = rate_ends(value, effective, people)
    plain = wilson(min(value * effective, effective), effective)
    assert low <= plain[0] + 1e-12
    assert high >= plain[1] - 1e-12
    assert 0 <= low <= value <= high <= 1


def test_the_ends_by_hand():
    """One event of 40 people alike: the modified Wilson bound; of 10 people: Wilson's own."""
    assert rate_ends(1 / 40, 40, 40) == pytest.approx(rate_interval(1, 40))
    assert rate_ends(6 / 40, 40, 40) == pytest.approx(wilson(6, 40))
    assert rate_ends(0.1, 13, 10) == pytest.approx(wilson(1.3, 13))
    # Where the number is estimated, Jeffreys' interval, here by scipy's own distribution.
    low, high = rate_ends(0.1, 80, 40)
    jeffreys = beta(8.5, 72.5).ppf([0.025, 0.975])
    assert low == pytest.approx(min(jeffreys[0], wilson(8, 80)[0]))
    assert high == pytest.approx(max(jeffreys[1], wilson(8, 80)[1]))


@pytest.mark.slow
@pytest.mark.parametrize("rate", [0.003, 0.01, 0.06])
def test_coverage_by_person_with_uneven_photos(rate):
    """People with 1 to 30 photos, some flagged more often: Wilson alone covers 91 to 93%."""
    random = np.random.default_rng(8)
    held = 0
    for _ in range(1500):
        photos = np.minimum(random.zipf(2.0, 400), 30)
        own = random.normal(0, math.sqrt(0.3), 400)
        person = np.repeat(np.arange(400), photos)
        similar = own[person] + random.normal(0, math.sqrt(0.7), len(person))
        found = rate_by_person(similar > norm.ppf(1 - rate), person)
        held += found.low <= rate <= found.high
    assert held / 1500 > 0.925


def test_what_photographs_are_worth_by_hand():
    """Ten people, one flagged with one of two photos; with one more flagged: 10 × 1.2391."""
    shares = np.array([0.5, *[0.0] * 9])
    mean, square = 1.5 / 11, 1.25 / 11
    expected = 10 * mean * (1 - mean) / (square - mean**2)
    assert searches_worth(shares, 20) == pytest.approx(expected)
    assert searches_worth(1 - shares, 20) == pytest.approx(expected)
    assert searches_worth(shares, 11) == 11
    assert searches_worth(np.zeros(10), 20) == searches_worth(np.ones(10), 20) == 10


@given(st.lists(st.integers(0, 4), min_size=8, max_size=60))
def test_people_are_worth_between_one_search_each_and_their_photographs(flagged):
    worth = searches_worth(np.array(flagged) / 4, 4 * len(flagged))
    assert len(flagged) - 1e-9 <= worth <= 4 * len(flagged)


@pytest.mark.slow
@pytest.mark.parametrize(("people", "rate"), [(1000, 0.003), (3000, 0.001)])
def test_coverage_of_rare_events_with_uneven_photos(people, rate):
    """Three people of 1,000 do not show how alike one person's photos are: it covered 92%."""
    random = np.random.default_rng(3)
    held = 0
    for _ in range(1000):
        photos = np.minimum(random.zipf(2.0, people), 30)
        person = np.repeat(np.arange(people), photos)
        own = random.normal(0, math.sqrt(0.3), people)
        similar = own[person] + random.normal(0, math.sqrt(0.7), len(person))
        found = rate_by_person(similar > norm.ppf(1 - rate), person)
        held += found.low <= rate <= found.high
    assert held / 1000 > 0.95
