"""The people the audit's classifier is trained and tested on: one photo each, nobody in both.

A person is an identity that holds across data sets (``mates.csv``, ``aliases.csv``). Two names of
one photo (``same_photo.csv``) also count as one person, so that no copy of a training photo is
among the test photos.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset
from simulator.datasets.same_photo import same_photo_pairs
from simulator.errors import ExperimentError, LabelError
from simulator.search.gallery import one_photo_of_each

GENDER = "gender"
WOMAN, MAN = "woman", "man"
MEANINGS = {
    **dict.fromkeys(("f", "female", "woman", "women"), WOMAN),
    **dict.fromkeys(("m", "male", "man", "men"), MAN),
}
"""The spellings in data sets of a binary classifier's two answers. It cannot give another label:
people with another label are counted, and nothing is guessed for them."""
HELD_OUT = 0.25
"""Share of the training data's people, of each gender label, who are never trained on."""


@dataclass(frozen=True)
class People:
    """One photo of each labeled person of a data set.

    Attributes:
        dataset: whose photos they are.
        rows: (n,) rows of its encodings, one per person.
        who: (n,) the person.
        woman: (n,) whether the label says woman; the label is man otherwise.
        unlabeled: people without a gender label, left out.
        disagreeing: people whose photos carry different labels, left out.
        outside: people whose label is neither of the two, left out: label → how many.
        excluded: people left out because they are in another part of the audit.
    """

    dataset: Dataset
    rows: NDArray[np.intp]
    who: NDArray[np.str_]
    woman: NDArray[np.bool_]
    unlabeled: int
    disagreeing: int
    outside: dict[str, int]
    excluded: int

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def labels(self) -> pd.DataFrame:
        """The group columns of these photos, n rows."""
        return self.dataset.labels(self.dataset.encodings.keys[self.rows].tolist())

    def take(self, chosen: NDArray[np.intp]) -> People:
        """Return the people at these positions.

        Args:
            chosen: (k,) positions from 0 to n − 1.
        """
        return People(
            self.dataset,
            self.rows[chosen],
            self.who[chosen],
            self.woman[chosen],
            self.unlabeled,
            self.disagreeing,
            self.outside,
            self.excluded,
        )

    def vectors(self) -> NDArray[np.float64]:
        """Return their (n, d) encodings: a copy of these rows only."""
        return self.dataset.encodings.vectors[self.rows].astype(np.float64)


def people_of(dataset: Dataset, seed: int, without: frozenset[str] = frozenset()) -> People:
    """Draw one photo of each labeled person at random.

    Args:
        dataset: with encodings and a gender label that has an author.
        seed: of the draw.
        without: people who must not be among them.

    Raises:
        LabelError: there is no gender label, or the card does not name its author.
        ExperimentError: there are no encodings.
        EncodingFileError: they are broken.
    """
    if GENDER not in dataset.card.labels or GENDER not in dataset.manifest.columns:
        raise LabelError(
            f"expected a column {GENDER!r} in the manifest of {dataset.name!r} and its author in "
            "the card, found none. Without labels from somebody there is nothing to check answers "
            "against: choose another data set."
        )
    if not dataset.has_encodings:
        raise ExperimentError(
            f"expected encodings of {dataset.name!r}, found none in its folder: some data sets "
            "come as a finished search only. Choose another data set, or build this one: "
            "`falsematch datasets build`."
        )
    keys = dataset.encodings.keys.tolist()
    who = persons(dataset).loc[keys].to_numpy(dtype=str)
    values = dataset.manifest.set_index("key").loc[keys, GENDER].astype(str).str.strip()
    chosen = one_photo_of_each(who, seed)
    pairs = pd.DataFrame({"who": who, "label": values.to_numpy()}).drop_duplicates()
    several = frozenset(pairs.loc[pairs["who"].duplicated(), "who"])
    labels = values.iloc[chosen].to_numpy(dtype=str)
    disagrees = np.isin(who[chosen], sorted(several))
    answer = np.array([MEANINGS.get(value.lower(), "") for value in labels], dtype=str)
    wanted = ~np.isin(who[chosen], sorted(without))
    used = (answer != "") & wanted & ~disagrees
    return People(
        dataset=dataset,
        rows=chosen[used],
        who=who[chosen[used]],
        woman=answer[used] == WOMAN,
        unlabeled=int(((labels == "") & wanted & ~disagrees).sum()),
        disagreeing=int((disagrees & wanted).sum()),
        outside=_outside(labels[wanted & ~disagrees]),
        excluded=int((~wanted).sum()),
    )


