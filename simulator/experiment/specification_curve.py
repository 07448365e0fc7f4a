"""The specification curve: would other reasonable choices give the same answer on bias or luck?

Whoever reports a verdict chose a threshold, a portrait of each person, a gallery, and how many
photos of each person are in it. The curve shows share and p for all of these choices at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import ExperimentError, FalseMatchError
from simulator.experiment.experiment import Experiment
from simulator.experiment.luck import people_of
from simulator.experiment.portraits import FIRST, SECOND
from simulator.experiment.result import Result
from simulator.experiment.run import run
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, ngettext, number
from simulator.stats.all_shuffles import exact_p_of_counts
from simulator.stats.significance import LEVEL, SHUFFLES_SAID, times_said
from simulator.storage.json_values import json_number

PROBES = "congress-115"
COLUMN = "person_of_color"
GROUP = "true"
GALLERIES = ("lfw", "utkface-adults", "legislators")
COUNTS = tuple(range(5, 101))
SHUFFLES = SHUFFLES_SAID
"""Shuffles of the labels for the curve as a whole; always the same ones."""

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Choice:
    """One way to choose gallery, portrait and photos.

    Attributes:
        gallery: the data set searched.
        portrait: ``first`` or ``second``.
        one_photo_per_person: the gallery holds one photo of each person.
        photos: photos in the gallery.
    """

    gallery: str
    portrait: str
    one_photo_per_person: bool
    photos: int

    def words(self) -> str:
        """Name the choice in a few words."""
        portrait = _("first portrait") if self.portrait == FIRST else _("second portrait")
        photos = ngettext("{count} photo", "{count} photos", self.photos).format(
            count=number(self.photos)
        )
        if self.one_photo_per_person:
            photos = _("one photo per person ({count})").format(count=number(self.photos))
        return f"{self.gallery}, {portrait}, {photos}"


@dataclass(frozen=True)
class Line:
    """What one choice gives at every count of people falsely matched.

    Attributes:
        choice: gallery, portrait and photos.
        people: searched.
        size: those in the group.
        distance: (counts,) the threshold: that of the last person flagged.
        flagged: (counts,) people falsely matched; more than asked for where several tie.
        inside: (counts,) those in the group.
        p: (counts,) the share of all shuffles of the labels with a gap at least as large.
        order: (people,) their keys, the closest to a stranger first.
    """

    choice: Choice
    people: int
    size: int
    distance: NDArray[np.float64]
    flagged: Ints
    inside: Ints
    p: NDArray[np.float64]
    order: list[str]

    @property
    def share(self) -> NDArray[np.float64]:
        """Return the group's share of the false matches at every count."""
        return np.asarray(self.inside / self.flagged)


