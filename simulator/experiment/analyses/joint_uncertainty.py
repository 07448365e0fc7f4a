"""How far a result reaches if people, their photos and the gallery's people were others, together.

The key ``joint_uncertainty`` of ``run --json``: the FPIR, each group's share of the false matches
and its gap to everybody else, with intervals for other people searched for alone, with another
gallery as well, and with other photos as well where there is a second portrait. Beside them is what
random halves of the gallery give.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.groups import Group
from simulator.experiment.another_portrait import AnotherPortrait
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.not_measurable import TWO_PORTRAITS, not_measurable
from simulator.experiment.outcome import SearchOutcome
from simulator.experiment.portraits import BOTH, EITHER
from simulator.i18n.language import marked
from simulator.stats import joint_uncertainty as joint
from simulator.stats.joint_uncertainty import FalselyMatched
from simulator.stats.photo_interval import PhotoInterval
from simulator.stats.random_halves import (
    SEED,
    ClosePairs,
    close_pairs,
    counts_in_halves,
)
from simulator.storage.json_values import json_number

PEOPLE, GALLERY, PHOTOS = "people", "people_and_gallery", "people_photos_and_gallery"
"""What is drawn: other people searched for; also the gallery's people; also the photos."""
AT_DISTANCE, AT_COUNT = "at_distance", "at_count"
LEVEL = 0.95

ANSWERS = marked(
    "The interval for people and gallery asks what other people like those searched for would give "
    "in another gallery of as many people like those in this one. With a second portrait it also "
    "asks for other portraits. It says nothing about people, photos or galleries of another kind."
)

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Photos:
    """The photos searched with, their closest candidates, and whom both show.

    Attributes:
        person: (photos,) whom each photo shows, 0…n−1.
        candidates: (photos, c) the gallery person that each candidate photo shows; −1 for none.
        distances: (photos, c) of the candidates.
        gallery_people: how many people the gallery holds.
    """

    person: Ints
    candidates: Ints
    distances: Floats
    gallery_people: int

    @property
    def nearest(self) -> Floats:
        """Return the distance to each photo's closest stranger, (photos,)."""
        return self.distances[:, 0]

    def at(self, distance: float) -> FalselyMatched:
        """Return who is falsely matched, and because of which strangers alone."""
        return joint.falsely_matched(
            self.person, self.candidates, self.distances, distance, self.gallery_people
        )

    def distance_of(self, count: float) -> float:
        """Return the distance at which so many people are flagged, averaged over their photos.

        It is infinite where there are not so many.
        """
        order = np.argsort(self.nearest, kind="stable")
        order = order[~np.isnan(self.nearest[order])]
        reached = np.cumsum(1 / np.bincount(self.person)[self.person[order]])
        place = int(np.searchsorted(reached, count - 1e-9))
        return float(self.nearest[order[place]]) if place < len(order) else np.inf


