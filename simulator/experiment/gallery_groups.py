"""The groups of a gallery by one label, and each person's chance of a false match in any mix."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.groups import SEVERAL, TIMES, UNLABELED
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.gallery_curve import tally_group_of_photo
from simulator.search.gallery_size import matching_strangers, mix_hit_probability, whole_counts
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL

FEWEST_PHOTOS = FEWEST_TRIALS_FOR_AN_INTERVAL
"""A group of the gallery with fewer photos is left out: an even gallery would be tiny with it."""

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class GalleryGroups:
    """The labeled groups of a searched gallery, with everybody's matching strangers in each.

    Attributes:
        column: the label of the gallery.
        names: (h,) the groups' values in the data.
        labels: (h,) the words for them.
        photos: (h,) photos of each group.
        left_out: words for a group → photos, where they are fewer than :data:`FEWEST_PHOTOS`.
        unlabeled: photos without a value of this label, or with several.
        matching: (p, h) strangers at or under the threshold.
        strangers: (p, h) all strangers.
        person: (p,) the person of each search.
        people: how many people were searched for.
    """

    column: str
    names: list[str]
    labels: list[str]
    photos: Counts
    left_out: dict[str, int]
    unlabeled: int
    matching: Counts
    strangers: Counts
    person: NDArray[np.intp]
    people: int

    @property
    def shares(self) -> dict[str, float]:
        """Return each group's share of the photos, by value."""
        return dict(zip(self.names, (self.photos / self.photos.sum()).tolist(), strict=True))

    @functools.cached_property
    def searches(self) -> Counts:
        """Count the searches of each person, (people,)."""
        return np.bincount(self.person, minlength=self.people)

    def counts(self, mix: Mapping[str, float], size: int) -> Counts | None:
        """Return the photos of each group in a mix, (h,); None where there are not so many."""
        known = {name: share for name, share in mix.items() if name in self.names}
        if not known:
            return None
        whole = whole_counts(known, size)
        drawn = np.array([whole.get(name, 0) for name in self.names], np.int64)
        return drawn if (drawn <= self.photos).all() else None

    def chances(self, drawn: Counts) -> Floats:
        """Return each person's probability of a false match, averaged over their photos, (people,).

        Args:
            drawn: (h,) photos drawn at random from each group.
        """
        hit = mix_hit_probability(self.matching, self.strangers, np.minimum(drawn, self.strangers))
        return np.asarray(np.bincount(self.person, hit, self.people) / self.searches)


@dataclass(frozen=True, eq=False)
class Tallied:
    """Everybody's strangers by tally group, counted once for every label of the gallery.

    Attributes:
        columns: the labels that a tally group's name is joined from.
        photos: (t,) photos of each tally group.
        matching: (p, t) strangers at or under the threshold.
        strangers: (p, t) all strangers.
    """

    columns: list[str]
    photos: Counts
    matching: Counts
    strangers: Counts


def tallied(view: AtThreshold) -> Tallied:
    """Count the strangers of a search at a threshold by tally group."""
    result = view.result
    of_photo = tally_group_of_photo(view)
    return Tallied(
        tally_labels(view),
        np.bincount(of_photo, minlength=len(result.tally_group_names)),
        *matching_strangers(result.search, view.distance, of_photo),
    )


def gallery_groups(view: AtThreshold, column: str, counted: Tallied | None = None) -> GalleryGroups:
    """Return the groups of the searched gallery by one label.

    Args:
        view: a search at a threshold.
        column: one of :func:`tally_labels`.
        counted: of this view, where it was counted already.
    """
    result = view.result
    counted = counted or tallied(view)
    photos = counted.photos
    place = counted.columns.index(column)
    parts = [name.split(TIMES) for name in result.tally_group_names]
    values = [part[place] if place < len(part) else UNLABELED for part in parts]
    inside = {
        value: np.array([v == value for v in values])
        for value in values
        if value != UNLABELED and SEVERAL not in value
    }
    total = {value: int(photos[mask].sum()) for value, mask in inside.items()}
    single = sorted(total, key=lambda value: (-total[value], value))
    label = result.gallery.card.labels.get(column)
    words = {value: label.show(value) if label else value for value in single}
    names = [value for value in single if total[value] >= FEWEST_PHOTOS]

    def of_group(strangers: Counts) -> Counts:
        of_each = [strangers[:, inside[name]].sum(axis=1) for name in names]
        return np.stack(of_each, axis=1) if of_each else np.zeros((len(strangers), 0), np.int64)

    return GalleryGroups(
        column,
        names,
        [words[name] for name in names],
        np.array([total[name] for name in names], np.int64),
        {words[v]: total[v] for v in single if 0 < total[v] < FEWEST_PHOTOS},
        int(photos.sum()) - sum(total.values()),
        of_group(counted.matching),
        of_group(counted.strangers),
        result.person,
        result.people,
    )


def tally_labels(view: AtThreshold) -> list[str]:
    """Return the labels of the gallery by which strangers are counted."""
    gallery = view.result.gallery
    labeled = gallery.labels(view.result.gallery_keys.tolist()).columns
    return [column for column in gallery.card.tally_columns if column in labeled]
