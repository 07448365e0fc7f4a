"""Grouping wraps a rate: by hand, with overlapping groups, and with none."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from simulator.datasets.groups import Group
from simulator.stats.by_group import by_group
from simulator.stats.intervals import wilson
from simulator.stats.metrics import fpir

NEAREST = np.array([0.40, 0.45, 0.60, 0.70])


def _group(value: str, *members: bool) -> Group:
    return Group(value, f"group {value}", np.array(members))


def test_a_rate_by_hand() -> None:
    """Two of three women and one of two men are at or under 0.5; one person is in both groups."""
    groups = [_group("F", True, True, True, False), _group("M", False, True, False, True)]
    table = by_group(lambda members: fpir(NEAREST[members], 0.5), groups)
    assert table.columns.tolist() == ["group", "label", "events", "trials", "rate", "low", "high"]
    assert table["label"].tolist() == ["group F", "group M"]
    assert table["events"].tolist() == [2, 1]
    assert table["trials"].tolist() == [3, 2]
    assert table["rate"].tolist() == [2 / 3, 1 / 2]
    assert table.loc[0, ["low", "high"]].tolist() == pytest.approx(list(wilson(2, 3)))


def test_a_group_without_rows_is_not_estimable() -> None:
    """Nobody searched gives nan, never 0."""
    table = by_group(lambda m: fpir(NEAREST[m], 0.5), [_group("F", False, False, False, False)])
    assert table.loc[0, "trials"] == 0
    assert math.isnan(table.loc[0, "rate"])


def test_a_measure_may_return_numbers_of_its_own() -> None:
    """Every name in a mapping becomes a column, in the groups' order."""
    groups = [_group("b", True, False, False, False), _group("a", True, True, True, True)]
    table = by_group(lambda members: {"people": int(members.sum())}, groups)
    assert table.to_dict("list") == {
        "group": ["b", "a"],
        "label": ["group b", "group a"],
        "people": [1, 4],
    }


def test_without_groups_the_table_is_empty_and_has_its_columns() -> None:
    """A table without measurements still has its columns."""

    def never(members: np.ndarray) -> dict[str, float]:
        raise AssertionError

    table = by_group(never, [], ["fnmr"])
    assert table.empty
    assert table.columns.tolist() == ["group", "label", "fnmr"]


def test_groups_that_split_the_rows_add_up() -> None:
    """Events and trials of disjoint groups sum to those of everybody."""
    random = np.random.default_rng(0)
    nearest, of = random.uniform(0, 1, 200), random.integers(0, 4, 200)
    groups = [Group(str(g), str(g), of == g) for g in range(4)]
    table = by_group(lambda members: fpir(nearest[members], 0.3), groups)
    everybody = fpir(nearest, 0.3)
    assert table[["events", "trials"]].sum().tolist() == [everybody.events, everybody.trials]
    assert isinstance(table, pd.DataFrame)