@dataclass(frozen=True)
class JointUncertainty:
    """A search at a threshold, and what its numbers would be with other people in it.

    Attributes:
        view: the search.
        first: the photos searched with.
        with_second: these and the other portraits of the same people; None without any.
    """

    view: AtThreshold
    first: Photos
    with_second: Photos | None

    @property
    def count(self) -> int:
        """Count the false matches at the threshold."""
        return int(self.view.flagged.sum())

    @functools.cached_property
    def _at_distance(self) -> dict[str, FalselyMatched]:
        return self._found(dict.fromkeys((GALLERY, PHOTOS), self.view.distance))

    @functools.cached_property
    def distances_at_count(self) -> dict[str, float]:
        """Return the distance at which as many are flagged, by what is drawn."""
        people = float(self.first.at(self.view.distance).shares.sum())
        sides = {GALLERY: self.first, PHOTOS: self.with_second}
        return {
            name: self.view.distance if name == GALLERY else photos.distance_of(people)
            for name, photos in sides.items()
            if photos is not None
        }

    @functools.cached_property
    def _at_count(self) -> dict[str, FalselyMatched]:
        return self._found(self.distances_at_count)

    def _found(self, distances: dict[str, float]) -> dict[str, FalselyMatched]:
        """Return the people falsely matched by what is drawn; without strangers for people alone.

        Photos are drawn together with the gallery only where there is a second portrait.
        """
        first = self.first.at(distances[GALLERY])
        none = first.person[:0]
        alone = dataclasses.replace(first, person=none, stranger=none, part=first.part[:0])
        found = {PEOPLE: alone, GALLERY: first}
        if self.with_second is not None:
            found[PHOTOS] = self.with_second.at(distances[PHOTOS])
        return found

    def fpir(self) -> dict[str, PhotoInterval]:
        """Return the FPIR at the distance, by what is drawn."""
        return {name: joint.rate(found) for name, found in self._at_distance.items()}

    def share(self, group: Group, how: str = AT_COUNT) -> dict[str, PhotoInterval]:
        """Return a group's share of the false matches, by what is drawn.

        Args:
            group: of the photos searched with.
            how: at the ``at_distance``, or ``at_count``: the distance is set anew so that as many
                are flagged.
        """
        members = self.members(group)
        if how == AT_DISTANCE:
            return {n: joint.share(found, members) for n, found in self._at_distance.items()}
        shares = {}
        for name, found in self._at_count.items():
            photos = self.with_second if name == PHOTOS else self.first
            assert photos is not None
            edge = joint.share_at_the_edge(
                photos.person, photos.nearest, members, self.distances_at_count[_side(name)]
            )
            shares[name] = joint.share(found, members, marginal=edge)
        return shares

    def gap(self, group: Group, how: str = AT_COUNT) -> dict[str, PhotoInterval]:
        """Return a group's FPIR minus everybody else's, by what is drawn.

        Args:
            group: of the photos searched with.
            how: as for :meth:`share`.
        """
        members = self.members(group)
        if how == AT_DISTANCE:
            return {n: joint.gap(found, members) for n, found in self._at_distance.items()}
        shares = self.share(group)
        return {
            name: joint.gap_of_share(found, members, shares[name])
            for name, found in self._at_count.items()
        }

    def members(self, group: Group) -> NDArray[np.bool_]:
        """Return which people are in a group, (people,)."""
        found = np.zeros(self.view.result.people, bool)
        found[self.view.result.person[group.members]] = True
        return found

    @functools.cached_property
    def strangers(self) -> int:
        """Count the different people who are the closest candidate of a false match."""
        return len(np.unique(self.first.candidates[self.view.flagged, 0]))

    @functools.cached_property
    def of_several(self) -> int:
        """Count the gallery people who alone match two or more of the people searched for."""
        found = self._at_distance[GALLERY]
        return int((np.unique(found.stranger, return_counts=True)[1] > 1).sum())

    @functools.cached_property
    def _pairs(self) -> ClosePairs:
        return close_pairs(self.first.candidates, self.first.distances, self.first.gallery_people)

    def halves(self, groups: Sequence[Group], seed: int = SEED) -> NDArray[np.int64] | None:
        """Count each group's searches among the false matches in random halves of the gallery.

        Args:
            groups: of the photos searched with.
            seed: of the halves.

        Returns:
            (halves, groups), with as many false matches in each half as in the whole gallery; None
            where there are none, where some half does not hold so many, or where the lists were
            cut, so that those who follow are unknown.
        """
        cut = math.isfinite(self.view.result.measured_to)
        if not self.count or not groups or cut:
            return None
        masks = np.array([group.members for group in groups])
        return counts_in_halves(self._pairs, masks, self.count, seed=seed)


def _side(name: str) -> str:
    return PHOTOS if name == PHOTOS else GALLERY


def joint_uncertainty(
    view: AtThreshold, portraits: AnotherPortrait | None = None
) -> JointUncertainty | None:
    """Prepare the intervals of a search at a threshold.

    Args:
        view: the search.
        portraits: the same people searched with their other portraits; None without any.

    Returns:
        None where each person was searched with two portraits, of which one row is kept.
    """
    result = view.result
    if result.experiment.portrait in (EITHER, BOTH) or not len(result.person):
        return None
    codes, people = _gallery_people(result)
    first = _photos(result, codes, people, result.person)
    with_second = None
    if portraits is not None and portraits.really_another.any():
        second = portraits.second
        whose = result.probes.identities.loc[result.probes.encodings.keys.tolist()]
        number = dict(zip(whose.tolist(), result.person.tolist(), strict=True))
        other = set(result.probes.identities.loc[portraits.keys[portraits.really_another].tolist()])
        theirs = second.probes.identities.loc[second.probes.encodings.keys.tolist()].tolist()
        used = np.array([person in other and person in number for person in theirs])
        person = np.array([number.get(person, -1) for person in theirs], np.intp)
        rows = _photos(second, codes, people, person)
        with_second = Photos(
            np.concatenate([first.person, rows.person[used]]),
            np.concatenate([first.candidates, rows.candidates[used]]),
            np.concatenate([first.distances, rows.distances[used]]),
            people,
        )
    return JointUncertainty(view, first, with_second)


