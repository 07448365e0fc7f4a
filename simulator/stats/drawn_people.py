"""Drawing people with replacement: how often each counts, and a group's share in each draw."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_CELLS_AT_ONCE = 500_000
"""Numbers in an array while people are drawn: blocks of 4 MB are faster than larger ones."""


def shares_of_draws(
    person: NDArray[np.intp],
    weight: Floats,
    group: Bools,
    people: int,
    count: float,
    draws: int,
    seed: int,
) -> Floats:
    """Return the group's share among the first ``count`` of each draw, (draws,)."""
    inside = group[person]
    near, place = np.unique(person, return_inverse=True)
    return np.concatenate(
        [
            share_of_first(drawn[:, place] * weight, inside, count)
            for drawn in weights_of_draws(people, draws, seed, of=len(near))
        ]
    )


def share_of_first(weights: Floats, inside: Bools, count: float) -> Floats:
    """Return the group's share of the first ``count`` in weight, (r,); nan where they run out.

    Args:
        weights: (r, k) of the photographs, the closest first.
        inside: (k,) whose photographs are the group's.
        count: the weight that is flagged.
    """
    reached = np.minimum(np.cumsum(weights, axis=1), count)
    taken = np.diff(reached, axis=1, prepend=0)
    return np.asarray(np.where(reached[:, -1] < count - 1e-6, np.nan, taken @ inside / count))


def weights_of_draws(people: int, draws: int, seed: int, of: int | None = None) -> Iterator[Floats]:
    """Draw how often each of the first ``of`` people counts, (rows, of), block by block.

    Everybody is drawn as often as there are people; only those that are asked for are counted.
    """
    random = np.random.default_rng(seed)
    counted = people if of is None else of
    size = max(1, _CELLS_AT_ONCE // counted)
    for start in range(0, draws, size):
        rows = min(size, draws - start)
        hits = random.binomial(people, counted / people, size=rows)
        chosen = random.integers(counted, size=int(hits.sum()))
        chosen += np.repeat(np.arange(rows) * counted, hits)
        found = np.bincount(chosen, minlength=rows * counted)
        yield found.reshape(rows, counted).astype(np.float64)


def check_draws(draws: int) -> None:
    """Raise unless a spread can be taken over so many draws.

    Raises:
        ValueError: there are fewer than two.
    """
    if draws < 2:
        raise ValueError(f"expected at least 2 draws, found {draws}")
