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
from simulator.search.mated_searches import attempted_photos
from simulator.search.search import pair_distances
from simulator.stats.by_group import by_group
from simulator.stats.metrics import Rate, fnmr
from simulator.stats.people import rate_by_person
from simulator.stats.subject_intervals import Interval, cluster_interval
from simulator.stats.threshold import is_match

_COLUMNS = (
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
    "fnmr_by_person",
    "low_by_person",
    "high_by_person",
    "largest_share_of_comparisons",
    "interval_rests_on_one_person",
)


@dataclass(frozen=True)
class MatedComparisons:
    """Every comparison of two photos of one person, before any threshold.

    Attributes:
        subjects: (m,) the person, 0…n−1, of each comparison.
        distances: (m,) nan where one of the two photos failed to enroll.
        labels: a row per comparison (that of the first photo).
        card: gives the words for the labels.
    """

    subjects: NDArray[np.int64]
    distances: NDArray[np.float64]
    labels: pd.DataFrame
    card: Card

    def fnmr(self, threshold: float, *, with_failures: bool) -> Rate:
        """Return the share of comparisons above the threshold; nan (undefined) without any.

        Args:
            threshold: in the matcher's distance.
            with_failures: count failures to enroll as misses; otherwise leave them out.
        """
        return fnmr(self.distances, threshold, with_failures=with_failures)

    def fnmr_by_person(self, threshold: float, members: NDArray[np.bool_] | None = None) -> float:
        """Return the FNMR in which each person counts once, with the share of their comparisons.

        Failures to enroll are left out; nan (undefined) without any comparison.
        """
        chosen = ~np.isnan(self.distances)
        if members is not None:
            chosen = chosen & members
        missed = ~is_match(self.distances[chosen], threshold)
        return rate_by_person(missed, self.subjects[chosen].astype(np.intp)).value

    def largest_part(self, members: NDArray[np.bool_] | None = None) -> float:
        """Return the largest part that one person has in the comparisons; nan without any."""
        chosen = ~np.isnan(self.distances)
        if members is not None:
            chosen = chosen & members
        counts = np.bincount(self.subjects[chosen])
        return float(counts.max() / counts.sum()) if len(counts) else np.nan

    def interval(
        self,
        threshold: float,
        members: NDArray[np.bool_] | None = None,
        *,
        with_failures: bool = False,
        by_person: bool = False,
    ) -> Interval:
        """Return the interval over subjects, failures to enroll left out or counted as misses.

        Args:
            threshold: in the matcher's distance.
            members: (m,) the comparisons that count; all by default.
            with_failures: count failures to enroll as misses; otherwise leave them out.
            by_person: each person counts once, in place of each comparison.
        """
        chosen = ~np.isnan(self.distances) | with_failures
        if members is not None:
            chosen = chosen & members
        return cluster_interval(
            self.subjects[chosen],
            self.distances[chosen],
            threshold,
            by_person=by_person,
        )

    def groups(self, column: str) -> list[Group]:
        """Return the groups under a label column, as masks over the comparisons."""
        return split_by(self.labels, column, self.card)

    def by(self, column: str, threshold: float) -> pd.DataFrame:
        """Return FNMR by group without and with failures to enroll, each with its interval.

        Returns:
            Columns group, label, people, comparisons, misses, fnmr, low, high, failed_to_enrol,
            fnmr_with_failures, low_with_failures, high_with_failures; fnmr_by_person,
            low_by_person, high_by_person (each person counts once, failures left out);
            largest_share_of_comparisons (the part of the most frequent person);
            interval_rests_on_one_person (that part is above a third). Ends are nan where
            there are too few people.
        """

        def measure(members: NDArray[np.bool_]) -> dict[str, float]:
            distances = self.distances[members]
            compared = fnmr(distances, threshold)
            attempted = fnmr(distances, threshold, with_failures=True)
            interval = self.interval(threshold, members)
            interval_with_failures = self.interval(threshold, members, with_failures=True)
            once = self.interval(threshold, members, by_person=True)
            return {
                "people": len(np.unique(self.subjects[members])),
                "comparisons": compared.trials,
                "misses": compared.events,
                "fnmr": compared.value,
                "low": interval.low,
                "high": interval.high,
                "failed_to_enrol": attempted.trials - compared.trials,
                "fnmr_with_failures": attempted.value,
                "low_with_failures": interval_with_failures.low,
                "high_with_failures": interval_with_failures.high,
                "fnmr_by_person": self.fnmr_by_person(threshold, members),
                "low_by_person": once.low,
                "high_by_person": once.high,
                "largest_share_of_comparisons": self.largest_part(members),
                "interval_rests_on_one_person": interval.one_person_carries,
            }

        return by_group(measure, self.groups(column), _COLUMNS)


def mated_comparisons(dataset: Dataset) -> MatedComparisons:
    """Compare every two photos of one person.

    Where nobody has two photos there is no comparison, and the rates are undefined (nan).
    """
    keys = attempted_photos(dataset)
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