def _gallery_people(result: SearchOutcome) -> tuple[Ints, int]:
    """Return the person that each gallery photo shows; photos where nobody is identified."""
    who = result.gallery_keys
    if result.gallery.card.identities:
        who = result.gallery.identities.loc[who.tolist()].to_numpy(dtype=str)
    names, codes = np.unique(who, return_inverse=True)
    return codes.astype(np.intp), len(names)


def _photos(result: SearchOutcome, codes: Ints, people: int, person: Ints) -> Photos:
    rows = result.search.candidates
    shown = np.where(rows >= 0, codes[rows], -1).astype(np.intp)
    return Photos(person, shown, result.search.distances, people)


def joint_uncertainty_measures(
    view: AtThreshold, columns: Sequence[str], portraits: AnotherPortrait | None = None
) -> dict[str, Any]:
    """Return the key ``joint_uncertainty`` as JSON values; docs/measures.md lists them.

    Args:
        view: the search.
        columns: label columns.
        portraits: the same people searched with their other portraits; None without any.
    """
    found = joint_uncertainty(view, portraits)
    if found is None:
        return dict.fromkeys(_KEYS) | {"why": not_measurable(TWO_PORTRAITS)}
    return described(found, columns)


def described(found: JointUncertainty, columns: Sequence[str]) -> dict[str, Any]:
    """Return intervals and random halves as JSON values.

    Args:
        found: the search at a threshold.
        columns: label columns.
    """
    view = found.view
    groups = {column: view.result.groups(column) for column in columns}
    every = [group for some in groups.values() for group in some]
    halves = found.halves(every)
    ranges = iter([None] * len(every) if halves is None else _ranges(halves))
    values = {
        "count": found.count,
        "distance": view.distance,
        "distance_at_count_with_second": json_number(found.distances_at_count.get(PHOTOS, np.nan)),
        "gallery_people": found.first.gallery_people,
        "gallery_units": "people" if view.result.gallery.card.identities else "photos",
        "different_candidates": found.strangers,
        "alone_match_several": found.of_several,
        "photos": {
            "first": len(found.first.person),
            "with_second": None if found.with_second is None else len(found.with_second.person),
        },
        "fpir": _described(found.fpir()),
        "groups": {
            column: [_group(found, group, next(ranges)) for group in some]
            for column, some in groups.items()
        },
        "random_halves": None
        if halves is None
        else {"halves": len(halves), "seed": SEED, "false_matches": found.count, "level": LEVEL},
        "answers": ANSWERS,
        "why": None,
    }
    assert tuple(values) == _KEYS
    return values


_KEYS = (
    "count",
    "distance",
    "distance_at_count_with_second",
    "gallery_people",
    "gallery_units",
    "different_candidates",
    "alone_match_several",
    "photos",
    "fpir",
    "groups",
    "random_halves",
    "answers",
    "why",
)


def _group(found: JointUncertainty, group: Group, ends: tuple[int, int] | None) -> dict[str, Any]:
    people = int(found.members(group).sum())
    return {
        "group": group.value,
        "label": group.label,
        "people": people,
        "share": {how: _described(found.share(group, how)) for how in (AT_DISTANCE, AT_COUNT)},
        "gap": {how: _described(found.gap(group, how)) for how in (AT_DISTANCE, AT_COUNT)},
        "in_halves": None if ends is None else {"low": ends[0], "high": ends[1]},
    }


def _ranges(halves: NDArray[np.int64]) -> list[tuple[int, int]]:
    return [range_of_halves(of_group) for of_group in halves.T]


def range_of_halves(counts: NDArray[np.int64]) -> tuple[int, int]:
    """Return the ends between which a count lies in 95% of the halves."""
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(counts, (tail, 1 - tail), method="inverted_cdf")
    return int(low), int(high)


def _described(intervals: dict[str, PhotoInterval]) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: {
            "value": json_number(found.value),
            "low": json_number(found.low),
            "high": json_number(found.high),
            "effective": json_number(found.effective),
            "counted": found.counted,
            "too_few": found.too_few,
        }
        for name, found in intervals.items()
    }
    return {name: values.get(name) for name in (PEOPLE, GALLERY, PHOTOS)}
