"""The people who falsely match each other at one threshold, and same-group FMR with intervals."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import Group, split_by
from simulator.datasets.label_errors import rightly_labeled
from simulator.search.search import pair_distances
from simulator.stats.by_group import by_group
from simulator.stats.subject_intervals import (
    Interval,
    cross_comparisons,
    cross_interval,
    pair_interval,
    pairs_needed,
)
from simulator.stats.threshold import is_match

RARE = "interval_may_miss_rare_people"
RARE_BY_PERSON = "interval_by_person_may_miss_rare_people"
_ROWS = 256
_DOUBT = 4e-6
"""Distances so near the threshold, in float32, are computed again in float64."""
LOOSER = 0.1
"""Where too few pairs match to show how they fall on people, the threshold is loosened so far."""
LARGEST_DISTANCE = 2.0
MOST_COMPARISONS = 2_000_000
"""The threshold is not loosened further once so many comparisons match."""


@dataclass(frozen=True)
class Close:
    """Comparisons of different people at or under a distance, the closest first.

    Attributes:
        reach: the distance.
        first, second: (k,) people, 0…n−1, of each comparison; first < second.
        distances: (k,) rising.
    """

    reach: float
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    distances: NDArray[np.float64]


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
        close: the comparisons behind the events.
    """

    dataset: Dataset
    threshold: float
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    events: NDArray[np.int64]
    photos: NDArray[np.int64]
    labels: pd.DataFrame
    close: Close

    def groups(self, column: str) -> list[Group]:
        """Return the groups under a label column, as masks over the people."""
        return split_by(self.labels, column, self.dataset.card)

    @functools.cached_property
    def several_photos(self) -> bool:
        """Return whether somebody has several photos, so that pairs differ in their comparisons."""
        return bool((self.photos > 1).any())

    def by_person(self, pairs: NDArray[np.bool_], number: int) -> float:
        """Return the FMR in which each pair of people counts once, whatever photos they have.

        Args:
            pairs: (k,) which of the pairs with a false match count.
            number: how many pairs of people there are.
        """
        first, second = self.first[pairs], self.second[pairs]
        shares = self.events[pairs] / (self.photos[first] * self.photos[second])
        return float(shares.sum()) / number if number else np.nan

    def largest_part(self, members: NDArray[np.bool_]) -> dict[str, float]:
        """Return the largest part that one person has in a group's comparisons and false matches.

        Returns:
            ``largest_share_of_comparisons`` and ``largest_share_of_events``, fractions of 1; nan
            where there are none.
        """
        photos = self.photos[members]
        mine = photos * (photos.sum() - photos)
        inside = members[self.first] & members[self.second]
        events = np.bincount(
            np.concatenate([self.first[inside], self.second[inside]]),
            np.concatenate([self.events[inside]] * 2),
            minlength=len(self.photos),
        )
        return {
            "largest_share_of_comparisons": _largest(mine, mine.sum() / 2),
            "largest_share_of_events": _largest(events, events.sum() / 2),
        }

    def interval(self, members: NDArray[np.bool_], *, by_person: bool = False) -> Interval:
        """Return the interval over subjects of the FMR among the people of a mask.

        Args:
            members: (n,) whose.
            by_person: each pair of people counts once, in place of each comparison.
        """
        number = np.cumsum(members) - 1
        first, second, distances = self._of(
            lambda one, other: members[one] & members[other], pairs_needed(int(members.sum()))
        )
        return pair_interval(
            number[first],
            number[second],
            self._weights(first, second, by_person),
            np.ones(int(members.sum()), np.int64) if by_person else self.photos[members],
            distances=distances,
            threshold=self.threshold,
        )

    def _weights(
        self, first: NDArray[np.int64], second: NDArray[np.int64], by_person: bool
    ) -> NDArray[np.float64]:
        """Return how much each close comparison counts."""
        if not by_person:
            return np.ones(len(first))
        return np.asarray(1 / (self.photos[first] * self.photos[second]))

    def _of(
        self,
        chosen: Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.bool_]],
        pairs: int,
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return the chosen comparisons up to the threshold, and until so many pairs are close."""
        for close in self._looser():
            rows = np.flatnonzero(chosen(close.first, close.second))
            first, second = close.first[rows], close.second[rows]
            _unused, start = np.unique(first * len(self.photos) + second, return_index=True)
            if len(start) >= pairs:
                break
        distances = close.distances[rows]
        enough = -np.inf
        if pairs:
            enough = np.inf if len(start) < pairs else distances[np.sort(start)[pairs - 1]]
        used = distances <= max(self.threshold, enough)
        return first[used], second[used], distances[used]

    def _looser(self) -> Iterator[Close]:
        """Yield the close comparisons at this threshold and at looser ones."""
        close = self.close
        yield close
        while close.reach < LARGEST_DISTANCE and len(close.distances) <= MOST_COMPARISONS:
            close = self._close_to(close.reach)
            yield close

    @functools.cached_property
    def _reached(self) -> dict[float, Close]:
        return {}

    def _close_to(self, reach: float) -> Close:
        if reach not in self._reached:
            further = min(reach + LOOSER, LARGEST_DISTANCE)
            self._reached[reach] = close_comparisons(self.dataset, further)
        return self._reached[reach]

    def by(self, column: str) -> pd.DataFrame:
        """Return same-group FMR with its interval over subjects.

        Returns:
            Columns group, label, people, events, comparisons, fmr, low, high, effective,
            interval_rests_on_one_person (one person is in more than a third of them),
            interval_may_miss_rare_people (people who match many others, of whom so few people
            may hold none, could lift the rate beyond the interval). fmr is nan (undefined) where
            there is no comparison; low and high are nan with too few people. Where somebody has
            several photos, also fmr_by_person, low_by_person, high_by_person, effective_by_person,
            interval_by_person_may_miss_rare_people (each pair of people counts once, with the share
            of its comparisons that match), and the columns of :meth:`largest_part`.
        """

        def measure(members: NDArray[np.bool_]) -> dict[str, float]:
            inside = members[self.first] & members[self.second]
            photos = self.photos[members]
            comparisons = int((photos.sum() ** 2 - (photos**2).sum()) // 2)
            events = int(self.events[inside].sum())
            interval = self.interval(members)
            once = self._same_by_person(members) if self.several_photos else {}
            return {
                "people": int(members.sum()),
                "events": events,
                "comparisons": comparisons,
                "fmr": events / comparisons if comparisons else np.nan,
                "low": interval.low,
                "high": interval.high,
                "effective": interval.effective,
                "interval_rests_on_one_person": interval.one_person_carries,
                RARE: interval.may_miss_rare_people,
                **once,
            }

        return by_group(measure, self.groups(column))

    def _same_by_person(self, members: NDArray[np.bool_]) -> dict[str, float]:
        people = int(members.sum())
        inside = members[self.first] & members[self.second]
        return {
            "fmr_by_person": self.by_person(inside, people * (people - 1) // 2),
            **_by_person(self.interval(members, by_person=True)),
            **self.largest_part(members),
        }

    def matrix(self, column: str) -> pd.DataFrame:
        """Return FMR by pair of groups, each with its interval over subjects.

        Returns:
            Columns group, other, label, other_label, events, comparisons, fmr, low, high,
            interval_may_miss_rare_people. Somebody
            in several groups counts in every pair of groups they belong to, once per comparison.
            Where somebody has several photos, also fmr_by_person, low_by_person, high_by_person.
        """
        groups = self.groups(column)
        same = self.by(column)
        rows = []
        for i, one in enumerate(groups):
            for j, other in enumerate(groups[i:], i):
                row = {"group": one.value, "other": other.value}
                row |= {"label": one.label, "other_label": other.label}
                measured = ["events", "comparisons", "fmr", "low", "high", RARE]
                if self.several_photos:
                    measured += ["fmr_by_person", "low_by_person", "high_by_person"]
                    measured += [RARE_BY_PERSON]
                if i == j:
                    rows.append(row | {name: same.iloc[i][name] for name in measured})
                else:
                    rows.append(row | self._between(one.members, other.members))
        return pd.DataFrame(rows)

    def _between(self, one: NDArray[np.bool_], other: NDArray[np.bool_]) -> dict[str, float]:
        members = one | other

        def across(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.bool_]:
            return (one[first] & other[second]) | (other[first] & one[second])

        events = self.events[across(self.first, self.second)]
        number = np.cumsum(members) - 1
        a, b, photos = one[members], other[members], self.photos[members]
        people = int(min(one.sum(), other.sum()))
        first, second, distances = self._of(across, pairs_needed(people))

        def between(by_person: bool) -> Interval:
            return cross_interval(
                number[first],
                number[second],
                self._weights(first, second, by_person),
                np.ones_like(photos) if by_person else photos,
                a,
                b,
                distances=distances,
                threshold=self.threshold,
            )

        interval = between(by_person=False)
        once = {}
        if self.several_photos:
            pairs = cross_comparisons(np.ones_like(photos), a, b)
            ends = _by_person(between(by_person=True))
            once = {
                "fmr_by_person": self.by_person(across(self.first, self.second), pairs),
                "low_by_person": ends["low_by_person"],
                "high_by_person": ends["high_by_person"],
                RARE_BY_PERSON: ends[RARE_BY_PERSON],
            }
        comparisons = cross_comparisons(photos, a, b)
        return {
            "events": int(events.sum()),
            "comparisons": comparisons,
            "fmr": int(events.sum()) / comparisons if comparisons else np.nan,
            "low": interval.low,
            "high": interval.high,
            RARE: interval.may_miss_rare_people,
            **once,
        }


def _largest(parts: NDArray[Any], whole: float) -> float:
    return float(parts.max()) / whole if whole else np.nan


def _by_person(interval: Interval) -> dict[str, float]:
    return {
        "low_by_person": interval.low,
        "high_by_person": interval.high,
        "effective_by_person": interval.effective,
        RARE_BY_PERSON: interval.may_miss_rare_people,
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

    Photos whose name is wrong, or may be, are left out, as in the matrix of FMR.

    Args:
        dataset: with encodings; a person's labels are those of their first photo.
        threshold: in the matcher's distance.
    """
    dataset = rightly_labeled(dataset)
    keys = dataset.encodings.keys.tolist()
    _names, start, person = _people(dataset)
    close = close_comparisons(dataset, threshold)
    both = np.stack([close.first, close.second], axis=1)
    pairs, events = np.unique(both, axis=0, return_counts=True)
    return FalseMatchPairs(
        dataset=dataset,
        threshold=threshold,
        first=pairs[:, 0],
        second=pairs[:, 1],
        events=events.astype(np.int64),
        photos=np.bincount(person, minlength=len(start)).astype(np.int64),
        labels=dataset.labels([keys[row] for row in start]),
        close=close,
    )


