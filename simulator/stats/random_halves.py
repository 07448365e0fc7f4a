"""Random halves of a gallery: what the same search gives if only every second stranger is enrolled.

Half of the gallery's people are drawn at random, and the threshold is set so that as many searches
are falsely matched as before. Nothing is searched again: each search's closest strangers are known,
and the closest of those who are in the half takes the place of the closest of all.

The halves show how much *who* is falsely matched hangs on who is enrolled. Their range is not to be
added to an interval over the people searched for: that one holds the same chance already
(:mod:`simulator.stats.joint_uncertainty`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

HALVES = 20_000
"""So many random halves: with another seed, no end of the 95% range moves (people of color among
28 false matches, 40 seeds)."""
FEWER_HALVES = 2_000
MOST_FOR_ALL_HALVES = 100
"""With more false matches there are fewer halves, so that nobody waits."""
SEED = 0
"""Always the same halves, so that what is said about them does not change from run to run."""

Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


def halves_for(count: int) -> int:
    """Return how many halves are drawn where so many are falsely matched."""
    return HALVES if count <= MOST_FOR_ALL_HALVES else FEWER_HALVES


@dataclass(frozen=True)
class ClosePairs:
    """Searches with the gallery people who are close to them.

    Attributes:
        search: (k,) which search, from 0; the closest pair first.
        stranger: (k,) which person of the gallery.
        people: how many people the gallery holds.
    """

    search: Ints
    stranger: Ints
    people: int


def close_pairs(candidates: ArrayLike, distances: ArrayLike, people: int) -> ClosePairs:
    """List each search with each of its candidates once, at their closest photo.

    Args:
        candidates: (searches, c) the person that each candidate photo shows; −1 where there is
            none.
        distances: (searches, c) of the candidate photos.
        people: how many people the gallery holds.
    """
    stranger, far = np.asarray(candidates, np.intp), np.asarray(distances, np.float64)
    search, place = np.nonzero((stranger >= 0) & ~np.isnan(far))
    who, how_far = stranger[search, place], far[search, place]
    order = np.argsort(how_far, kind="stable")
    search, who = search[order], who[order]
    # The first of equal pairs is the closest photo of that person.
    kept = np.sort(np.unique(search * np.intp(max(people, 1)) + who, return_index=True)[1])
    return ClosePairs(search[kept], who[kept], people)


def counts_in_halves(
    pairs: ClosePairs,
    groups: ArrayLike,
    count: int,
    *,
    halves: int | None = None,
    seed: int = SEED,
) -> NDArray[np.int64] | None:
    """Count the searches of each group among those falsely matched in each random half.

    Args:
        pairs: who is close to whom; all that a half may need.
        groups: (g, searches) who is in which group.
        count: how many searches are falsely matched in each half, 1 or more.
        halves: how many are drawn, each of ⌊people/2⌋ without replacement; :func:`halves_for` by
            default.
        seed: of the draws.

    Returns:
        (halves, g) counts of ``count``; None where some half holds too few close pairs.
    """
    masks = np.asarray(groups, bool)
    random = np.random.default_rng(seed)
    enrolled: dict[int, Bools] = {}
    matched: dict[int, Bools] = {}
    drawn = halves_for(count) if halves is None else halves
    chosen, reached = np.zeros(drawn, np.int32), np.zeros(drawn, np.int32)
    size = pairs.people // 2
    searches, new = [], []
    for search, stranger in zip(pairs.search.tolist(), pairs.stranger.tolist(), strict=True):
        if stranger not in enrolled:
            # Without replacement, one stranger after the other: places left ÷ people left.
            left = pairs.people - len(enrolled)
            enrolled[stranger] = random.random(drawn) * left < size - chosen
            chosen += enrolled[stranger]
        before = matched.get(search)
        first = enrolled[stranger] & (reached < count)
        if before is not None:
            first &= ~before
        matched[search] = first if before is None else before | first
        reached += first
        searches.append(search)
        new.append(first)
        if (reached == count).all():
            # Whole numbers under 2^24 are exact in float32, which multiplies faster.
            counted = np.array(new, np.float32).T @ masks[:, searches].T.astype(np.float32)
            return np.asarray(counted, np.int64)
    return None
