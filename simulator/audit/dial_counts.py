"""Counts of wrong answers and refusals by group at every share of women and every confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.audit.settings import CONFIDENCES, abstain_of

REFUSE = range(CONFIDENCES[0], CONFIDENCES[1] + 1)
"""Confidences of the dial, in percent."""


@dataclass(frozen=True)
class DialCounts:
    """Counts at every position of both dials.

    Attributes:
        people: (groups,) people of each group.
        wrong: (shares, confidences, groups) wrong answers.
        refused: (shares, confidences, groups) people who get no answer.
    """

    people: NDArray[np.int64]
    wrong: NDArray[np.int64]
    refused: NDArray[np.int64]

    @property
    def answered(self) -> NDArray[np.int64]:
        """(shares, confidences, groups) people who get an answer."""
        return self.people - self.refused


def count(
    chances: Sequence[NDArray[np.float64]], woman: NDArray[np.bool_], masks: NDArray[np.bool_]
) -> DialCounts:
    """Count the answers of some classifiers, exactly as an ``AuditTestView`` does.

    Args:
        chances: of each classifier, (people,) its probability of "woman".
        woman: (people,) whether the label says woman.
        masks: (groups, people) who is in each group.
    """
    cuts = np.array([abstain_of(percent) for percent in REFUSE])
    shape = (len(chances), len(cuts), len(masks))
    wrong, refused = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for s, chance in enumerate(chances):
        differs = (chance >= 0.5) != woman
        # The first confidence of the dial at which the person is refused.
        first = np.searchsorted(cuts, np.maximum(chance, 1 - chance), side="right")
        for g, mask in enumerate(masks):
            of_all = np.bincount(first[mask], minlength=len(cuts) + 1)
            of_wrong = np.bincount(first[mask & differs], minlength=len(cuts) + 1)
            refused[s, :, g] = np.cumsum(of_all)[:-1]
            wrong[s, :, g] = of_wrong.sum() - np.cumsum(of_wrong)[:-1]
    return DialCounts(masks.sum(axis=1), wrong, refused)
