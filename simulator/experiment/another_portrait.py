"""The same members searched with another portrait: who is falsely matched with one, who with both.

Two files of a member need not be two photographs. Whether somebody is falsely matched *again* is
asked only of members who really have another photograph: neither the same file in both data sets,
nor one photograph twice (``one_shot.csv``), nor a painting.
"""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import PHOTOGRAPH, Dataset
from simulator.datasets.groups import Group, split_by
from simulator.datasets.one_shot import ONE_SHOT, Verdict, one_shot_verdicts
from simulator.errors import ExperimentError
from simulator.experiment.outcome import SearchOutcome
from simulator.experiment.portraits import (
    FIRST,
    SECOND,
    Portrait,
    opened,
    other_portraits,
    portrait_of_each,
)
from simulator.experiment.probe_search import search_probes
from simulator.stats.metrics import false_matches, rate
from simulator.stats.threshold import flagging
from simulator.storage.progress import Progress

ANOTHER = "another photograph"
SAME = "the same photograph twice"
UNSURE = "perhaps the same photograph twice"
NO_OTHER = "no other photograph"
"""The same file in both data sets, or only one of the portraits could be searched with."""
OTHERS = (ANOTHER, SAME, UNSURE, NO_OTHER)
_OF_VERDICT: dict[Verdict, str] = {"different": ANOTHER, "same": SAME, "unsure": UNSURE}

SETS = ("first", "second", "both", "either")


@dataclass(frozen=True)
class AnotherPortrait:
    """Two searches of the same members in the same gallery, each with one portrait of theirs.

    Attributes:
        first, second: the searches.
        keys: (n,) the members with at least one portrait that was searched with.
        first_nearest, second_nearest: (n,) distance to the nearest stranger; nan where there is no
            such portrait.
        others: (n,) what each member's other portrait is, one of :data:`OTHERS`.
        labels: (n, columns) the members' labels.
    """

    first: SearchOutcome
    second: SearchOutcome
    keys: NDArray[np.str_]
    first_nearest: NDArray[np.float64]
    second_nearest: NDArray[np.float64]
    others: NDArray[np.str_]
    labels: pd.DataFrame

    @property
    def really_another(self) -> NDArray[np.bool_]:
        """Mark the members who have two photographs, and were searched with both, (n,)."""
        return np.asarray(self.others == ANOTHER)

    @property
    def two_files(self) -> NDArray[np.bool_]:
        """Mark the members with two files, which may show one photograph twice, (n,)."""
        return np.asarray(self.others != NO_OTHER)

    def at(self, first_distance: float, second_distance: float | None = None) -> Overlap:
        """Apply a threshold to each search; the same distance to both by default."""
        second = first_distance if second_distance is None else second_distance
        return Overlap(self, first_distance, second)

    def at_count(self, count: int) -> Overlap:
        """Apply to each search the distance that flags so many members.

        Raises:
            ThresholdError: one of the searches has fewer members.
        """
        return Overlap(
            self, flagging(self.first_nearest, count), flagging(self.second_nearest, count)
        )

    def groups(self, column: str) -> list[Group]:
        """Return the members' groups under a label column or an intersection ``a*b``."""
        return split_by(self.labels, column, self.first.probes.card)

    def names(self) -> list[str]:
        """Return the members' names, (n,)."""
        name = _names(self.second.probes) | _names(self.first.probes)
        return [name[key] for key in self.keys.tolist()]


@dataclass(frozen=True)
class Again:
    """Those falsely matched with the first portrait: what became of each with the other.

    Attributes:
        flagged: how many were falsely matched with the first portrait.
        no_other: of these, how many have no other photograph to search with.
        same, unsure: how many have the same photograph twice, or perhaps.
        another: how many really have another photograph.
        again: of those with another photograph, how many are falsely matched with it too.
    """

    flagged: int
    no_other: int
    same: int
    unsure: int
    another: int
    again: int

    @property
    def not_again(self) -> int:
        """Count those whom another photograph of theirs does not flag."""
        return self.another - self.again


