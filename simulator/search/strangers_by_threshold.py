"""How many strangers match each probe at many thresholds, in one pass over a search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.search.search import Search, edge_under

Counts = NDArray[np.int64]


def strangers_by_threshold(
    search: Search, thresholds: Sequence[float], tally_group_of_photo: NDArray[np.intp]
) -> Iterator[tuple[int, Counts]]:
    """Yield, for each threshold, what :func:`matching_strangers` counts there.

    Args:
        search: a finished search.
        thresholds: in the matcher's distance, in any order.
        tally_group_of_photo: (gallery,) the tally group of each gallery photo.

    Yields:
        (place, k), from the strictest threshold to the loosest: the threshold's place among
        ``thresholds``, and (p, groups) the strangers of each group at or under it.
    """
    p, length = search.candidates.shape
    groups = search.tallies.shape[1]
    there = search.candidates >= 0
    of_candidate = np.where(there, tally_group_of_photo[search.candidates], -1)
    # The first n candidates of a probe are those under some threshold.
    listed = np.zeros((p, length + 1, groups), np.int32)
    for group in range(groups):
        np.cumsum(of_candidate == group, axis=1, out=listed[:, 1:, group])
    distances = np.where(there, search.distances, np.inf)
    rows = np.arange(p)
    tallied, counted = np.zeros((p, groups), np.int64), 0
    for place in sorted(range(len(thresholds)), key=lambda i: thresholds[i]):
        threshold = thresholds[place]
        edge = edge_under(threshold) + 1
        tallied += search.tallies[:, :, counted:edge].sum(axis=2, dtype=np.int64)
        counted = edge
        k = listed[rows, (distances <= threshold).sum(axis=1)].astype(np.int64)
        full = search.distances[:, -1] <= threshold
        k[full] = np.maximum(k[full], tallied[full])
        yield place, k
