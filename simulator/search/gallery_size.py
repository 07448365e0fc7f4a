"""Exact false positive rates in galleries of other sizes and mixes, from one search's tallies.

A search among N strangers tells how many of them, k, are at or under the threshold. A random
gallery of n of them misses all k with probability C(N−k, n)/C(N, n), so nothing has to be searched
again. The units that are drawn (photos, or people with one photo each) are those of the searched
gallery.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from simulator.errors import ExperimentError
from simulator.search.search import Search, edge_under
from simulator.stats.numbers import is_whole

GALLERIES = 200
"""The number of random galleries that the spread is calculated from."""

Counts = NDArray[np.int64]
Probabilities = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """The variation of the rate among random galleries of one size.

    Attributes:
        sd: standard deviation among galleries, a fraction of 1.
        low, high: limits that contain 95% of the galleries.
    """

    sd: float
    low: float
    high: float


def matching_strangers(
    search: Search, threshold: float, tally_group_of_photo: NDArray[np.intp]
) -> tuple[Counts, Counts]:
    """Count strangers at or under the threshold, and all strangers, per probe and tally group.

    Exact at any threshold where a probe's candidate list reaches beyond it; where the list is full
    of matches, counted from the tally at the bin edge (0.001) at or under the threshold.

    Args:
        search: a finished search.
        threshold: in the matcher's distance.
        tally_group_of_photo: (gallery,) the tally group of each gallery photo.

    Returns:
        (p, groups) k and (p, groups) N.
    """
    in_all = search.tallies.sum(axis=2, dtype=np.int64)
    k = np.zeros_like(in_all)
    probe, place = np.nonzero(_listed(search, threshold))
    np.add.at(k, (probe, tally_group_of_photo[search.candidates[probe, place]]), 1)
    full = search.distances[:, -1] <= threshold
    tallied = search.tallies[full, :, : edge_under(threshold) + 1].sum(axis=2, dtype=np.int64)
    k[full] = np.maximum(k[full], tallied)
    return k, in_all


def _listed(search: Search, threshold: float) -> NDArray[np.bool_]:
    return (search.distances <= threshold) & (search.candidates >= 0)


def hit_probability(k: Counts, n_strangers: Counts, drawn: Counts | int) -> Probabilities:
    """Calculate the probability that a random gallery has one or more of k matching strangers.

    Args:
        k: matching strangers.
        n_strangers: all strangers, N.
        drawn: n, how many are drawn without replacement, 0 ≤ n ≤ N.

    Returns:
        1 − C(N−k, n)/C(N, n), the shape of the arguments.

    Raises:
        ValueError: not 0 ≤ k, n ≤ N.

    Source:
        Hypergeometric distribution; docs/measures.md, "Other galleries".
    """
    return np.asarray(-np.expm1(log_miss(k, n_strangers, drawn)))


def mix_hit_probability(k: Counts, n_strangers: Counts, drawn: Counts) -> Probabilities:
    """Calculate :func:`hit_probability` with n_h photos from each gallery group h (last axis)."""
    return np.asarray(-np.expm1(log_miss(k, n_strangers, drawn).sum(axis=-1)))


def log_miss(k: Counts, n_strangers: Counts, drawn: Counts | int) -> Probabilities:
    """Return the logarithm of C(N−k, n)/C(N, n), as :func:`hit_probability` takes them."""
    kk, big, n = np.broadcast_arrays(k, n_strangers, drawn)
    if (kk < 0).any() or (kk > big).any() or (n < 0).any() or (n > big).any():
        raise ValueError("expected 0 ≤ k ≤ N and 0 ≤ n ≤ N for every probe")
    possible = n <= big - kk
    rest = np.where(possible, big - kk - n, 0)
    logs = gammaln(big - kk + 1) - gammaln(rest + 1) - gammaln(big + 1) + gammaln(big - n + 1)
    certain_miss = (kk == 0) | (n == 0)
    return np.where(certain_miss, 0.0, np.where(possible, np.minimum(logs, 0.0), -np.inf))


def bracket(
    k: Counts, n_strangers: Counts, size: int, weights: Probabilities | None = None
) -> tuple[float, float]:
    """Extrapolate beyond the measured gallery; return (tends low, tends high), never one value.

    Args:
        k: (p,) matching strangers.
        n_strangers: (p,) all strangers.
        size: n, larger than what was measured.
        weights: (p,) how much each probe counts; all alike by default.

    Returns:
        The mean over probes of 1 − (1 − kᵢ/Nᵢ)ⁿ, which keeps each probe's measured rate, so that a
        probe without a match never gets one; and 1 − (1 − FMR)ⁿ, which gives all probes one rate.
        nan where nothing was searched.
    """
    searched = n_strangers > 0
    if not searched.any():
        return (np.nan, np.nan)
    own = k[searched] / n_strangers[searched]
    count = np.ones(len(own)) if weights is None else weights[searched]
    pooled = (count * k[searched]).sum() / (count * n_strangers[searched]).sum()
    low, high = 1 - (1 - own) ** size, 1 - (1 - pooled) ** size
    return float(np.average(low, weights=count)), float(high)


def first_hits(
    search: Search,
    threshold: float,
    groups: NDArray[np.intp],
    *,
    galleries: int = GALLERIES,
    seed: int = 0,
) -> NDArray[np.int64]:
    """Find how many photos each random gallery needs until each probe has a candidate.

    The beginning of a random order of all photos is a random gallery of any size, so one array
    answers all sizes.

    Args:
        search: a finished search.
        threshold: in the matcher's distance.
        groups: (gallery,) the group each photo is drawn within; −1: never drawn.
        galleries: how many random orders.
        seed: seed of the random orders.

    Returns:
        (galleries, p, groups) the rank (from 1) within each group of the first match; a number
        beyond any gallery where there is none. Matches beyond the candidate list, whose photos are
        unknown, get independent random ranks, so photos that probes share there are not counted.
    """
    random = np.random.default_rng(seed)
    number = int(groups.max(initial=-1)) + 1
    sizes = np.bincount(groups[groups >= 0], minlength=number)
    never = len(groups) + 1
    listed = _listed(search, threshold)
    probe, place = np.nonzero(listed)
    rows = search.candidates[probe, place]
    # Without the whole gallery, only the number of unlisted matches is known.
    in_all = search.tallies[:, :, : edge_under(threshold) + 1].sum(axis=(1, 2), dtype=np.int64)
    full = search.distances[:, -1] <= threshold
    unlisted = np.where(full, np.maximum(in_all - listed.sum(axis=1), 0), 0)
    pool = np.append(sizes, len(groups) - sizes.sum()) / max(len(groups), 1)
    ranks = np.full((galleries, len(search.candidates), number), never, np.int64)
    for draw in ranks:
        rank = _ranks(groups, number, random)
        inside = groups[rows] >= 0
        np.minimum.at(draw, (probe[inside], groups[rows[inside]]), rank[rows[inside]])
        others = random.multinomial(unlisted, pool)[:, :number]
        np.minimum(draw, _lowest(others, sizes, never, random), out=draw)
    return ranks


def _ranks(groups: NDArray[np.intp], number: int, random: np.random.Generator) -> NDArray[np.int64]:
    ranks = np.zeros(len(groups), np.int64)
    for h in range(number):
        rows = np.flatnonzero(groups == h)
        ranks[rows] = random.permutation(len(rows)) + 1
    return ranks


def _lowest(
    k: NDArray[np.int64], sizes: NDArray[np.int64], never: int, random: np.random.Generator
) -> NDArray[np.int64]:
    """Draw (p, groups) the lowest of k random ranks from 1 to size; ``never`` where k is 0."""
    # P(lowest > n) ≈ (1 − n/size)^k, inverted; drawing without replacement makes no visible
    # difference for the many matches of which this is needed.
    share = 1 - random.random(k.shape) ** (1 / np.maximum(k, 1))
    lowest = np.minimum((sizes * share).astype(np.int64) + 1, np.maximum(sizes - k + 1, 1))
    return np.where(k > 0, lowest, never)


def spread(first: NDArray[np.int64], drawn: Sequence[int], members: NDArray[np.bool_]) -> Spread:
    """Calculate the spread of the rate among random galleries.

    Args:
        first: from :func:`first_hits`.
        drawn: photos drawn from each group.
        members: (p,) the probes that count.
    """
    if not members.any():
        return Spread(np.nan, np.nan, np.nan)
    rates = (first[:, members, :] <= np.asarray(drawn)).any(axis=2).mean(axis=1)
    low, high = np.percentile(rates, [2.5, 97.5])
    return Spread(float(rates.std(ddof=1)), float(low), float(high))


def are_shares(mix: Mapping[str, float]) -> bool:
    """Return whether a mix is of shares, which add up to 1, rather than of photos.

    Whole numbers are photos: ``{"F": 1}`` is one photo, ``{"F": 1.0}`` everyone.
    """
    if all(is_whole(value) for value in mix.values()):
        return False
    return math.isclose(math.fsum(mix.values()), 1, abs_tol=1e-6)


def counts_of_shares(
    shares: Mapping[str, float], there: Mapping[str, int], size: int | None = None
) -> dict[str, int]:
    """Turn shares into photos of each group.

    Args:
        shares: group → share; they add up to 1.
        there: group → photos that can be drawn.
        size: photos in all; by default as many as there are for these shares, give or take the
            rounding to whole photos.
    """
    if size is None:
        drawn = {name: share for name, share in shares.items() if share}
        size = min(math.floor(there.get(name, 0) / share) for name, share in drawn.items())
        # Rounding to whole photos may ask for one more than there is.
        while any(n > there.get(name, 0) for name, n in whole_counts(shares, size).items()):
            size -= 1
    return whole_counts(shares, size)


def whole_counts(mix: Mapping[str, float], size: int) -> dict[str, int]:
    """Turn a mix of proportions or counts into whole photos of each group that add up to ``size``.

    Raises:
        ExperimentError: a share is negative, or all are zero.
    """
    total = sum(mix.values())
    if not total > 0 or any(not value >= 0 for value in mix.values()):
        raise ExperimentError(
            f"expected a mix of positive shares, found {dict(mix)}. Write for example "
            "{'F': 1, 'M': 1}."
        )
    exact = {name: size * value / total for name, value in mix.items()}
    whole = {name: int(value) for name, value in exact.items()}
    # Largest remainders, so that the counts add up.
    by_rest = sorted(exact, key=lambda name: whole[name] - exact[name])
    for name in by_rest[: size - sum(whole.values())]:
        whole[name] += 1
    return whole