def close_comparisons(dataset: Dataset, reach: float) -> Close:
    """Compare every photo with every photo of everybody else, and return those within a distance.

    Args:
        dataset: with encodings.
        reach: in the matcher's distance.
    """
    _names, _start, person = _people(dataset)
    vectors = dataset.encodings.vectors
    matching = [(np.empty((0, 2), np.int64), np.empty(0))]
    for i, j in _near(vectors, reach):
        different = person[i] != person[j]
        i, j = i[different], j[different]
        distances = pair_distances(vectors, vectors, i, j)
        near = is_match(distances, reach)
        both = np.sort(np.stack([person[i[near]], person[j[near]]], axis=1), axis=1)
        matching.append((both, distances[near]))
    people = np.concatenate([both for both, _ in matching])
    distances = np.concatenate([part for _, part in matching])
    order = np.argsort(distances, kind="stable")
    return Close(reach, people[order, 0], people[order, 1], distances[order])


def _people(
    dataset: Dataset,
) -> tuple[NDArray[np.str_], NDArray[np.intp], NDArray[np.intp]]:
    """Return the people's names, their first photos, and the person of each photo."""
    who = dataset.identities.loc[dataset.encodings.keys.tolist()].to_numpy(dtype=str)
    names, start, person = np.unique(who, return_index=True, return_inverse=True)
    return names, start, person
