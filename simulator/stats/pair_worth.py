"""How many independent comparisons the pairs of some people are worth, at many thresholds at once.

The rule is that of :func:`simulator.stats.subject_intervals.pair_interval`, for pairs of people
that count once each.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from simulator.stats.design_effect import pairs_of, pairs_worth
from simulator.stats.subject_intervals import FEWEST_PEOPLE_FOR_AN_INTERVAL, STEP, pairs_needed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def matching_and_worth(
    first: Ints, second: Ints, shares: Floats, distances: Floats, people: int, edges: Ints
) -> tuple[Floats, Floats]:
    """Count the pairs of people that match at each edge, and what all pairs are worth there.

    Args:
        first: (k,) one person, 0…n−1, of each close comparison.
        second: (k,) the other person.
        shares: (k,) the comparison's share of all comparisons of the two.
        distances: (k,) up to at least the last edge.
        people: how many people there are, n.
        edges: (e,) thresholds in steps of 0.001, rising by one.

    Returns:
        (e,) pairs that match, each with the share of its comparisons; (e,) independent comparisons
        that the n(n−1)/2 pairs are worth, never more at a looser edge; nan with fewer than 8
        people, or where too few pairs are close to tell.
    """
    places = np.ceil(np.round(distances / STEP, 6)).astype(np.int64)
    inside = places <= edges[-1]
    first, second, shares, places = first[inside], second[inside], shares[inside], places[inside]
    at = np.maximum(places - edges[0], 0)
    matching: Floats = np.cumsum(np.bincount(at, shares, minlength=len(edges)), dtype=np.float64)
    nothing: Floats = np.full(len(edges), np.nan)
    if people < FEWEST_PEOPLE_FOR_AN_INTERVAL:
        return matching, nothing
    number = np.minimum(first, second) * people + np.maximum(first, second)
    pairs, place = np.unique(number, return_inverse=True)
    reached = np.full(len(pairs), len(edges))
    np.minimum.at(reached, place, at)
    known = np.cumsum(np.bincount(reached, minlength=len(edges)))[: len(edges)]
    start = int(np.searchsorted(known, pairs_needed(people)))
    if start >= len(edges):
        return matching, nothing
    everyone = np.ones(people, bool)
    compared = pairs_of(np.ones(people, np.int64), everyone, everyone)
    _rates, worth = pairs_worth(compared, first, second, shares, at, start, len(edges))
    # Where too few pairs match to tell, they are worth what they are at the first step that tells.
    worth = np.concatenate([np.full(start, worth[0]), worth])
    worth = np.where(np.isnan(worth), np.inf, worth)
    t = (float(ndtri(0.975)) / float(stdtrit(people - 1, 0.975))) ** 2
    least: Floats = np.minimum(np.minimum.accumulate(worth), compared.total) * t
    return matching, np.maximum(least, max(math.floor(people / 2), 1))
