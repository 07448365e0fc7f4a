"""A rate over people with several photos: its ends, by hand, and its coverage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.stats import beta, norm

from simulator.stats.intervals import rate_interval, wilson
from simulator.stats.people import rate_by_person
from simulator.stats.photo_interval import rate_ends


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
