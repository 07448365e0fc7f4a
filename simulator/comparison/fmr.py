"""False match rates of single comparisons, by pair of groups, at every threshold.

FMR_g,h(t): comparisons of two people, one of group g and one of group h, at or under the threshold
÷ all such comparisons. The headline is same-group: two people whom the label does not tell apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import Group, split_by
from simulator.datasets.label_errors import rightly_labeled
from simulator.errors import ExperimentError
from simulator.search.search import (
    BIN_WIDTH,
    BINS,
    bin_of,
    distance_blocks,
    edge_under,
    euclidean,
)
from simulator.stats.metrics import rates
from simulator.storage.progress import Progress

_EDGE = 4e-6
"""Distances so close to a bin's edge, in float32, are computed again in float64."""


@dataclass(frozen=True)
class ComparisonTally:
    """Non-mated comparisons by pair of groups and distance bin.

    Attributes:
        groups: the groups, as masks over the rows compared.
        counts: (g, g, bins) unordered comparisons of different people, symmetric: bin b holds
            distances in ((b−1)·width, b·width]. A comparison of two people in several groups
            counts in every pair of groups it belongs to, once each.
        pairs: (g, g, bins) the same with each pair of people counting once: every comparison counts
            1 ÷ (photos of the one × photos of the other). None where it was not counted.
    """

    groups: tuple[Group, ...]
    counts: NDArray[np.int64]
    pairs: NDArray[np.float64] | None = None

    @property
    def comparisons(self) -> NDArray[np.int64]:
        """Count all comparisons: (g, g)."""
        return np.asarray(self.counts.sum(axis=2))

    def events(self, threshold: float) -> NDArray[np.int64]:
        """Count those at or under the threshold, snapped down to an edge of 0.001: (g, g)."""
        return np.asarray(self.counts[:, :, : edge_under(threshold) + 1].sum(axis=2))

    def fmr(self, threshold: float) -> NDArray[np.float64]:
        """Return the FMR, (g, g); nan (undefined) where there is no comparison."""
        return rates(self.events(threshold), self.comparisons)

    def fmr_by_person(self, threshold: float) -> NDArray[np.float64] | None:
        """Return the FMR in which each pair of people counts once, (g, g).

        None where that was not counted, or everybody has one photo.
        """
        if self.pairs is None or np.allclose(self.pairs, self.counts, rtol=1e-6):
            return None
        matching = self.pairs[:, :, : edge_under(threshold) + 1].sum(axis=2)
        return rates(matching, self.pairs.sum(axis=2))

    def curves(self) -> NDArray[np.float64]:
        """Return same-group FMR at every edge b·0.001: (g, bins)."""
        same = np.arange(len(self.groups))
        counts = self.counts[same, same].cumsum(axis=1)
        return rates(counts, counts[:, -1:])

    def table(self, threshold: float) -> pd.DataFrame:
        """Return the matrix as rows: group, other, label, other_label, events, comparisons, fmr.

        Where somebody has several photos, also fmr_by_person: each pair of people counts once.
        """
        events, comparisons, fmr = self.events(threshold), self.comparisons, self.fmr(threshold)
        once = self.fmr_by_person(threshold)
        return pd.DataFrame(
            [
                {
                    "group": one.value,
                    "other": other.value,
                    "label": one.label,
                    "other_label": other.label,
                    "events": int(events[i, j]),
                    "comparisons": int(comparisons[i, j]),
                    "fmr": float(fmr[i, j]),
                    **({} if once is None else {"fmr_by_person": float(once[i, j])}),
                }
                for i, one in enumerate(self.groups)
                for j, other in enumerate(self.groups)
                if i <= j
            ]
        )


def compare_all(
    vectors: NDArray[np.float32],
    subjects: Sequence[str],
    groups: Sequence[Group],
    progress: Progress | None = None,
    *,
    by_person: bool = False,
) -> ComparisonTally:
    """Compare every photo with every photo of everybody else.

    Args:
        vectors: (n, d) encodings.
        subjects: (n,) the person that each shows; comparisons within one person are left out.
        groups: masks over the rows; they may overlap.
        progress: called with the comparisons done and all of them.
        by_person: also count with each pair of people once.

    Raises:
        ExperimentError: there is no comparison of two people, or a vector is not finite.
    """
    if not np.isfinite(vectors).all():
        raise ExperimentError(
            "expected finite encodings, found NaN or infinity. Encode those photos again."
        )
    _, person = np.unique(np.asarray(subjects), return_inverse=True)
    if len(vectors) < 2 or person.max() == 0:
        raise ExperimentError(
            "expected photos of at least two people, found "
            f"{len(set(person.tolist()))}: false matches are not measurable here."
        )
    members = np.array([group.members for group in groups], dtype=bool).reshape(
        len(groups), len(vectors)
    )
    # People of one combination of groups are counted together, and combinations added up below.
    combinations, subgroup = np.unique(members.T, axis=0, return_inverse=True)
    subgroup = np.asarray(subgroup).reshape(-1)
    order = np.argsort(subgroup, kind="stable")
    photos = np.bincount(person)
    weights = 1 / photos[person[order]] if by_person and photos.max() > 1 else None
    counts, weighted = _tally(
        vectors[order], person[order], subgroup[order], len(combinations), weights, progress
    )
    every = _by_group(counts, combinations)
    if not by_person:
        return ComparisonTally(tuple(groups), every)
    pairs = every.astype(float) if weighted is None else _by_group(weighted, combinations)
    return ComparisonTally(tuple(groups), every, pairs)