@dataclass(frozen=True)
class SpecificationCurve:
    """Share and p of one group over counts, portraits, photos and galleries.

    Attributes:
        probes: the people searched for.
        column, group, label: whose share.
        counts: people falsely matched.
        lines: one per choice.
        left_out: what could not be searched, and why.
        as_many: the share of shuffles of the labels in which as many of all points have a p of at
            most 0.05; 1 where none has.
        expected: the average number of such points over the shuffles.
    """

    probes: str
    column: str
    group: str
    label: str
    counts: tuple[int, ...]
    lines: tuple[Line, ...]
    left_out: tuple[str, ...]
    as_many: float
    expected: float

    @property
    def points(self) -> int:
        """Count the points of all lines."""
        return len(self.lines) * len(self.counts)

    @property
    def beyond_luck(self) -> int:
        """Count the points with a p of at most 0.05."""
        return sum(int((line.p <= LEVEL).sum()) for line in self.lines)

    def by_gallery(self) -> dict[str, tuple[int, int]]:
        """Count, for each gallery, the points with a p of at most 0.05, and all points."""
        counted: dict[str, tuple[int, int]] = {}
        for line in self.lines:
            few, total = counted.get(line.choice.gallery, (0, 0))
            few += int((line.p <= LEVEL).sum())
            counted[line.choice.gallery] = (few, total + len(self.counts))
        return counted

    def words(self) -> str:
        """Sum the curve up in plain words: in how many choices luck alone hardly explains it."""
        galleries = "; ".join(
            _("{gallery}: {few} of {total}").format(
                gallery=gallery, few=number(few), total=number(total)
            )
            for gallery, (few, total) in self.by_gallery().items()
        )
        return _(
            "{group}: {points} choices were tried, every count of people falsely matched from "
            "{first} to {last} with {lines} combinations of gallery, portrait and photos. In "
            "{beyond} of them, luck alone hardly explains the share (p of at most 0.05, each "
            "choice by itself). Shuffled labels give {expected} on average; {times} of {all} "
            "shuffles give as many. By gallery: {galleries}. Besides bias and luck there is a "
            "third cause: who is in the gallery."
        ).format(
            group=group_name(self.label),
            points=number(self.points),
            first=number(self.counts[0]),
            last=number(self.counts[-1]),
            lines=number(len(self.lines)),
            beyond=number(self.beyond_luck),
            expected=number(self.expected, 0),
            times=times_said(self.as_many),
            all=number(SHUFFLES),
            galleries=galleries,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the curve as plain values."""
        return {
            "probes": self.probes,
            "column": self.column,
            "group": self.group,
            "label": self.label,
            "points": self.points,
            "p_at_most_0_05": self.beyond_luck,
            "expected_of_shuffles": json_number(self.expected),
            "shuffles_with_as_many": json_number(self.as_many),
            "shuffles": SHUFFLES,
            "left_out": list(self.left_out),
            "lines": [
                {
                    "gallery": line.choice.gallery,
                    "portrait": line.choice.portrait,
                    "one_photo_per_person": line.choice.one_photo_per_person,
                    "gallery_photos": line.choice.photos,
                    "searched": line.people,
                    "searched_of_group": line.size,
                    "points": [
                        {
                            "false_matches": count,
                            "flagged": int(line.flagged[i]),
                            "distance": round(float(line.distance[i]), 6),
                            "of_group": int(line.inside[i]),
                            "share": json_number(float(line.share[i])),
                            "p": json_number(float(line.p[i])),
                        }
                        for i, count in enumerate(self.counts)
                    ],
                }
                for line in self.lines
            ],
        }


def specification_curve(
    probes: str = PROBES,
    column: str = COLUMN,
    group: str = GROUP,
    *,
    galleries: Sequence[str] = GALLERIES,
    counts: Sequence[int] = COUNTS,
) -> SpecificationCurve:
    """Search with every choice, and test the group against everybody else at every count.

    Args:
        probes: the people searched for; with a second portrait where their card names one.
        column: a label column.
        group: a value in it.
        galleries: the data sets searched.
        counts: how many people the threshold flags.

    Returns:
        A line per choice that can be searched. A gallery with one photo of each person anyway has
        one line for both.

    Raises:
        ExperimentError: nothing could be searched, or there is no such group.

    Source:
        Simonsohn, Simmons & Nelson (2020), Specification curve analysis, Nat. Hum. Behav. 4,
        1208–1214; Steegen et al. (2016), Perspect. Psychol. Sci. 11, 702–712 ("multiverse").
    """
    lines: list[Line] = []
    left_out: list[str] = []
    members: dict[str, bool] = {}
    label = group
    for gallery in galleries:
        for portrait, one_each in product((FIRST, SECOND), (False, True)):
            chosen = Experiment(
                probes=probes,
                gallery=gallery,
                portrait=portrait,
                one_photo_per_person=one_each,
            )
            try:
                result = run(chosen)
            except FalseMatchError as error:
                left_out.append(f"{_named(chosen)}: {error}")
                continue
            found = next((g for g in result.groups(column) if g.value == group), None)
            if found is None:
                left_out.append(f"{_named(chosen)}: nobody in the group was searched")
                continue
            photos = len(result.gallery_rows)
            if one_each and any(
                (line.choice.gallery, line.choice.portrait, line.choice.photos)
                == (gallery, portrait, photos)
                for line in lines
            ):
                continue  # one photo of each person anyway
            label = found.label
            lines.append(_line(result, found.members, counts, members))
            if result.pack is not None:
                left_out.append(
                    f"{gallery}: only the finished search of the first portraits in all photos is "
                    "installed"
                )
                break
    if not lines:
        raise ExperimentError(
            f"expected a search with {group!r} of {column!r} among the people, found none: "
            f"{'; '.join(left_out)}. Choose another group."
        )
    expected, as_many = _whole_curve(lines, members)
    return SpecificationCurve(
        probes,
        column,
        group,
        label,
        tuple(counts),
        tuple(lines),
        tuple(left_out),
        as_many,
        expected,
    )


def _named(chosen: Experiment) -> str:
    photos = ", one photo per person" if chosen.one_photo_per_person else ""
    return f"{chosen.gallery}, {chosen.portrait} portrait{photos}"


def _line(result: Result, group: Bools, counts: Sequence[int], members: dict[str, bool]) -> Line:
    """Order the people by their closest stranger, and test the group at every count."""
    person, people = people_of(result)
    nearest = np.full(people, np.inf)
    np.minimum.at(nearest, person, np.nan_to_num(result.search.nearest, nan=np.inf))
    inside = np.zeros(people, bool)
    inside[person[group]] = True
    keys = result.probes.encodings.keys[np.unique(person, return_index=True)[1]]
    members.update(zip(keys.tolist(), inside.tolist(), strict=True))
    order = np.argsort(nearest, kind="stable")
    distance = nearest[order][np.minimum(np.array(counts), people) - 1]
    # Everybody at exactly the same distance is flagged too.
    flagged = np.searchsorted(nearest[order], distance, side="right")
    found = np.cumsum(inside[order])[flagged - 1]
    size = int(inside.sum())
    p = [
        exact_p_of_counts(size, int(hits), people)[count]
        for hits, count in zip(flagged, found, strict=True)
    ]
    chosen = result.experiment
    return Line(
        choice=Choice(
            chosen.gallery,
            chosen.portrait,
            chosen.one_photo_per_person,
            len(result.gallery_rows),
        ),
        people=people,
        size=size,
        distance=distance,
        flagged=flagged.astype(np.int64),
        inside=found.astype(np.int64),
        p=np.array(p),
        order=keys[order].tolist(),
    )


def _whole_curve(lines: Sequence[Line], members: dict[str, bool]) -> tuple[float, float]:
    """Shuffle the labels over the people, and test every point of the curve again.

    All lines are about the same people, so one shuffle serves all of them. Somebody who has no
    second portrait keeps the label, so that a line's group always has as many people.

    Returns:
        The average number of points with a p of at most 0.05, and the share of shuffles
        (the real labels included) with as many as there are.
    """
    everyone = list(members)
    real = np.array([members[key] for key in everyone])
    place = {key: i for i, key in enumerate(everyone)}
    everywhere = set(everyone).intersection(*(line.order for line in lines))
    free = np.array([place[key] for key in everyone if key in everywhere], np.intp)
    tables = []
    for line in lines:
        by_hits = {
            int(hits): exact_p_of_counts(line.size, int(hits), line.people) <= LEVEL
            for hits in np.unique(line.flagged)
        }
        first = line.order[: int(line.flagged.max())]
        tables.append((np.array([place[key] for key in first]), by_hits))
    random = np.random.default_rng(0)
    counted = np.zeros(SHUFFLES, np.int64)
    for start in range(0, SHUFFLES, 1000):
        labels = np.tile(real, (1000, 1))
        labels[:, free] = random.permuted(labels[:, free], axis=1)
        for line, (order, by_hits) in zip(lines, tables, strict=True):
            inside = np.cumsum(labels[:, order], axis=1)
            for hits in line.flagged.tolist():
                counted[start : start + 1000] += by_hits[hits][inside[:, hits - 1]]
    found = sum(int((line.p <= LEVEL).sum()) for line in lines)
    return float(counted.mean()), float((counted >= found).sum() + 1) / (SHUFFLES + 1)
