"""Groups under one label, under several at once, and without one."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from simulator.datasets.card import Card, Label
from simulator.datasets.groups import overlapping, split_by
from simulator.errors import LabelError

CARD = Card(
    *["text"] * 7,
    identity_space="made",
    labels={
        "race": Label("race", "a list", "", {"White": "White or not listed"}),
        "gender": Label("gender", "a record", "", {"F": "Women", "M": "Men"}),
    },
    tally_columns=(),
    photo_folders=(),
    photo_url=None,
)
LABELS = pd.DataFrame(
    {
        "race": ["White", "Black", "Black|Asian_Pacific", "", "White"],
        "gender": ["F", "F", "M", "M", "M"],
    }
)


def counts(column: str) -> dict[str, int]:
    return {g.label: int(g.members.sum()) for g in split_by(LABELS, column, CARD)}


def test_a_person_with_two_categories_counts_in_both() -> None:
    """The third person is Black and Asian or Pacific Islander; one has no label, and comes last."""
    found = counts("race")
    assert found == {"Black": 2, "White or not listed": 2, "Asian Pacific": 1, "no label": 1}
    assert list(found)[-1] == "no label"
    assert overlapping(split_by(LABELS, "race", CARD)) == 1


def test_intersections() -> None:
    """Only groups with somebody in them appear, under both names."""
    found = counts("race*gender")
    assert found["Black, Women"] == 1
    assert found["White or not listed, Men"] == 1
    assert "Asian Pacific, Women" not in found
    assert {g.value for g in split_by(LABELS, "race*gender", CARD)} >= {"Black*F", "White*M"}


@pytest.mark.parametrize("column", ["color", "race*color", "", "race*"])
def test_unknown_columns_are_named(column: str) -> None:
    """The message lists the columns there are."""
    with pytest.raises(LabelError, match="race, gender"):
        split_by(LABELS, column, CARD)


@given(st.lists(st.sampled_from(["F", "M", ""]), min_size=1, max_size=30))
def test_a_single_category_column_is_a_partition(values: list[str]) -> None:
    """Everybody is in exactly one group, so that shares sum to one."""
    groups = split_by(pd.DataFrame({"gender": values}), "gender", CARD)
    assert sum(int(g.members.sum()) for g in groups) == len(values)
    assert overlapping(groups) == 0