def compare_dataset(
    dataset: Dataset,
    column: str,
    progress: Progress | None = None,
    *,
    by_person: bool = False,
) -> ComparisonTally:
    """Compare everybody within a data set, by a label column or an intersection ``a*b``.

    Photos whose name is wrong, or may be, take no part: a match of two photos of one person who is
    listed under two names is not a false match.
    """
    dataset = rightly_labeled(dataset)
    keys = dataset.encodings.keys.tolist()
    groups = split_by(dataset.labels(keys), column, dataset.card)
    subjects = dataset.identities.loc[keys].tolist()
    vectors = dataset.encodings.vectors
    return compare_all(vectors, subjects, groups, progress, by_person=by_person)


def _tally(
    vectors: NDArray[np.float32],
    person: NDArray[np.intp],
    subgroup: NDArray[np.intp],
    number: int,
    weights: NDArray[np.float64] | None,
    progress: Progress | None,
) -> tuple[NDArray[np.int64], NDArray[np.float64] | None]:
    """Count by pair of subgroups, (s, s, bins), the lower row first; rows come by subgroup.

    With weights of the rows, also sum the products of the weights of both.
    """
    counts = np.zeros((number, number, BINS), np.int64)
    weighted = None if weights is None else np.zeros(counts.shape)
    starts = np.append(np.searchsorted(subgroup, np.arange(number)), len(subgroup))
    every = len(vectors) ** 2
    for start, stop, columns, block in distance_blocks(vectors, vectors):
        if progress is not None:
            width = columns.stop - columns.start
            progress(len(vectors) * columns.start + start * width, every)
        if columns.stop <= start:
            continue
        bins = _exact_bins(block, vectors, start, columns.start)
        rows = np.arange(start, stop)
        across = np.arange(columns.start, columns.stop)
        counted = (rows[:, None] < across) & (person[rows][:, None] != person[across])
        bins[~counted] = BINS
        for g in np.unique(subgroup[rows]):
            mine = bins[subgroup[rows] == g]
            for h in range(g, number):
                first = max(starts[h] - columns.start, 0)
                last = min(starts[h + 1] - columns.start, mine.shape[1])
                if first < last:
                    chosen = mine[:, first:last].reshape(-1)
                    counts[g, h] += np.bincount(chosen, minlength=BINS + 1)[:BINS]
                    if weights is not None and weighted is not None:
                        products = np.outer(weights[rows[subgroup[rows] == g]], weights[across])
                        part = products[:, first:last].reshape(-1)
                        weighted[g, h] += np.bincount(chosen, part, minlength=BINS + 1)[:BINS]
    return counts, weighted


def _exact_bins(
    block: NDArray[np.float32], vectors: NDArray[np.float32], start: int, first: int
) -> NDArray[np.int64]:
    scaled = block / np.float32(BIN_WIDTH)
    bins = np.asarray(np.minimum(np.ceil(scaled), BINS - 1), np.int64)
    i, j = np.nonzero(np.abs(scaled - np.rint(scaled)) < _EDGE / BIN_WIDTH)
    if len(i):
        bins[i, j] = bin_of(euclidean(vectors[start + i], vectors[first + j]))
    return bins


_Counted = TypeVar("_Counted", np.int64, np.float64)


def _by_group(counts: NDArray[_Counted], combinations: NDArray[np.bool_]) -> NDArray[_Counted]:
    number = combinations.shape[1]
    total = np.zeros((number, number, BINS), counts.dtype)
    for a in range(len(combinations)):
        for b in range(a, len(combinations)):
            one, other = combinations[a], combinations[b]
            # It is of groups g and h if one person is in g and the other in h, either way round.
            inside = np.outer(one, other) | np.outer(other, one)
            total[inside] += counts[a, b] + counts[b, a] if a != b else counts[a, b]
    return total
