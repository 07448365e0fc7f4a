"""The people who falsely match each other at one threshold, and same-group FMR with intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import Group, split_by
from simulator.search.search import pair_distances
from simulator.stats.bootstrap import Interval, cross_comparisons, cross_interval, pair_interval
from simulator.stats.by_group import by_group
from simulator.stats.threshold import is_match

_ROWS = 256
_DOUBT = 4e-6
"""Distances so near the threshold, in float32, are computed again in float64."""


@dataclass(frozen=True)
class FalseMatchPairs:
    """False matches among the people of a data set.

    Attributes:
        dataset: whose.
        threshold: in the matcher's distance.
        first, second: (k,) people, 0…n−1, of each pair with at least one false match.
        events: (k,) their comparisons at or under the threshold.
        photos: (n,) enrolled photos of each person.
        labels: (n) a row per person.
    """

    dataset: Dataset
    threshold: float
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    events: NDArray[np.int64]
    photos: NDArray[np.int64]
    labels: pd.DataFrame

    def groups(self, column: str) -> list[Group]:
        """Return the groups under a label column, as masks over the people."""
        return split_by(self.labels, column, self.dataset.card)

    def interval(self, members: NDArray[np.bool_], *, seed: int = 0) -> Interval:
        """Return the interval over subjects of the FMR among the people of a mask."""
        inside = members[self.first] & members[self.second]
        number = np.cumsum(members) - 1
        return pair_interval(
            number[self.first[inside]],
            number[self.second[inside]],
            self.events[inside],
            self.photos[members],
            seed=seed,
        )

    def by(self, column: str) -> pd.DataFrame:
        """Return same-group FMR with its interval over subjects.

        Returns:
            Columns group, label, people, events, comparisons, fmr, low, high, effective. fmr is
            nan (undefined) where there is no comparison; low and high are nan with too few people.
        """

        def measure(members: NDArray[np.bool_]) -> dict[str, float]:
            inside = members[self.first] & members[self.second]
            photos = self.photos[members]
            comparisons = int((photos.sum() ** 2 - (photos**2).sum()) // 2)
            events = int(self.events[inside].sum())
            interval = self.interval(members)
            return {
                "people": int(members.sum()),
                "events": events,
                "comparisons": comparisons,
                "fmr": events / comparisons if comparisons else np.nan,
                "low": interval.low,
                "high": interval.high,
                "effective": interval.effective,
            }

        return by_group(measure, self.groups(column))

    def matrix(self, column: str) -> pd.DataFrame:
        """Return FMR by pair of groups, each with its interval over subjects.

        Returns:
            Columns group, other, label, other_label, events, comparisons, fmr, low, high. Somebody
            in several groups counts in every pair of groups they belong to, once per comparison.
        """
        groups = self.groups(column)
        same = self.by(column)
        rows = []
        for i, one in enumerate(groups):
            for j, other in enumerate(groups[i:], i):
                row = {"group": one.value, "other": other.value}
                row |= {"label": one.label, "other_label": other.label}
                measured = ("events", "comparisons", "fmr", "low", "high")
                if i == j:
                    rows.append(row | {name: same.iloc[i][name] for name in measured})
                else:
                    rows.append(row | self._between(one.members, other.members))
        return pd.DataFrame(rows)

    def _between(self, one: NDArray[np.bool_], other: NDArray[np.bool_]) -> dict[str, float]:
        members = one | other
        first, second = self.first, self.second
        inside = (one[first] & other[second]) | (other[first] & one[second])
        number = np.cumsum(members) - 1
        a, b, photos = one[members], other[members], self.photos[members]
        events = self.events[inside]
        interval = cross_interval(
            number[first[inside]], number[second[inside]], events, photos, a, b
        )
        comparisons = cross_comparisons(photos, a, b)
        return {
            "events": int(events.sum()),
            "comparisons": comparisons,
            "fmr": int(events.sum()) / comparisons if comparisons else np.nan,
            "low": interval.low,
            "high": interval.high,
        }


def _near(
    vectors: NDArray[np.float32], threshold: float
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Yield rows i < j at or under the threshold, and some just above it, block by block.

    Two more columns make one matrix product give −d²/2, so that nothing but a comparison is left to
    do for each of millions of pairs.
    """
    squares = np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64)[:, None] / 2
    ones = np.ones((len(vectors), 1), np.float32)
    half = squares.astype(np.float32)
    left, right = np.hstack([vectors, -half, ones]), np.hstack([vectors, ones, -half])
    # Float32 errs by some millionths of the largest square; what is too much is sorted out later.
    margin = threshold * _DOUBT + _DOUBT * max(1.0, float(squares.max(initial=0)))
    bound = np.float32(-(threshold**2) / 2 - margin)
    for top in range(0, len(vectors), _ROWS):
        block = left[top : top + _ROWS] @ right[top:].T
        i, j = np.divmod(np.flatnonzero(block >= bound), block.shape[1])
        yield i[i < j] + top, j[i < j] + top


def false_match_pairs(dataset: Dataset, threshold: float) -> FalseMatchPairs:
    """Compare every photo with every photo of everybody else, and return the false matches.

    Args:
        dataset: with encodings; a person's labels are those of their first photo.
        threshold: in the matcher's distance.
    """
    encodings = dataset.encodings
    keys = encodings.keys.tolist()
    who = dataset.identities.loc[keys].to_numpy(dtype=str)
    names, start, person = np.unique(who, return_index=True, return_inverse=True)
    matching = [np.empty((0, 2), np.int64)]
    vectors = encodings.vectors
    for i, j in _near(vectors, threshold):
        different = person[i] != person[j]
        i, j = i[different], j[different]
        near = is_match(pair_distances(vectors, vectors, i, j), threshold)
        matching.append(np.sort(np.stack([person[i[near]], person[j[near]]], axis=1), axis=1))
    pairs, events = np.unique(np.concatenate(matching), axis=0, return_counts=True)
    return FalseMatchPairs(
        dataset=dataset,
        threshold=threshold,
        first=pairs[:, 0],
        second=pairs[:, 1],
        events=events.astype(np.int64),
        photos=np.bincount(person, minlength=len(names)).astype(np.int64),
        labels=dataset.labels([keys[row] for row in start]),
    )