def _outside(labels: NDArray[np.str_]) -> dict[str, int]:
    other = [value for value in labels.tolist() if value and value.lower() not in MEANINGS]
    return {value: other.count(value) for value in sorted(set(other))}


def persons(dataset: Dataset) -> pd.Series[str]:
    """Return who each photo shows, indexed by key; two names of one photo are one person."""
    identities = dataset.identities
    for first, second in same_photo_pairs(dataset.folder):
        if first in identities.index and second in identities.index:
            identities = identities.replace({identities[second]: identities[first]})
    return identities


def split(people: People, seed: int) -> tuple[People, People]:
    """Split people into those to train on and those held out, a quarter of the women and men.

    The people to train on come in random order, so that a larger draw of one gender contains
    every smaller one: another share adds or removes people of a gender and exchanges nobody.
    """
    random = np.random.default_rng([seed, 1])
    train: list[NDArray[np.intp]] = []
    held: list[NDArray[np.intp]] = []
    for woman in (True, False):
        rows = random.permutation(np.flatnonzero(people.woman == woman))
        cut = round(HELD_OUT * len(rows))
        held.append(rows[:cut])
        train.append(rows[cut:])
    return people.take(np.concatenate(train)), people.take(np.sort(np.concatenate(held)))


def draw_share(pool: People, share: float | None, people: int | None) -> People:
    """Draw people with a given share of women.

    Args:
        pool: the people to draw from, in the order in which they are taken.
        share: of women, between 0 and 1; the pool's own where None.
        people: how many in all; where None, 1,000, or as many as can be drawn at every share.

    Raises:
        ExperimentError: the share is 0 or 1, or the pool has too few.
    """
    women, men = np.flatnonzero(pool.woman), np.flatnonzero(~pool.woman)
    total = min(MOST, len(women), len(men)) if people is None else people
    wanted = len(women) / max(len(pool), 1) if share is None else share
    if not 0 < wanted < 1:
        raise ExperimentError(
            f"expected a share of women above 0 and below 100%, found {100 * wanted:g}%: a "
            "classifier that has seen only one of two groups can give only one answer. Choose "
            "another share."
        )
    of_women = round(wanted * total)
    return _both(pool, women, men, of_women, total - of_women)


MOST = 1000
"""People drawn if no number is asked for, or as many as can be drawn at every share."""


def _both(
    pool: People, women: NDArray[np.intp], men: NDArray[np.intp], of_women: int, of_men: int
) -> People:
    for name, there, wanted in (("women", women, of_women), ("men", men, of_men)):
        if not 1 <= wanted <= len(there):
            raise ExperimentError(
                f"expected from 1 to {len(there):,} of the {name} to train on in "
                f"{pool.dataset.name!r} (a quarter is held out), found {wanted:,}. Choose another "
                "share, or fewer people in all."
            )
    return pool.take(np.concatenate([women[:of_women], men[:of_men]]))


def draw_mix(pool: People, mix: Mapping[str, int]) -> People:
    """Draw a given number of people from each named group, one photo of each.

    Args:
        pool: the people to draw from, in the order in which they are taken.
        mix: group → people; a value or the words for it under the card's tally columns.

    Raises:
        ExperimentError: no such group, too few in it, groups that overlap, or one gender only.
    """
    groups = pool.dataset.mix_groups
    taken: list[int] = []
    for name, count in mix.items():
        if name not in groups:
            raise ExperimentError(
                f"expected groups of the training data among "
                f"{', '.join(sorted(groups)) or 'none'}, found {name!r} in the mix. Write "
                "--mix GROUP=N,GROUP=N."
            )
        rows = np.flatnonzero(groups[name].members[pool.rows])
        if not 0 <= count <= len(rows):
            raise ExperimentError(
                f"expected from 0 to {len(rows):,} of the people in {name!r} to train on, found "
                f"{count:,} in the mix. Choose fewer."
            )
        taken += rows[:count].tolist()
    if len(set(taken)) < len(taken):
        raise ExperimentError(
            f"expected a mix of groups that do not overlap, found {', '.join(mix)}. Leave one out."
        )
    drawn = pool.take(np.array(taken, np.intp))
    if not drawn.woman.any() or drawn.woman.all():
        only = "only women" if drawn.woman.any() else "only men" if len(drawn) else "nobody"
        raise ExperimentError(
            f"expected women and men in the mix, found {only} ({len(drawn):,}): a classifier that "
            "has seen only one of two groups can give only one answer. Name both."
        )
    return drawn
