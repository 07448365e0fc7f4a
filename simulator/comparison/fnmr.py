"""False non-match rates: comparisons of two photos of one person that are above the threshold."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.card import Card
from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import Group, split_by
from simulator.search.mated_searches import attempted
from simulator.search.search import pair_distances
from simulator.stats.bootstrap import Interval, cluster_interval
from simulator.stats.metrics import Rate, rate
from simulator.stats.threshold import is_match

_COLUMNS = (
    "group",
    "label",
    "people",
    "comparisons",
    "misses",
    "fnmr",
    "low",
    "high",
    "failed_to_enrol",
    "fnmr_with_failures",
    "low_with_failures",
    "high_with_failures",
)


@dataclass(frozen=True)
class MatedComparisons:
    """Every comparison of two photos of one person, before any threshold.

    Attributes:
        subjects: (m,) the person, 0…n−1, of each comparison.
        distances: (m,) nan where one of the two photos failed to enrol.
        labels: a row per comparison (that of the first photo).
        card: gives the words for the labels.
    """

    subjects: NDArray[np.int64]
    distances: NDArray[np.float64]
    labels: pd.DataFrame
    card: Card

    def fnmr(self, threshold: float, *, with_failures: bool) -> Rate:
        """Share of mated comparisons above the threshold; nan (undefined) where there are none.

        Args:
            threshold: in the matcher's distance.
            with_failures: count failures to enrol as misses; otherwise leave them out.
        """
        return self._rate(np.ones(len(self.distances), bool), threshold, with_failures)

    def interval(
        self,
        threshold: float,
        members: NDArray[np.bool_] | None = None,
        *,
        with_failures: bool = False,
        seed: int = 0,
    ) -> Interval:
        """Interval over subjects, failures to enrol left out or counted as misses."""
        chosen = ~np.isnan(self.distances) | with_failures
        if members is not None:
            chosen = chosen & members
        n = int(self.subjects.max(initial=-1)) + 1
        who, missed = self.subjects[chosen], ~is_match(self.distances[chosen], threshold)
        return cluster_interval(
            np.bincount(who, missed, minlength=n).astype(np.int64),
            np.bincount(who, minlength=n),
            seed=seed,
        )

    def groups(self, column: str) -> list[Group]:
        """Masks over the comparisons."""
        return split_by(self.labels, column, self.card)

    def by(self, column: str, threshold: float) -> pd.DataFrame:
        """FNMR by group, twice, with an interval over subjects.

        Returns:
            Columns group, label, people, comparisons, misses, fnmr, low, high, failed_to_enrol,
            fnmr_with_failures, low_with_failures, high_with_failures. Ends are nan where there are
            too few people.
        """
        rows = []
        for group in self.groups(column):
            without = self._rate(group.members, threshold, False)
            counted = self._rate(group.members, threshold, True)
            found = self.interval(threshold, group.members)
            all_in = self.interval(threshold, group.members, with_failures=True)
            rows.append(
                {
                    "group": group.value,
                    "label": group.label,
                    "people": len(np.unique(self.subjects[group.members])),
                    "comparisons": without.trials,
                    "misses": without.events,
                    "fnmr": without.value,
                    "low": found.low,
                    "high": found.high,
                    "failed_to_enrol": counted.trials - without.trials,
                    "fnmr_with_failures": counted.value,
                    "low_with_failures": all_in.low,
                    "high_with_failures": all_in.high,
                }
            )
        return pd.DataFrame(rows, columns=list(_COLUMNS))

    def _rate(self, members: NDArray[np.bool_], threshold: float, with_failures: bool) -> Rate:
        distances = self.distances[members]
        trials = len(distances) if with_failures else int((~np.isnan(distances)).sum())
        return rate(trials - int(is_match(distances, threshold).sum()), trials)


def mated_comparisons(dataset: Dataset) -> MatedComparisons:
    """Every pair of photos of one person; where nobody has two, none, and undefined rates."""
    keys = attempted(dataset)
    who = dataset.identities.loc[keys].to_numpy(dtype=str)
    row_of = {key: row for row, key in enumerate(dataset.encodings.keys.tolist())}
    by_person = pd.Series(np.arange(len(keys))).groupby(who).indices
    pairs = [
        (number, int(a), int(b))
        for number, rows in enumerate(by_person.values())
        for a, b in combinations(sorted(rows), 2)
    ]
    table = np.array(pairs, np.int64).reshape(-1, 3)
    rows = np.array([row_of.get(key, -1) for key in keys], np.int64)
    first, second = rows[table[:, 1]], rows[table[:, 2]]
    known = (first >= 0) & (second >= 0)
    distances = np.full(len(table), np.nan)
    vectors = dataset.encodings.vectors
    distances[known] = pair_distances(vectors, vectors, first[known], second[known])
    return MatedComparisons(
        subjects=table[:, 0],
        distances=distances,
        labels=dataset.labels([keys[i] for i in table[:, 1]]),
        card=dataset.card,
    )
