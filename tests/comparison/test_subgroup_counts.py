"""Counts of comparisons: all pairs once, by pair of groups, with and without copies."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from simulator.comparison.subgroup_counts import (
    SubgroupCounts,
    count_by_subgroup,
    load_subgroup_counts,
)
from simulator.datasets.dataset import load_dataset
from simulator.errors import EncodingFileError, LabelError
from simulator.matchers.base import MatcherInfo

INFO = MatcherInfo("dlib", "made by hand", 1, {})


def on_a_line() -> SubgroupCounts:
    """Four photos at 0, 1/8, 3/8 and 3/8; the last two are copies, in one subgroup each."""
    vectors = np.array([[0.0], [0.125], [0.375], [0.375]], np.float32)
    subgroups = np.array([0, 0, 1, 2])
    counts, copies = count_by_subgroup(vectors, subgroups, 3, [(2, 3)])
    return SubgroupCounts(
        matcher=INFO,
        columns=("race", "gender"),
        subgroups=np.array([["X", "F"], ["X", "M"], ["Y", "M"]]),
        photos=np.array([2, 1, 1]),
        failures=np.array([0, 0, 1]),
        counts=counts,
        duplicates=copies,
        identities=False,
    )


def test_every_comparison_is_counted_once_by_hand() -> None:
    """Six comparisons: 1/8 within X*F; 3/8 and 1/4 to each of the copies; 0 between them."""
    rows = on_a_line().table("race*gender", 0.25).set_index(["group", "other"])
    assert rows["comparisons"].sum() == 6
    assert rows.loc[("X*F", "X*F"), ["comparisons", "events"]].tolist() == [1, 1]
    assert rows.loc[("X*F", "X*M"), ["comparisons", "events", "fmr"]].tolist() == [2, 1, 0.5]
    assert rows.loc[("X*M", "Y*M"), "events"] == 1
    assert rows.loc[("X*M", "Y*M"), "comparisons_without_copies"] == 0
    assert np.isnan(rows.loc[("X*M", "Y*M"), "fmr_without_copies"])
    assert np.isnan(rows.loc[("Y*M", "Y*M"), "fmr"])


def test_coarser_groups_add_up() -> None:
    """Within X: 1/8, 3/8 and 1/4, of which two are at or under 1/4."""
    rows = on_a_line().table("race", 0.25).set_index(["group", "other"])
    assert rows.loc[("X", "X"), ["comparisons", "events"]].tolist() == [3, 2]
    assert rows.loc[("X", "Y"), ["comparisons", "events_without_copies"]].tolist() == [3, 1]
    assert rows["comparisons"].sum() == 6


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1900)), min_size=2, max_size=30))
def test_no_comparison_is_lost_or_counted_twice(rows: list[tuple[int, int]]) -> None:
    """Against a plain loop over all pairs, at distances between the bins' edges."""
    subgroups = np.array([subgroup for subgroup, _ in rows])
    vectors = np.array([[(place + 0.25) / 1000] for _, place in rows], np.float32)
    counts, _ = count_by_subgroup(vectors, subgroups, 4)
    expected = np.zeros((4, 4), int)
    for i, j in combinations(range(len(rows)), 2):
        expected[subgroups[i], subgroups[j]] += 1
        if subgroups[i] != subgroups[j]:
            expected[subgroups[j], subgroups[i]] += 1
    np.testing.assert_array_equal(counts.sum(axis=2), expected)
    np.testing.assert_array_equal(counts, counts.transpose(1, 0, 2))


def test_saved_and_read_back(tmp_path: Path) -> None:
    """Writing twice gives the same bytes and the same table."""
    on_a_line().save(tmp_path / "a.npz")
    again = load_subgroup_counts(tmp_path / "a.npz")
    again.save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert again.table("race", 0.25).equals(on_a_line().table("race", 0.25))
    assert not again.identities


def test_a_file_cut_off_or_altered_is_refused(tmp_path: Path) -> None:
    """Half a file is never read as whole."""
    path = tmp_path / "a.npz"
    on_a_line().save(path)
    with pytest.raises(EncodingFileError, match="altered or cut off"):
        load_subgroup_counts(path, "0" * 64)
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(EncodingFileError, match="not a whole file"):
        load_subgroup_counts(path)
    with pytest.raises(EncodingFileError, match="no such file"):
        load_subgroup_counts(tmp_path / "none.npz")


def test_an_unknown_column_is_named() -> None:
    """A label that was not counted by is an error."""
    with pytest.raises(LabelError, match="'age'"):
        on_a_line().table("race*age", 0.25)


def test_the_bundled_counts_are_whole_and_hold_no_vector() -> None:
    """UTKFace: n(n−1)/2 comparisons of the enrolled, and only counts and labels in the file."""
    dataset = load_dataset("utkface-adults")
    path = dataset.folder / "comparisons-dlib.npz"
    counts = load_subgroup_counts(path, dataset.checksums[path.name])
    n = int(counts.photos.sum())
    assert n + int(counts.failures.sum()) == len(dataset.manifest)
    assert counts.table("gender", 2.0)["comparisons"].sum() == n * (n - 1) // 2
    with np.load(path, allow_pickle=False) as file:
        assert sorted(file.files) == [
            "cells",
            "counts",
            "duplicates",
            "failures",
            "header",
            "photos",
        ]
        assert all(file[name].dtype.kind in "uiU" for name in file.files)
    assert not dataset.has_encodings
    assert not counts.identities


def test_how_many_comparisons_the_document_counts() -> None:
    """docs/data-sets.md says how many comparisons the bundled counts hold."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "data-sets.md").read_text("utf-8")
    counts = load_subgroup_counts(load_dataset("utkface-adults").folder / "comparisons-dlib.npz")
    assert f"{int(counts.table('gender', 2.0)['comparisons'].sum()):,}" in text