@dataclass(frozen=True)
class Overlap:
    """Both searches at a threshold each.

    Attributes:
        portraits: the two searches.
        first_distance, second_distance: the thresholds.
    """

    portraits: AnotherPortrait
    first_distance: float
    second_distance: float

    @functools.cached_property
    def first(self) -> NDArray[np.bool_]:
        """Mark the members falsely matched with the first portrait, (n,)."""
        return false_matches(self.portraits.first_nearest, self.first_distance)

    @functools.cached_property
    def second(self) -> NDArray[np.bool_]:
        """Mark the members falsely matched with the second portrait, (n,)."""
        return false_matches(self.portraits.second_nearest, self.second_distance)

    @property
    def sets(self) -> dict[str, NDArray[np.bool_]]:
        """Return who is falsely matched with the first, the second, both, either: (n,) each."""
        first, second = self.first, self.second
        return dict(zip(SETS, (first, second, first & second, first | second), strict=True))

    def counts(self, among: NDArray[np.bool_] | None = None) -> dict[str, int]:
        """Count the members falsely matched with one portrait, the other, both, either, none.

        Args:
            among: (n,) the members to count; everybody by default.
        """
        counted = np.ones(len(self.first), bool) if among is None else among
        first, second = self.first[counted], self.second[counted]
        parts = {
            "people": counted[counted],
            "first": first,
            "second": second,
            "both": first & second,
            "either": first | second,
            "first_only": first & ~second,
            "second_only": second & ~first,
            "neither": ~first & ~second,
        }
        return {name: int(part.sum()) for name, part in parts.items()}

    def again(self) -> Again:
        """Say of those falsely matched with the first portrait how many are with another too."""
        others = self.portraits.others[self.first]
        return Again(
            flagged=len(others),
            no_other=int((others == NO_OTHER).sum()),
            same=int((others == SAME).sum()),
            unsure=int((others == UNSURE).sum()),
            another=int((others == ANOTHER).sum()),
            again=int((self.first & self.second & self.portraits.really_another).sum()),
        )

    def shares(self, column: str, among: NDArray[np.bool_] | None = None) -> pd.DataFrame:
        """Return each group's share of those falsely matched with first, second, both, either.

        Args:
            column: a label column or an intersection ``a*b``.
            among: (n,) the members to count; everybody by default.

        Returns:
            Columns set, group, label, people (of the group), of (falsely matched), share, low, high
            (Wilson, 95%), share_of_people; nan where nobody is falsely matched.
        """
        counted = np.ones(len(self.first), bool) if among is None else among
        rows = []
        for name, flagged in self.sets.items():
            for group in self.portraits.groups(column):
                inside = int((flagged & counted & group.members).sum())
                share = rate(inside, int((flagged & counted).sum()))
                rows.append(
                    {
                        "set": name,
                        "group": group.value,
                        "label": group.label,
                        "people": share.events,
                        "of": share.trials,
                        "share": share.value,
                        "low": share.low,
                        "high": share.high,
                        "share_of_people": float(group.members[counted].mean()),
                    }
                )
        return pd.DataFrame(rows)

    def people(self) -> pd.DataFrame:
        """List the members falsely matched with either portrait.

        Returns:
            Columns probe, probe_name, first_distance, second_distance (nan without such a
            portrait), first, second (of bool), other (one of :data:`OTHERS`).
        """
        rows = np.flatnonzero(self.first | self.second)
        names = self.portraits.names()
        frame = pd.DataFrame(
            {
                "probe": self.portraits.keys[rows],
                "probe_name": [names[row] for row in rows],
                "first_distance": np.round(self.portraits.first_nearest[rows], 6),
                "second_distance": np.round(self.portraits.second_nearest[rows], 6),
                "first": self.first[rows],
                "second": self.second[rows],
                "other": self.portraits.others[rows],
            }
        )
        return frame.sort_values(["first_distance", "probe"], ignore_index=True)


def another_portrait(
    first: SearchOutcome,
    progress: Progress | None = None,
    *,
    only: NDArray[np.bool_] | None = None,
) -> AnotherPortrait:
    """Search the same gallery with the members' other portraits, and compare.

    Args:
        first: the search with the first portraits.
        progress: called with the comparisons done and all of them.
        only: (p,) of the first search, whose other portraits to search; all by default. The others
            then count as without another photograph.

    Raises:
        ExperimentError: there are no other portraits, or this search does not compare with them.
        ManifestError: nothing says which portraits are one photograph.
    """
    experiment = first.experiment
    if experiment.portrait != FIRST:
        raise ExperimentError(
            "expected a search with the first portraits, to compare it with the others, found the "
            f"portrait {experiment.portrait!r}. Choose the first portrait."
        )
    probes = opened(other_portraits(first.probes), experiment)
    if experiment.condition is not None:
        raise ExperimentError(
            "expected photos as they are, as the other portraits were not changed, found the "
            f"condition {experiment.condition!r}. Leave it out."
        )
    if first.pack is not None:
        raise ExperimentError(
            "expected encodings of the gallery, to search it with the other portraits, found a "
            f"finished search only. Choose another gallery than {first.gallery.name!r}."
        )
    first.probes.encodings.check_comparable(probes.encodings)
    if only is not None:
        probes = _only_those(probes, first, only)
    second = search_probes(
        dataclasses.replace(experiment, portrait=SECOND),
        probes,
        first.gallery,
        first.gallery_rows,
        progress,
    )
    return compared(first, second)


