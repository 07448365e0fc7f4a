"""False matches by pair of groups where only counts are bundled: race × gender × age, no person.

The counts come with a data set without vectors (:mod:`simulator.comparison.subgroup_counts`); here
they take the form of :mod:`simulator.comparison.fmr`, with copies of one photo or without them.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from simulator.comparison.fmr import ComparisonTally
from simulator.comparison.subgroup_counts import FILE, SubgroupCounts, load_subgroup_counts
from simulator.datasets.card import Card
from simulator.datasets.dataset import Dataset, dataset_names, load_dataset
from simulator.datasets.groups import TIMES, Group
from simulator.matchers.base import MatcherInfo

MATCHER = "dlib"


def subgroup_counts_of(dataset: Dataset) -> SubgroupCounts | None:
    """Read the counts that come with a data set; None where it has none.

    Raises:
        EncodingFileError: the file is truncated or altered.
    """
    name = FILE.format(matcher=MATCHER)
    path = dataset.folder / name
    return load_subgroup_counts(path, dataset.checksums.get(name)) if path.is_file() else None


def matcher_of(dataset: Dataset) -> MatcherInfo | None:
    """Return the matcher that compared a data set's people, by its encodings or its counts."""
    if dataset.has_encodings:
        return dataset.encodings.matcher
    counts = subgroup_counts_of(dataset)
    return None if counts is None else counts.matcher


def sets_with_counts() -> list[str]:
    """List the installed data sets that come with such counts."""
    file = FILE.format(matcher=MATCHER)
    return [name for name in dataset_names() if (load_dataset(name).folder / file).is_file()]


def groupings(counts: SubgroupCounts) -> list[str]:
    """List every column that was counted by, alone and joined with others: ``race*gender``."""
    sizes = range(1, len(counts.columns) + 1)
    return [TIMES.join(some) for size in sizes for some in combinations(counts.columns, size)]


def subgroup_tally(
    counts: SubgroupCounts, card: Card, column: str, *, with_copies: bool = False
) -> ComparisonTally:
    """Return the counts by pair of groups, as a tally.

    Args:
        counts: those of a data set.
        card: the data set's card, for the groups' words.
        column: one of :func:`groupings`.
        with_copies: also count two copies of one photo as two people; nobody is named, so only
            content tells them apart.

    Returns:
        Non-mated comparisons by pair of groups and distance bin; the groups have no members.

    Raises:
        LabelError: a column was not counted by.
    """
    values, every, copies = counts.by(column)
    columns = column.split(TIMES)
    groups = [
        Group(
            value,
            ", ".join(
                card.labels[name].show(part) if name in card.labels else part
                for name, part in zip(columns, value.split(TIMES), strict=True)
            ),
            np.zeros(0, dtype=bool),
        )
        for value in values
    ]
    return ComparisonTally(tuple(groups), every if with_copies else every - copies)


def copies_counted(counts: SubgroupCounts) -> int:
    """Count the comparisons between two copies of one photo."""
    pairs = np.triu_indices(len(counts.subgroups))
    return int(counts.duplicates[pairs].sum())
