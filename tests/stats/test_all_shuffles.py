"""Exact p-values against counting all shuffles, and against SciPy."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.stats import hypergeom

from simulator.stats import all_shuffles
from simulator.stats.all_shuffles import (
    exact_p,
    exact_p_of_counts,
    middle_of_shuffles,
    share_with_a_smallest_p,
)


@pytest.mark.parametrize(
    ("size", "hits", "n"), [(107, 28, 535), (20, 5, 40), (3, 9, 11), (400, 90, 535)]
)
def test_the_exact_p_is_the_hypergeometric_distributions(size, hits, n):
    """SciPy, hypergeom: all counts whose gap to the expected one is at least as large."""
    counts = np.arange(hits + 1)
    chances = hypergeom(n, size, hits).pmf(counts)
    gap = np.abs(counts * n - hits * size)
    found = exact_p_of_counts(size, hits, n)
    for count in counts[chances > 0]:
        assert found[count] == pytest.approx(chances[gap >= gap[count]].sum(), rel=1e-9)
        assert exact_p(count, size, hits, n) == found[count]
    assert np.isnan(found[chances == 0]).all()


def _every_deal(groups: list[np.ndarray], events: list[int], hits: int) -> float:
    """Count all ways to flag so many people, and those with a p as small as the smallest."""
    n = len(groups[0])
    tables = [exact_p_of_counts(int(group.sum()), hits, n) for group in groups]
    smallest = min(table[count] for table, count in zip(tables, events, strict=True))
    small = total = 0
    for chosen in combinations(range(n), hits):
        rows = list(chosen)
        total += 1
        small += any(
            table[int(group[rows].sum())] <= smallest * (1 + 1e-9)
            for table, group in zip(tables, groups, strict=True)
        )
    return small / total


@pytest.mark.parametrize("seed", range(6))
def test_the_smallest_p_of_overlapping_groups_by_counting_every_deal(seed):
    """All 1,820 ways to flag 4 of 16 people; some are in two or three groups, some in none."""
    random = np.random.default_rng(seed)
    groups = [random.random(16) < share for share in (0.3, 0.4, 0.5)]
    flagged = random.permutation(16)[:4]
    events = [int(group[flagged].sum()) for group in groups]
    found = [exact_p(k, int(g.sum()), 4, 16) for k, g in zip(events, groups, strict=True)]
    share, drawn = share_with_a_smallest_p(groups, found, 4)
    assert share == pytest.approx(_every_deal(groups, events, 4))
    assert drawn == 0


def test_too_many_ways_are_shuffled_and_always_give_the_same(monkeypatch):
    """100,000 shuffles come within a hundredth of the exact share, twice the same."""
    random = np.random.default_rng(1)
    groups = [random.random(60) < share for share in (0.4, 0.6)]
    found = [exact_p(k, int(g.sum()), 9, 60) for k, g in zip((6, 5), groups, strict=True)]
    exact, _ = share_with_a_smallest_p(groups, found, 9)
    monkeypatch.setattr(all_shuffles, "MOST_ENUMERATED", 0)
    shuffled = [share_with_a_smallest_p(groups, found, 9) for _ in range(2)]
    assert shuffled[0] == shuffled[1] == (pytest.approx(exact, abs=0.01), all_shuffles.SHUFFLES)


def test_without_groups_there_is_no_p():
    assert np.isnan(share_with_a_smallest_p([], [], 3)[0])


def test_the_middle_of_all_shuffles_leaves_out_at_most_a_fortieth_at_each_end():
    """Against the hypergeometric distribution of SciPy."""
    for size, hits, n in ((38, 28, 535), (5, 5, 12), (100, 0, 535), (20, 535, 535)):
        low, high = middle_of_shuffles(size, hits, n)
        dealt = hypergeom(n, size, hits)
        assert dealt.cdf(low - 1) <= 0.025 + 1e-9
        assert dealt.sf(high) <= 0.025 + 1e-9
        assert dealt.sf(high - 1) > 0.025 or high == low
