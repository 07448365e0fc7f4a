"""Matcher or gallery? A gap between two groups, divided into a part from each.

FPIR in a gallery of H groups is not a weighted average of its groups: a search is falsely matched
unless it misses every group, so FPIR is 1 minus a product. What can be divided exactly is the gap
between two groups of people searched for, R_A − R_B, each the exact expectation over galleries of
one size. With the gallery's mix w and the even mix e, in which every group is equally frequent:

    R_A(w) − R_B(w) = [R_A(e) − R_B(e)] + [(R_A(w) − R_A(e)) − (R_B(w) − R_B(e))]
    the gap         = the matcher's part + the mix's part

The first part is what remains in an even gallery: the matcher with these photos, whatever the
reason (the algorithm, image quality, age). The second is what the mix adds or takes away. It is the
twofold decomposition into rates and composition, standardized to the even gallery: Kitagawa (1955),
Oaxaca (1973), Blinder (1973). There is no remainder because the mix's part is taken at each group's
own rates; with another reference the parts are others (:class:`References`), their sum is not.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.groups import UNLABELED, Group
from simulator.errors import ExperimentError
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.gallery_groups import FEWEST_PHOTOS, GalleryGroups
from simulator.experiment.luck import any_of
from simulator.experiment.mixes import PHOTOS
from simulator.search.gallery_size import bracket
from simulator.search.named_mixes import AS_IS, EVEN, TITLES, published_mixes
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.mean_probability import (
    LEVEL,
    Average,
    average,
    average_change,
    correlation_of_averages,
    difference,
    typical_size,
)

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class References:
    """The matcher's part with other references than the even gallery, where they exist.

    Both groups can be searched in a gallery as one of them meets it: with that group's share of
    people of their own group, the two shares swapped for the other. The mix's part is the rest.

    Attributes:
        as_first: both meet their own group as often as the first group does.
        as_second: as often as the second group does.
    """

    as_first: float
    as_second: float

    @property
    def kitagawa(self) -> float:
        """Return the average of the two ordered decompositions (Kitagawa 1955)."""
        return (self.as_first + self.as_second) / 2


@dataclass(frozen=True)
class Parts:
    """The gap between two groups in a gallery of one mix, and its two parts.

    Attributes:
        group, other: the two groups; the gap is the first one's FPIR minus the second one's.
        in_both: how many people are in both.
        rate, other_rate: FPIR of each in the gallery's mix.
        even, other_even: FPIR of each in an even gallery.
        gap: ``rate`` − ``other_rate``.
        matcher: the gap in an even gallery.
        mix: ``gap`` − ``matcher``, what the mix adds.
        references: the matcher's part with other references; None where the gallery does not label
            both groups.
        matcher_clear, mix_clear: whether a part's interval leaves out 0 after correction for every
            question; None where either group is too small for a verdict, or nobody is identified.
        questions: how many questions that correction counts.
        identified: whether the photos searched with say whom they show.
    """

    group: Group
    other: Group
    in_both: int
    rate: Average
    other_rate: Average
    even: Average
    other_even: Average
    gap: Average
    matcher: Average
    mix: Average
    references: References | None
    matcher_clear: bool | None
    mix_clear: bool | None
    questions: int
    identified: bool = True

    @property
    def too_few(self) -> bool:
        """Return whether one of the groups is too small for a verdict."""
        return self.gap.too_few

    def turned(self) -> Parts:
        """Return the same gap seen from the other group."""
        references = self.references
        return Parts(
            self.other,
            self.group,
            self.in_both,
            self.other_rate,
            self.rate,
            self.other_even,
            self.even,
            self.gap.reversed(),
            self.matcher.reversed(),
            self.mix.reversed(),
            None if references is None else References(-references.as_second, -references.as_first),
            self.matcher_clear,
            self.mix_clear,
            self.questions,
            self.identified,
        )


@dataclass(frozen=True)
class Cell:
    """FPIR of one group of people in photos of one group of the gallery.

    Attributes:
        fpir: the expected rate with its interval; nan where the gallery has too few such photos.
        bracket: then (tends low, tends high), as for every extrapolation; else None.
    """

    fpir: Average
    bracket: tuple[float, float] | None


class MatcherOrGallery:
    """What a search at a threshold says about matcher and gallery, by one label of the gallery.

    Attributes:
        view: the search at a threshold.
        gallery: the groups of the gallery.
        photos: photos in the galleries whose gaps are divided.
        matrix_photos: photos of one group in each column of the matrix: as many as asked for where
            half of the groups have them, else as many as the smallest group has.
    """

    def __init__(self, view: AtThreshold, gallery: GalleryGroups, photos: int = PHOTOS) -> None:
        """Check the gallery's groups.

        Args:
            view: a search at a threshold, of one portrait of each person.
            gallery: the groups of its gallery by one label.
            photos: photos in each gallery; fewer where an even gallery cannot have so many.

        Raises:
            ExperimentError: fewer than two groups of the gallery have enough photos.
        """
        number = len(gallery.names)
        if number < 2:
            raise ExperimentError(
                f"expected a gallery with two groups or more of at least {FEWEST_PHOTOS} photos by "
                f"{gallery.column}, found {number}. Choose another gallery."
            )
        self.view, self.gallery = view, gallery
        smallest = int(gallery.photos.min())
        self.photos = min(photos, smallest * number)
        most_have_it = 2 * int((gallery.photos >= photos).sum()) >= number
        self.matrix_photos = photos if most_have_it else min(smallest, photos)
        self._chances: dict[bytes, Floats] = {}
        self._groups: dict[str, list[Group]] = {}
        even = self.gallery.counts(dict.fromkeys(self.gallery.names, 1.0), self.photos)
        assert even is not None  # self.photos is what the smallest group allows
        self._even = even

    def mixes(self) -> dict[str, dict[str, float]]:
        """Return the named mixes that this label can have, but for the even one: name → shares."""
        found = {AS_IS: self.gallery.shares}
        for name in TITLES:
            figures = published_mixes().get(name, {}).get(self.gallery.column)
            if figures is not None and set(figures.shares) <= set(self.gallery.names):
                found[name] = dict(figures.shares)
        return {name: shares for name, shares in found.items() if name != EVEN}

    def groups(self, column: str) -> list[Group]:
        """Return the groups of the people searched for, with (people,) who is in each."""
        if column not in self._groups:
            result = self.view.result
            self._groups[column] = [
                Group(g.value, g.label, any_of(g.members, result.person, result.people))
                for g in result.groups(column)
            ]
        return self._groups[column]

    def matrix(self, column: str) -> list[tuple[Group, list[Cell]]]:
        """Return the FPIR of each group of people in photos of each group of the gallery."""
        columns = [self._matrix_column(h) for h in range(len(self.gallery.names))]
        return [
            (group, [self._cell(group, h, chances) for h, chances in enumerate(columns)])
            for group in self.groups(column)
        ]

    def _matrix_column(self, h: int) -> Floats | None:
        if self.gallery.photos[h] < self.matrix_photos:
            return None
        drawn = np.zeros(len(self.gallery.names), np.int64)
        drawn[h] = self.matrix_photos
        return self._chance(drawn)

    def _chance(self, drawn: Counts) -> Floats:
        """Return each person's chance of a false match, (people,); calculated once for a mix."""
        key = drawn.tobytes()
        if key not in self._chances:
            self._chances[key] = self.gallery.chances(drawn)
        return self._chances[key]

    def _cell(self, group: Group, h: int, chances: Floats | None) -> Cell:
        members = group.members
        if chances is None:
            searches = members[self.gallery.person]
            ends = bracket(
                self.gallery.matching[searches, h],
                self.gallery.strangers[searches, h],
                self.matrix_photos,
            )
            nothing = Average(np.nan, np.nan, np.nan, int(members.sum()))
            return Cell(nothing, ends)
        alone = self.matrix_photos / float(self.gallery.photos[h])
        return Cell(average(chances[members], max(typical_size(chances), alone)), None)

    def pairs(self, column: str) -> list[tuple[Group, Group]]:
        """Return every other group beside the largest one, in the order of their size."""
        labeled = [g for g in self.groups(column) if g.value != UNLABELED]
        labeled.sort(key=lambda group: -int(group.members.sum()))
        return [(group, labeled[0]) for group in labeled[1:]]

    @functools.cached_property
    def questions(self) -> int:
        """Count the questions that could be asked: two parts for each pair of groups.

        Groups with too few people for a verdict are not asked about. All label columns count, so
        that a verdict does not depend on what somebody chose to look at.
        """
        labels = self.view.result.probes.card.labels
        searched = self.view.result.searched.columns
        count = 0
        for column in (column for column in labels if column in searched):
            sizes = [int(g.members.sum()) for g in self.groups(column) if g.value != UNLABELED]
            enough = sum(size >= FEWEST_TRIALS_FOR_AN_INTERVAL for size in sizes)
            count += enough * (enough - 1)
        return max(count, 1)

    def parts(self, mix: Mapping[str, float], group: Group, other: Group) -> Parts | None:
        """Divide the gap between two groups in a gallery of a mix.

        Args:
            mix: value of the gallery's label → share; a group that is not named has none.
            group: from :meth:`groups`, as ``other``.
            other: the group whose FPIR is subtracted.

        Returns:
            The parts; None where the gallery has not enough photos for the mix.
        """
        drawn = self.gallery.counts(mix, self.photos)
        if drawn is None:
            return None
        chances, even = self._chance(drawn), self._chance(self._even)
        one, two = group.members, other.members
        questions = self.questions
        found = self._three(chances, even, drawn, one, two, LEVEL)
        strict = self._three(chances, even, drawn, one, two, 1 - (1 - LEVEL) / questions)
        identified = self.view.result.identified
        verdict = identified and not found[0].too_few
        return Parts(
            group,
            other,
            int((one & two).sum()),
            *self._rates(chances, drawn, one, two, LEVEL),
            *self._rates(even, self._even, one, two, LEVEL),
            *found,
            self._references(mix, chances, one, two, (group.value, other.value)),
            strict[1].without_zero if verdict else None,
            strict[2].without_zero if verdict else None,
            questions,
            identified,
        )

    def _rates(
        self, chances: Floats, drawn: Counts, one: Bools, two: Bools, level: float
    ) -> tuple[Average, Average]:
        """Return the FPIR of both groups in galleries of one mix."""
        size = max(typical_size(chances), float((drawn / self.gallery.photos).max()))
        return (
            average(chances[one], size, level=level),
            average(chances[two], size, level=level),
        )

    def _three(
        self,
        chances: Floats,
        even: Floats,
        drawn: Counts,
        one: Bools,
        two: Bools,
        level: float,
    ) -> tuple[Average, Average, Average]:
        """Return the gap, the matcher's part and the mix's part."""
        gap = difference(
            *self._rates(chances, drawn, one, two, level),
            correlation_of_averages(chances, one, two),
        )
        matcher = difference(
            *self._rates(even, self._even, one, two, level),
            correlation_of_averages(even, one, two),
        )
        change = chances - even
        more = (drawn - self._even) / self.gallery.photos
        up = max(typical_size(np.maximum(change, 0)), float(more.max()), 0.0)
        down = max(typical_size(np.maximum(-change, 0)), float(-more.min()), 0.0)
        mix = difference(
            average_change(change[one], up, down, level=level),
            average_change(change[two], up, down, level=level),
            correlation_of_averages(change, one, two),
        )
        return gap, matcher, mix

    def _references(
        self,
        mix: Mapping[str, float],
        chances: Floats,
        one: Bools,
        two: Bools,
        names: tuple[str, str],
    ) -> References | None:
        first, second = names
        if not {first, second} <= set(self.gallery.names):
            return None
        swapped = {**mix, first: mix.get(second, 0.0), second: mix.get(first, 0.0)}
        drawn = self.gallery.counts(swapped, self.photos)
        if drawn is None:
            return None
        mirrored = self._chance(drawn)
        return References(
            float(chances[one].mean() - mirrored[two].mean()),
            float(mirrored[one].mean() - chances[two].mean()),
        )
