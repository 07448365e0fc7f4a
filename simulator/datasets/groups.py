"""Groups: which people share a label, or several labels at once.

A column may hold several categories for one person (``Black|Hispanic``); that person counts in
each of them. ``a*b`` is the intersection of two columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.errors import LabelError, nearest_name

if TYPE_CHECKING:
    from simulator.datasets.card import Card

SEVERAL = "|"
TIMES = "*"
MOST_JOINED = 4
"""Columns in an intersection: with more, no group has enough people for a rate."""
UNLABELED = ""
MOST_GROUPS = 14
"""A label with more groups than this is not shown by group, on any page."""
UNLABELED_SHOWN = "no label"


@dataclass(frozen=True)
class Group:
    """A group of people, as a mask over rows.

    Attributes:
        value: the value in the data, e.g. ``Black`` or ``Black*F``.
        label: what tables call it.
        members: (n,) bool.
    """

    value: str
    label: str
    members: NDArray[np.bool_]


def split_by(labels: pd.DataFrame, column: str, card: Card) -> list[Group]:
    """Split people into the groups of one column or of an intersection, the largest first.

    Args:
        labels: one row per person, one column per label.
        column: ``race_ethnicity``, or ``race_ethnicity*gender``.
        card: provides the words for the values.

    Returns:
        Every group with at least one member. People without a label form a group of their own, so
        that nobody is silently dropped; it comes last.

    Raises:
        LabelError: a column is not among the labels.
    """
    groups: list[Group] | None = None
    parts = column.split(TIMES)
    if len(parts) > MOST_JOINED or len(set(parts)) < len(parts):
        raise LabelError(
            f"expected up to {MOST_JOINED} different columns joined with '*', found "
            f"{column[:80]!r}. Name each column once."
        )
    for part in parts:
        single = _split_by_one(labels, part, card)
        groups = single if groups is None else _intersect(groups, single)
    assert groups is not None
    return sorted(
        (group for group in groups if group.members.any()),
        key=lambda group: (
            UNLABELED in group.value.split(TIMES),
            -int(group.members.sum()),
            group.value,
        ),
    )


def _split_by_one(labels: pd.DataFrame, column: str, card: Card) -> list[Group]:
    if column not in card.labels or column not in labels.columns:
        known = [name for name in card.labels if name in labels.columns]
        otherwise = "Choose one of them, or join two with '*'." if known else "Leave it out."
        raise LabelError(
            f"expected a label column among {', '.join(known) or 'none (no labels)'}, found "
            f"{column!r}. {nearest_name(column, known, otherwise)}"
        )
    # Each distinct value is split once: there may be hundreds of thousands of rows.
    codes, distinct = pd.factorize(labels[column].fillna("").astype(object))
    categories = [[part.strip() for part in str(text).split(SEVERAL)] for text in distinct]
    values = sorted({value for some in categories for value in some})
    label = card.labels[column]
    return [
        Group(
            value=value,
            label=UNLABELED_SHOWN if value == UNLABELED else label.show(value),
            members=np.array([value in some for some in categories], dtype=bool)[codes],
        )
        for value in values
    ]


def _intersect(first: list[Group], second: list[Group]) -> list[Group]:
    return [
        Group(
            value=f"{one.value}{TIMES}{two.value}",
            label=f"{one.label}, {two.label}",
            members=one.members & two.members,
        )
        for one in first
        for two in second
    ]


def overlapping(groups: list[Group]) -> int:
    """Count the people who are in more than one of these groups."""
    if not groups:
        return 0
    return int((np.sum([group.members for group in groups], axis=0) > 1).sum())
