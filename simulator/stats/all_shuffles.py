"""Exact p-values: the share of all shuffles of the labels over the people.

Shuffling labels under fixed false matches deals the false matches out over the groups: a
hypergeometric distribution, which needs no random numbers.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

MOST_ENUMERATED = 20_000
"""People in several groups can be dealt in so many ways at most; beyond, labels are shuffled."""
SHUFFLES = 100_000
"""Shuffles where there are more ways; always the same ones."""


def exact_p(events: int, size: int, hits: int, n: int) -> float:
    """Return the share of all shuffles with a gap at least as large as the one found, two-sided.

    Args:
        events: falsely matched in the group.
        size: people in the group.
        hits: falsely matched in all.
        n: people in all.

    Source:
        The hypergeometric distribution; SciPy's ``hypergeom`` gives the same.
    """
    return float(exact_p_of_counts(size, hits, n)[events])


def exact_p_of_counts(size: int, hits: int, n: int) -> NDArray[np.float64]:
    """Return :func:`exact_p` for every number of events in the group from 0 to all hits.

    nan where so many cannot be in the group.
    """
    inside = np.arange(max(0, hits - (n - size)), min(hits, size) + 1)
    likely = _hypergeometric(inside, size, hits, n)
    # As whole numbers, so that equal gaps on both sides count as equal.
    gap = np.abs(inside * n - hits * size)
    order = np.argsort(-gap, kind="stable")
    up_to = np.cumsum(likely[order])
    last = np.searchsorted(-gap[order], -gap, side="right") - 1
    p = np.full(hits + 1, np.nan)
    p[inside] = np.minimum(up_to[last], 1.0)
    return p


def _hypergeometric(inside: NDArray[np.int64], size: int, hits: int, n: int) -> NDArray[np.float64]:
    logs = _log_choose(size, inside) + _log_choose(n - size, hits - inside)
    return np.asarray(np.exp(logs - _log_choose(n, np.array(hits))))


@functools.lru_cache(maxsize=100_000)
def middle_of_shuffles(size: int, hits: int, n: int) -> tuple[int, int]:
    """Return between which counts of a group 95% of all shuffles lie, cut off alike at both ends.

    Args:
        size: people in the group.
        hits: people falsely matched.
        n: all people.
    """
    inside = np.arange(max(0, hits - (n - size)), min(hits, size) + 1)
    up_to = np.cumsum(_hypergeometric(inside, size, hits, n))
    low, high = np.searchsorted(up_to, [0.025, 0.975])
    last = len(inside) - 1
    return int(inside[min(low, last)]), int(inside[min(high, last)])


def share_with_a_smallest_p(
    groups: Sequence[NDArray[np.bool_]], found: Sequence[float], hits: int
) -> tuple[float, int]:
    """Return in which share of all shuffles some group has a p as small as the smallest here.

    False matches are dealt out over the combinations of labels. People in exactly one group, or in
    none, are dealt independently of each other but for the sum; people in several are tried in
    every way.

    Args:
        groups: masks over the people; they may overlap.
        found: (groups,) the p of each, as :func:`exact_p`.
        hits: people falsely matched.

    Returns:
        The share, nan without groups; and 0, or the number of shuffles drawn where there are too
        many ways.
    """
    if not len(groups):
        return math.nan, 0
    smallest, n = min(found), len(groups[0])
    # Rounding must not decide which counts are as extreme as the one found.
    masks = np.array(groups, bool)
    people = masks.sum(axis=1).tolist()
    fine = [exact_p_of_counts(size, hits, n) > smallest * (1 + 1e-9) for size in people]
    combinations, sizes = np.unique(masks.T, axis=0, return_counts=True)
    several = combinations.sum(axis=1) > 1
    shared, shared_sizes = combinations[several], np.minimum(sizes[several], hits)
    if math.prod((shared_sizes + 1).tolist()) > MOST_ENUMERATED:
        share, drawn = _by_shuffling(combinations, sizes, fine, hits)
        # It cannot be below the smallest p, or above that times the number of groups.
        return min(1.0, max(smallest, min(share, smallest * len(groups)))), drawn
    share = hits / n
    alone = [
        int(sizes[(combinations == (np.arange(len(groups)) == i)).all(axis=1)].sum())
        for i in range(len(groups))
    ]
    nowhere = _binomial(int(sizes[combinations.sum(axis=1) == 0].sum()), hits, share)
    likely = [_binomial(size, hits, share) for size in alone]
    weights = [_binomial(int(size), hits, share) for size in sizes[several]]
    total = 0.0
    for dealt in product(*(range(size + 1) for size in shared_sizes.tolist())):
        left = hits - sum(dealt)
        if left < 0:
            continue
        inside = np.array(dealt, np.int64) @ shared if len(dealt) else np.zeros(len(groups), int)
        way = nowhere[: left + 1]
        for i, chance in enumerate(likely):
            allowed = fine[i][inside[i] : inside[i] + left + 1]
            way = np.convolve(way, chance[: left + 1][: len(allowed)] * allowed)[: left + 1]
        if len(way) > left:
            total += float(way[left]) * math.prod(weights[j][k] for j, k in enumerate(dealt))
    none = total / float(_binomial(n, hits, share)[hits])
    return min(1.0, max(smallest, 1 - none)), 0


def _by_shuffling(
    combinations: NDArray[np.bool_],
    sizes: NDArray[np.int64],
    fine: Sequence[NDArray[np.bool_]],
    hits: int,
) -> tuple[float, int]:
    """Estimate the share by shuffling: (b+1)/(B+1), Phipson & Smyth (2010)."""
    dealt = np.random.default_rng(0).multivariate_hypergeometric(sizes, hits, size=SHUFFLES)
    events = dealt @ combinations.astype(np.int64)
    ordinary = np.all([some[events[:, i]] for i, some in enumerate(fine)], axis=0)
    return float((~ordinary).sum() + 1) / (SHUFFLES + 1), SHUFFLES


def _binomial(size: int, most: int, share: float) -> NDArray[np.float64]:
    """Return the chances of 0 to ``most`` among ``size``; 0 beyond the size."""
    k = np.arange(min(size, most) + 1)
    chances = np.zeros(most + 1)
    chances[: len(k)] = np.exp(
        _log_choose(size, k) + k * math.log(share) + (size - k) * math.log1p(-share)
    )
    return chances


def fisher_p(events: int, size: int, hits: int, n: int) -> float:
    """Return p of Fisher's exact test, two-sided: all tables no likelier than the one found.

    SciPy's ``fisher_exact`` gives the same to about 12 digits (a test compares them), but not the
    same last digit in the JSON, and importing ``scipy.stats`` would make every run start later.

    Source:
        Fisher (1935), The logic of inductive inference, J. R. Stat. Soc. 98, 39–82.
    """
    inside = np.arange(max(0, hits - (n - size)), min(hits, size) + 1)
    logs = _log_choose(size, inside) + _log_choose(n - size, hits - inside)
    likely = np.exp(logs - _log_choose(n, np.array(hits)))
    observed = likely[inside == events]
    return min(1.0, float(likely[likely <= observed * (1 + 1e-7)].sum()))


def _log_choose(n: int, k: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))
