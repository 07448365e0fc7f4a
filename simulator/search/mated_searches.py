"""Mated searches: does the system find the people who are in the gallery?

FNIR(t) is the share of mated searches whose mate lies above the threshold, without a rank limit.
With no mated searches it is undefined: nan, never 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.card import Card
from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import UNLABELED, split_by
from simulator.errors import ExperimentError
from simulator.faces.encodings import Encodings
from simulator.search.search import euclidean
from simulator.stats.by_group import by_group
from simulator.stats.metrics import Rate, fnir
from simulator.stats.people import numbered, rate_by_person
from simulator.stats.subject_intervals import (
    FEWEST_PEOPLE_FOR_AN_INTERVAL,
    Interval,
    cluster_intervals,
)
from simulator.stats.threshold import is_match


@dataclass(frozen=True)
class MatedSearches:
    """Searches for people who are in the gallery, before any threshold.

    Attributes:
        name: their source: ``lfw``, ``london``, ``congress-115-two-portraits``.
        title: their source in words.
        keys: (m,) the photos that are searched with.
        subjects: (m,) the people who are searched for.
        distances: (m,) distance of the closest mate; nan where the probe or every mate failed to
            enroll.
        labels: one row per search, one column per label.
        card: provides the words for the labels.
        measures_race: whether misses by race can be measured at all: whether two groups of race
            or ethnicity have enough people for an interval.
        left_out: how many people were left out, by the reason; empty where nobody was.
        strangers: (m,) distance of the nearest stranger in the gallery that the mate was added to;
            nan where there is none. None where the mates are searched without such a crowd.
    """

    name: str
    title: str
    keys: NDArray[np.str_]
    subjects: NDArray[np.str_]
    distances: NDArray[np.float64]
    labels: pd.DataFrame
    card: Card
    measures_race: bool
    left_out: dict[str, int] = field(default_factory=dict)
    strangers: NDArray[np.float64] | None = None

    @property
    def at_rank_one(self) -> MatedSearches | None:
        """The same searches, in which a mate behind a closer stranger is missed as well.

        Its distance counts as infinite: it is found at no threshold. None without a crowd.
        """
        if self.strangers is None:
            return None
        behind = self.enrolled & (self.strangers < self.distances)
        return replace(self, distances=np.where(behind, np.inf, self.distances), strangers=None)

    @property
    def columns(self) -> list[str]:
        """The labels by which misses may be shown; not by race where that cannot be measured."""
        labeled = [column for column in self.labels.columns if column in self.card.labels]
        return [c for c in labeled if self.measures_race or c not in RACE_COLUMNS]

    @property
    def enrolled(self) -> NDArray[np.bool_]:
        """(m,) Whether the probe and at least one mate have an encoding."""
        return ~np.isnan(self.distances)

    @property
    def several_photos(self) -> bool:
        """Tell whether somebody is searched for with several photos."""
        return len(np.unique(self.subjects)) < len(self.subjects)

    def fnir_by_person(
        self,
        threshold: float,
        members: NDArray[np.bool_] | None = None,
        *,
        with_failures: bool = False,
    ) -> float:
        """Calculate FNIR with each person counting once, with the share of their searches missed.

        Args:
            threshold: in the matcher's distance.
            members: (m,) the searches that count; all by default.
            with_failures: count failures to enroll as misses; otherwise leave them out.

        Returns:
            nan (undefined) where there is no search.
        """
        chosen = self._chosen(members, with_failures)
        missed = ~is_match(self.distances[chosen], threshold)
        return rate_by_person(missed, numbered(self.subjects[chosen])).value

    def largest_part(self, members: NDArray[np.bool_] | None = None) -> float:
        """Calculate the largest part that one person has in the searches; nan without any."""
        chosen = self._chosen(members, False)
        counts = np.bincount(numbered(self.subjects[chosen]))
        return float(counts.max() / counts.sum()) if len(counts) else np.nan

    def _chosen(self, members: NDArray[np.bool_] | None, with_failures: bool) -> NDArray[np.bool_]:
        chosen = self.enrolled | with_failures
        return chosen if members is None else chosen & members

    def fnir(self, threshold: float, *, with_failures: bool) -> Rate:
        """Calculate the share of mated searches that miss at this threshold.

        Args:
            threshold: in the matcher's distance.
            with_failures: count failures to enroll as misses; otherwise leave them out.

        Returns:
            Misses ÷ mated searches; the value is nan where there are none. Its own interval assumes
            independent searches: show the one of :meth:`interval` instead.
        """
        return fnir(self.distances, threshold, with_failures=with_failures)

    def interval(
        self,
        threshold: float,
        members: NDArray[np.bool_] | None = None,
        *,
        with_failures: bool = False,
        by_person: bool = False,
    ) -> Interval:
        """Calculate the interval of FNIR over subjects: one person's searches are not independent.

        Args:
            threshold: in the matcher's distance.
            members: (m,) the searches that count; all by default.
            with_failures: count failures to enroll as misses; otherwise leave them out.
            by_person: each person counts once, in place of each search.
        """
        return self.intervals(
            [threshold], members, with_failures=with_failures, by_person=by_person
        )[0]

    def intervals(
        self,
        thresholds: Sequence[float],
        members: NDArray[np.bool_] | None = None,
        *,
        with_failures: bool = False,
        by_person: bool = False,
    ) -> list[Interval]:
        """Calculate :meth:`interval` at several thresholds."""
        chosen = self._chosen(members, with_failures)
        return cluster_intervals(
            self.subjects[chosen],
            self.distances[chosen],
            thresholds,
            by_person=by_person,
        )

    def by(self, column: str, threshold: float) -> pd.DataFrame:
        """Calculate FNIR by group, without and with failures to enroll.

        Returns:
            Columns group, label, people, searches, misses, fnir, low, high, failed_to_enrol,
            fnir_with_failures, low_with_failures, high_with_failures. The intervals are over
            subjects; their ends are nan where there are too few people. Where somebody is searched
            for with several photos, also fnir_by_person, low_by_person, high_by_person (each
            person counts once, failures left out), largest_share_of_searches (the part of the
            most frequent person) and interval_rests_on_one_person (that part is above a third).

        Raises:
            LabelError: there is no such label.
        """

        def measure(members: NDArray[np.bool_]) -> dict[str, float]:
            distances = self.distances[members]
            enrolled = fnir(distances, threshold)
            attempted = fnir(distances, threshold, with_failures=True)
            interval = self.interval(threshold, members)
            interval_with_failures = self.interval(threshold, members, with_failures=True)
            once: dict[str, float] = {}
            if self.several_photos:
                by_person = self.interval(threshold, members, by_person=True)
                once = {
                    "fnir_by_person": self.fnir_by_person(threshold, members),
                    "low_by_person": by_person.low,
                    "high_by_person": by_person.high,
                    "largest_share_of_searches": self.largest_part(members),
                    "interval_rests_on_one_person": interval.one_person_carries,
                }
            return {
                "people": len(set(self.subjects[members].tolist())),
                "searches": enrolled.trials,
                "misses": enrolled.events,
                "fnir": enrolled.value,
                "low": interval.low,
                "high": interval.high,
                "failed_to_enrol": attempted.trials - enrolled.trials,
                "fnir_with_failures": attempted.value,
                "low_with_failures": interval_with_failures.low,
                "high_with_failures": interval_with_failures.high,
                **once,
            }

        return by_group(measure, split_by(self.labels, column, self.card))


def leave_one_out(dataset: Dataset) -> MatedSearches:
    """Search every photo of a person with several photos among that person's other photos.

    Raises:
        ExperimentError: nobody has two photos.
    """
    identity = dataset.identities.loc[attempted_photos(dataset)]
    keys = identity.index[identity.duplicated(keep=False)].tolist()
    if not keys:
        raise ExperimentError(
            f"expected people with two photos or more in {dataset.name!r}, found none: missed "
            "matches are not measurable here."
        )
    others = _other_photos(keys, keys, identity)
    return mated_searches_from(
        dataset.name,
        f"{dataset.card.title}: each photo against the person's other photos",
        dataset,
        keys,
        closest_mates(dataset.encodings, keys, dataset.encodings, others),
    )


def between_labels(dataset: Dataset, column: str, probe: str, gallery: str) -> MatedSearches:
    """Search photos with one value of a label among the same people's photos with another.

    Raises:
        ExperimentError: nobody has both.
    """
    value = dataset.manifest.set_index("key")[column].loc[attempted_photos(dataset)]
    identity = dataset.identities
    enrolled_people = set(identity[value.index[value == gallery]])
    keys = [key for key in value.index[value == probe] if identity[key] in enrolled_people]
    if not keys:
        raise ExperimentError(
            f"expected people photographed both {probe} and {gallery} in {dataset.name!r}, found "
            "none: missed matches are not measurable here."
        )
    others = _other_photos(keys, list(value.index[value == gallery]), identity)
    return mated_searches_from(
        dataset.name,
        f"{dataset.card.title}: {probe} against {gallery}",
        dataset,
        keys,
        closest_mates(dataset.encodings, keys, dataset.encodings, others),
    )


def across_datasets(probes: Dataset, gallery: Dataset) -> MatedSearches:
    """Search the probes who are also in another data set among their photos there.

    Raises:
        ExperimentError: nobody is in both.
    """
    probes.encodings.check_comparable(gallery.encodings)
    mine, theirs = probes.identities, gallery.identities
    known = set(theirs)
    keys = [key for key in attempted_photos(probes) if mine[key] in known]
    if not keys:
        raise ExperimentError(
            f"expected people of {probes.name!r} in {gallery.name!r}, found none: missed matches "
            "are not measurable here."
        )
    by_person = theirs.groupby(theirs).groups
    others = [[str(k) for k in by_person[mine[key]]] for key in keys]
    return mated_searches_from(
        f"{probes.name}-in-{gallery.name}",
        f"{probes.card.title}: those who are also in {gallery.card.title}",
        probes,
        keys,
        closest_mates(probes.encodings, keys, gallery.encodings, others),
    )


def mated_searches_within(
    probes: Dataset, gallery_people: set[str], mate_distances: NDArray[np.float64]
) -> MatedSearches | None:
    """Return the mated searches within a finished search; None where no probe is enrolled.

    Args:
        probes: the search's probes, with its encodings in its order.
        gallery_people: identities of all people listed in the gallery's data set.
        mate_distances: (p,) from the search; nan without a mate among the searched photos.
    """
    identity = probes.identities
    distance_of = dict(zip(probes.encodings.keys.tolist(), mate_distances.tolist(), strict=True))
    keys = [key for key in attempted_photos(probes) if identity[key] in gallery_people]
    if not keys:
        return None
    distances = np.array([distance_of.get(key, np.nan) for key in keys])
    return mated_searches_from(
        f"{probes.name}-in-gallery",
        f"{probes.card.title}: those who are in the gallery",
        probes,
        keys,
        distances,
    )


def attempted_photos(dataset: Dataset) -> list[str]:
    """Return the photos that existed: enrolled or failed. A row without photo is not a failure."""
    there = {*dataset.encodings.keys.tolist(), *dataset.encodings.failures}
    return [key for key in dataset.manifest["key"] if key in there]


def _other_photos(keys: list[str], among: list[str], identity: pd.Series[str]) -> list[list[str]]:
    wanted = identity.loc[among]
    by_person = {name: list(rows) for name, rows in wanted.groupby(wanted).groups.items()}
    who = identity.loc[keys].tolist()
    return [
        [k for k in by_person[person] if k != key] for key, person in zip(keys, who, strict=True)
    ]


def closest_mates(
    probes: Encodings, keys: list[str], gallery: Encodings, others: list[list[str]]
) -> NDArray[np.float64]:
    """Return the distance of each photo's closest mate, (m,); nan where either is not enrolled.

    Args:
        probes: the encodings of the photos searched for.
        keys: (m,) their keys.
        gallery: the encodings that hold the mates.
        others: (m,) the keys of each photo's mates.
    """
    mine = {key: row for row, key in enumerate(probes.keys.tolist())}
    theirs = {key: row for row, key in enumerate(gallery.keys.tolist())}
    distances = np.full(len(keys), np.nan)
    for i, (key, mates) in enumerate(zip(keys, others, strict=True)):
        rows = [theirs[mate] for mate in mates if mate in theirs]
        if key in mine and rows:
            distances[i] = euclidean(probes.vectors[mine[key]], gallery.vectors[rows]).min()
    return distances


def mated_searches_from(
    name: str, title: str, dataset: Dataset, keys: list[str], distances: NDArray[np.float64]
) -> MatedSearches:
    """Build mated searches with photos of a data set from their closest mates' distances."""
    return MatedSearches(
        name=name,
        title=title,
        keys=np.array(keys, dtype=np.str_),
        subjects=dataset.identities.loc[keys].to_numpy(dtype=str),
        distances=distances,
        labels=dataset.labels(keys),
        card=dataset.card,
        measures_race=_measures_race(dataset, keys),
    )


RACE_COLUMNS = ("race_ethnicity", "ethnicity", "race", "person_of_color", "cbc_member")
"""Labels of race, and labels derived from them."""


def _measures_race(dataset: Dataset, keys: list[str]) -> bool:
    labels = dataset.labels(keys)
    who = dataset.identities.loc[keys].to_numpy(dtype=str)
    for column in RACE_COLUMNS[:3]:
        if column not in labels.columns:
            continue
        groups = split_by(labels, column, dataset.card)
        people = [len(set(who[g.members].tolist())) for g in groups if g.value != UNLABELED]
        if sum(number >= FEWEST_PEOPLE_FOR_AN_INTERVAL for number in people) >= 2:
            return True
    return False
