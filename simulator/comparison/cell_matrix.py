"""False matches by pair of groups where only counts are bundled: race × gender × age, no person.

The counts that lie beside a data set without vectors (:mod:`simulator.comparison.cell_counts`), in
the form of :mod:`simulator.comparison.fmr`, with copies of one photo or without them.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from simulator.comparison.cell_counts import FILE, CellCounts, load_cell_counts
from simulator.comparison.fmr import ComparisonTally
from simulator.datasets.card import Card
from simulator.datasets.dataset import Dataset, dataset_names, load_dataset
from simulator.datasets.groups import TIMES, Group
from simulator.matchers.base import MatcherInfo

MATCHER = "dlib"


def cell_counts_of(dataset: Dataset) -> CellCounts | None:
    """The counts that come with a data set; None where it has none.

    Raises:
        EncodingFileError: the file is truncated or altered.
    """
    name = FILE.format(matcher=MATCHER)
    path = dataset.folder / name
    return load_cell_counts(path, dataset.checksums.get(name)) if path.is_file() else None


def compared_by(dataset: Dataset) -> MatcherInfo | None:
    """Which matcher compares a data set's people: by its encodings, or in its counts."""
    if dataset.has_encodings:
        return dataset.encodings.matcher
    counts = cell_counts_of(dataset)
    return None if counts is None else counts.matcher


def counted_sets() -> list[str]:
    """Names of the installed data sets that come with such counts."""
    file = FILE.format(matcher=MATCHER)
    return [name for name in dataset_names() if (load_dataset(name).folder / file).is_file()]


def groupings(counts: CellCounts) -> list[str]:
    """Every column that was counted by, alone and joined with the others: ``race*gender``."""
    sizes = range(1, len(counts.columns) + 1)
    return [TIMES.join(some) for size in sizes for some in combinations(counts.columns, size)]


def cell_tally(
    counts: CellCounts, card: Card, column: str, *, with_copies: bool = False
) -> ComparisonTally:
    """The counts by pair of groups.

    Args:
        counts: of a data set.
        card: its card, for the words.
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


def copies_counted(counts: CellCounts) -> int:
    """How many comparisons are between two copies of one photo."""
    cells = np.triu_indices(len(counts.cells))
    return int(counts.duplicates[cells].sum())
