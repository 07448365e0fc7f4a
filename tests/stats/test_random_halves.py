"""Random halves of a gallery: by hand, against all halves of a small one, and SciPy."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.stats import hypergeom

from simulator.stats.random_halves import close_pairs, counts_in_halves

CANDIDATES = np.array([[0, 1, 0, -1], [2, 0, 5, 1], [3, 4, 2, 2], [1, 2, 3, 4]])
DISTANCES = np.array(
    [
        [0.30, 0.35, 0.40, np.nan],
        [0.31, 0.36, 0.5, 0.6],
        [0.32, 0.33, 0.45, 0.5],
        [0.34, 0.4, 0.41, 0.42],
    ]
)
GROUPS = np.array([[True, False, True, False]])


def test_each_pair_of_people_counts_once_the_closest_first() -> None:
    """The first search has two photos of stranger 0, the third two of stranger 2."""
    pairs = close_pairs(CANDIDATES, DISTANCES, 6)
    listed = list(zip(pairs.search.tolist(), pairs.stranger.tolist(), strict=True))
    assert listed[:5] == [(0, 0), (1, 2), (2, 3), (2, 4), (3, 1)]
    assert len(listed) == len(set(listed)) == 13


def by_force(half: tuple[int, ...], count: int) -> int:
    """Search one half plainly, and count the group among the closest ``count`` searches."""
    inside = np.isin(CANDIDATES, half) & ~np.isnan(DISTANCES)
    nearest = np.where(inside, DISTANCES, np.inf).min(axis=1)
    flagged = np.argsort(nearest, kind="stable")[:count]
    return int(GROUPS[0][flagged].sum())


def test_against_all_halves_of_six_people_by_brute_force() -> None:
    """Each of the 20 halves is as likely."""
    exact = np.bincount([by_force(half, 2) for half in combinations(range(6), 3)], minlength=3) / 20
    counted = counts_in_halves(close_pairs(CANDIDATES, DISTANCES, 6), GROUPS, 2, halves=40_000)
    assert counted is not None
    assert np.bincount(counted[:, 0], minlength=3) / 40_000 == pytest.approx(exact, abs=0.01)


def test_how_many_of_the_closest_strangers_are_in_a_half_against_scipy() -> None:
    """Thirty searches with a stranger each, and 30 farther ones: hypergeometric, if 10 count."""
    pairs = close_pairs(np.arange(60)[:, None], np.arange(60)[:, None] / 100, 101)
    first = (np.arange(60) < 10)[None]
    counted = counts_in_halves(pairs, first, 15, halves=40_000)
    assert counted is not None
    found = np.bincount(counted[:, 0], minlength=11) / 40_000
    assert found == pytest.approx(hypergeom.pmf(np.arange(11), 101, 10, 50), abs=0.01)


def test_a_half_that_flags_too_few_gives_nothing() -> None:
    pairs = close_pairs(CANDIDATES, DISTANCES, 6)
    assert counts_in_halves(pairs, GROUPS, 4) is None
    assert counts_in_halves(close_pairs([[0]], [[0.3]], 1), [[True]], 1) is None


def test_the_same_seed_gives_the_same_halves() -> None:
    pairs = close_pairs(CANDIDATES, DISTANCES, 6)
    first, again = (counts_in_halves(pairs, GROUPS, 1, halves=50, seed=3) for _ in range(2))
    assert first is not None
    assert again is not None
    assert (first == again).all()