def _only_those(probes: Dataset, first: SearchOutcome, only: NDArray[np.bool_]) -> Dataset:
    keys = first.probes.encodings.keys[only].tolist()
    persons = set(first.probes.identities.loc[keys])
    mine = probes.identities.isin(persons)
    return probes.with_encodings(probes.encodings.only(mine.index[mine].tolist()))


def flagged_again(first: SearchOutcome, distance: float) -> Again:
    """Say of those falsely matched how many are with another photograph, at the same distance.

    Only their other portraits are searched, which takes a fraction of a second.

    Raises:
        ExperimentError, ManifestError: as for :func:`another_portrait`.
    """
    flagged = false_matches(first.search.nearest, distance)
    if not flagged.any():
        return Again(flagged=0, no_other=0, same=0, unsure=0, another=0, again=0)
    return another_portrait(first, only=flagged).at(distance).again()


def compared(first: SearchOutcome, second: SearchOutcome) -> AnotherPortrait:
    """Join the searches with the first and the second portraits of the same members.

    Raises:
        ExperimentError: somebody has several portraits in one of the data sets.
        ManifestError: nothing says which portraits are one photograph.
    """
    mine, theirs = portrait_of_each(first.probes), portrait_of_each(second.probes)
    verdicts = _verdicts(first.probes, second.probes)
    used = [portraits.get for portraits in (mine, theirs)]
    people = [
        person
        for person in dict.fromkeys([*mine, *theirs])
        if any(_searched(one(person)) for one in used)
    ]
    pairs = [(mine.get(person), theirs.get(person)) for person in people]
    others = [
        _other(*pair, verdicts.get(person, "unsure"))
        for person, pair in zip(people, pairs, strict=True)
    ]
    keys = [(one or other).key for one, other in pairs]  # type: ignore[union-attr]
    return AnotherPortrait(
        first=first,
        second=second,
        keys=np.array(keys, np.str_),
        first_nearest=_distances(first, [one for one, _ in pairs]),
        second_nearest=_distances(second, [other for _, other in pairs]),
        others=np.array(others, np.str_),
        labels=_labels(first.probes, second.probes, keys),
    )


def _verdicts(first: Dataset, second: Dataset) -> dict[str, Verdict]:
    """Return the verdicts by person, from whichever data set holds the list."""
    holder = first if (first.folder / ONE_SHOT).is_file() else second
    person = holder.identities
    return {str(person.loc[key]): one for key, one in one_shot_verdicts(holder).items()}


def _searched(portrait: Portrait | None) -> bool:
    return portrait is not None and portrait.row >= 0


def _distances(outcome: SearchOutcome, portraits: list[Portrait | None]) -> NDArray[np.float64]:
    nearest = outcome.search.nearest
    rows = [portrait.row if portrait else -1 for portrait in portraits]
    return np.array([nearest[row] if row >= 0 else np.nan for row in rows], np.float64)


def _other(one: Portrait | None, other: Portrait | None, verdict: Verdict) -> str:
    if one is None or other is None or one.row < 0 or other.row < 0:
        return NO_OTHER
    if one.kind != PHOTOGRAPH or other.kind != PHOTOGRAPH:
        return NO_OTHER  # a painting, searched because it was asked for, is no photograph
    if one.file is not None and one.file == other.file:
        return NO_OTHER
    return _OF_VERDICT[verdict]


def _labels(first: Dataset, second: Dataset, keys: list[str]) -> pd.DataFrame:
    """Return the members' labels: those of the first data set, where it lists them."""
    columns = [c for c in first.card.labels if c in first.manifest.columns]
    rows = [
        dataset.manifest.set_index("key").reindex(columns=columns) for dataset in (second, first)
    ]
    labels = {str(key): row for table in rows for key, row in table.to_dict("index").items()}
    table = pd.DataFrame([labels[key] for key in keys], columns=columns)
    return table.fillna("")


def _names(dataset: Dataset) -> dict[str, str]:
    column = "name" if "name" in dataset.manifest.columns else "subject_id"
    return dict(zip(dataset.manifest["key"], dataset.manifest[column], strict=True))
