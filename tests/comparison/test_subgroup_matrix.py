"""The bundled counts as the Lab's matrix: the same numbers as the counts' own table."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.comparison.subgroup_matrix import (
    copies_counted,
    groupings,
    sets_with_counts,
    subgroup_counts_of,
    subgroup_tally,
)
from simulator.datasets.dataset import load_dataset
from simulator.errors import LabelError


@pytest.fixture(scope="module")
def counts():
    found = subgroup_counts_of(load_dataset("utkface-adults"))
    assert found is not None
    return found


def test_which_data_sets_come_with_counts():
    """Only the one without vectors."""
    assert sets_with_counts() == ["utkface-adults"]
    assert subgroup_counts_of(load_dataset("london")) is None


def test_every_grouping(counts):
    """Race, gender, age and what they make together; 5 × 2 × 4 groups at the finest."""
    names = groupings(counts)
    assert names[:3] == ["race", "gender", "age_group"]
    assert names[-1] == "race*gender*age_group"
    assert len(names) == 7
    card = load_dataset("utkface-adults").card
    assert len(subgroup_tally(counts, card, names[-1]).groups) == 40
    with pytest.raises(LabelError, match="shoe"):
        subgroup_tally(counts, card, "shoe")


@pytest.mark.parametrize("column", ["race", "race*gender"])
@pytest.mark.parametrize("with_copies", [False, True])
def test_the_matrix_is_the_table(counts, column, with_copies):
    """Events and comparisons of every pair of groups, at the documented threshold."""
    card = load_dataset("utkface-adults").card
    mine = subgroup_tally(counts, card, column, with_copies=with_copies).table(0.5)
    end = "" if with_copies else "_without_copies"
    theirs = counts.table(column, 0.5)
    assert mine["events"].tolist() == theirs[f"events{end}"].tolist()
    assert mine["comparisons"].tolist() == theirs[f"comparisons{end}"].tolist()
    assert np.allclose(mine["fmr"], theirs[f"fmr{end}"])


def test_words_and_copies(counts):
    """Groups have their card's words; 215 pairs are copies, as the document says."""
    card = load_dataset("utkface-adults").card
    labels = [group.label for group in subgroup_tally(counts, card, "race*gender*age_group").groups]
    assert "Black, Women, 30 to 44" in labels
    assert copies_counted(counts) == 215
    every = subgroup_tally(counts, card, "gender", with_copies=True).counts
    fewer = subgroup_tally(counts, card, "gender").counts
    i, j = np.triu_indices(len(every))
    assert (every - fewer)[i, j].sum() == 215
