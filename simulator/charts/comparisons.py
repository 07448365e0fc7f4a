"""The Lab's long work: every comparison within a data set, from stored counts if there are any.

Each function reports its progress, and stops if that call raises.
"""

from __future__ import annotations

import numpy as np

from simulator.comparison.comparison_counts import (
    ComparisonCounts,
    count_comparisons,
    find_counts,
    halves,
)
from simulator.comparison.curves import GroupThresholds, thresholds_per_group
from simulator.comparison.fmr import ComparisonTally, compare_dataset
from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import split_by
from simulator.storage.progress import Progress

Halves = tuple[ComparisonCounts, ComparisonCounts]


def compared(dataset: Dataset, column: str, progress: Progress | None = None) -> ComparisonTally:
    """Compare everybody with everybody else, by pair of groups.

    Args:
        dataset: an installed data set; if counts are stored with it, nothing has to be compared.
        column: a label column.
        progress: called with the comparisons done and all of them.

    Raises:
        ExperimentError: there is no comparison of two people.
        PackError: the stored counts are damaged.
    """
    stored = find_counts(dataset, column)
    if stored is not None:
        counted = stored["everyone"]
        groups = split_by(dataset.labels(dataset.encodings.keys.tolist()), column, dataset.card)
        if [group.value for group in groups] == [value for value, _ in counted.groups]:
            pairs = None if counted.by_person is None else counted.by_person.non_mated
            return ComparisonTally(
                tuple(groups),
                np.asarray(counted.non_mated, np.int64),
                None if pairs is None else np.asarray(pairs, np.float64),
            )
    return compare_dataset(dataset, column, progress, by_person=True)


def halved(dataset: Dataset, column: str, progress: Progress | None = None) -> Halves:
    """Count the comparisons of one half of the people, and of the other half.

    Args:
        dataset: an installed data set; if counts are stored with it, nothing has to be compared.
        column: a label column.
        progress: called with the comparisons done and all of them.

    Raises:
        ExperimentError: a half has no comparison of two people.
        PackError: the stored counts are damaged.
    """
    stored = find_counts(dataset, column)
    if stored is not None:
        return stored["fitted"], stored["evaluated"]
    first, second = halves(dataset)

    def second_half(done: int, every: int) -> None:
        if progress is not None:
            progress(every + done, 2 * every)

    def first_half(done: int, every: int) -> None:
        if progress is not None:
            progress(done, 2 * every)

    return (
        count_comparisons(first, column, first_half),
        count_comparisons(second, column, second_half),
    )


def fitted_thresholds(counted: Halves, target: float) -> GroupThresholds:
    """Fit one threshold per group for a target FMR on one half, and test it on the other.

    Raises:
        ExperimentError: the target would rest on too few false matches in some group.
    """
    return thresholds_per_group(*counted, target)
