"""What pairs of people are worth, at every edge: against the interval of one threshold."""

import numpy as np
import pytest

from simulator.stats.intervals import wilson
from simulator.stats.pair_worth import matching_and_worth
from simulator.stats.subject_intervals import pair_interval

EDGES = np.arange(300, 601)


def planted(people, seed=0):
    """Return close comparisons in which some people match many others."""
    random = np.random.default_rng(seed)
    closeness = random.normal(0, 0.04, people)
    first, second = np.triu_indices(people, 1)
    distances = 0.62 + closeness[first] + closeness[second] + random.normal(0, 0.05, len(first))
    near = distances <= 0.6
    return first[near], second[near], np.ones(near.sum()), distances[near]


def test_matching_pairs_by_counting():
    first, second, shares, distances = planted(60)
    shares = shares / 2
    matching, _worth = matching_and_worth(first, second, shares, distances, 60, EDGES)
    for place in (0, 150, 200, 300):
        at = EDGES[place] / 1000
        assert matching[place] == pytest.approx((distances <= at + 1e-12).sum() / 2)


@pytest.mark.parametrize("at", [0.45, 0.5, 0.55])
def test_worth_is_that_of_one_threshold(at):
    """The same people at one threshold, by the module for one."""
    first, second, shares, distances = planted(80, seed=1)
    matching, worth = matching_and_worth(first, second, shares, distances, 80, EDGES)
    one = pair_interval(
        first,
        second,
        np.ones(len(first), np.int64),
        np.ones(80, np.int64),
        distances=distances,
        threshold=at,
    )
    place = round(at * 1000) - 300
    assert worth[place] == pytest.approx(one.effective, rel=0.02)
    rate = matching[place] / (80 * 79 / 2)
    assert one.low <= rate <= one.high
    assert wilson(rate * worth[place], worth[place])[1] == pytest.approx(one.high, rel=0.35)


def test_worth_never_rises_and_is_at_least_half_of_the_people():
    first, second, shares, distances = planted(50, seed=2)
    _matching, worth = matching_and_worth(first, second, shares, distances, 50, EDGES)
    assert (np.diff(worth) <= 1e-9).all()
    assert (worth >= 25).all()


def test_too_few_people_or_pairs_are_not_told():
    first, second, shares, distances = planted(7)
    assert np.isnan(matching_and_worth(first, second, shares, distances, 7, EDGES)[1]).all()
    nothing = np.zeros(0, np.int64)
    worth = matching_and_worth(nothing, nothing, np.zeros(0), np.zeros(0), 40, EDGES)[1]
    assert np.isnan(worth).all()
