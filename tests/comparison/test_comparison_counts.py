"""Comparisons stored as counts: the file, and what it says."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from simulator.comparison.comparison_counts import (
    count_comparisons,
    find_counts,
    halves,
    save_counts,
)
from simulator.comparison.fnmr import mated_comparisons
from simulator.datasets.dataset import load_dataset
from simulator.datasets.label_errors import rightly_labeled
from simulator.errors import PackError


@pytest.fixture
def copied(tmp_path):
    """London with a place for its counts."""
    london = load_dataset("london")
    other = dataclasses.replace(london, folder=tmp_path)
    other.__dict__["encodings"] = london.encodings
    return other


def test_what_is_kept_is_what_was_counted(copied):
    save_counts(copied, "gender", copied.folder)
    stored = find_counts(copied, "gender")
    counted = count_comparisons(load_dataset("london"), "gender")
    assert (stored["everyone"].non_mated == counted.non_mated).all()
    assert (stored["everyone"].mated == counted.mated).all()
    assert stored["everyone"].groups == counted.groups
    people = [len(part.encodings) for part in halves(copied)]
    assert sum(people) == 204
    pairs = stored["fitted"].mated.sum() + stored["evaluated"].mated.sum()
    assert pairs == counted.mated.sum() == 102


def test_rates_by_hand():
    """London at 2, beyond every distance: FMR 1, FNMR 0."""
    counted = count_comparisons(load_dataset("london"), "gender")
    assert (counted.fmr(1.9) == 1).all()
    assert (counted.fnmr(1.9) == 0).all()


def test_the_bundled_counts_are_those_of_lfw():
    lfw = load_dataset("lfw")
    stored = find_counts(lfw, "gender")["everyone"]
    mated = mated_comparisons(lfw)
    assert stored.mated.sum() == (~np.isnan(mated.distances)).sum()
    named = rightly_labeled(lfw).encodings.keys.tolist()
    who = lfw.identities.loc[named].value_counts().to_numpy()
    total = (who.sum() ** 2 - (who**2).sum()) // 2
    pairs_of_groups = stored.non_mated.sum(axis=2)
    assert np.triu(pairs_of_groups).sum() == total


@pytest.mark.parametrize("damage", ["cut", "altered"])
def test_a_damaged_file_is_refused(copied, damage):
    path = save_counts(copied, "gender", copied.folder)
    content = path.read_bytes()
    path.write_bytes(content[:100] if damage == "cut" else content[:-9] + b"123456789")
    with pytest.raises(PackError, match="Restore"):
        find_counts(copied, "gender")
    (copied.folder / "comparisons.SHA256SUMS").unlink()
    if damage == "cut":
        with pytest.raises(PackError, match="whole file"):
            find_counts(copied, "gender")


def test_another_matchers_counts_are_not_used(copied):
    save_counts(copied, "gender", copied.folder)
    info = dataclasses.replace(copied.encodings.matcher, version="another")
    other = copied.with_encodings(dataclasses.replace(copied.encodings, matcher=info))
    assert find_counts(other, "gender") is None
    assert find_counts(copied, "ethnicity") is None


def test_the_table_counts_what_the_matrix_divides():
    """Numerator ÷ denominator of each cell is the FMR of the bundled counts."""
    everyone = find_counts(load_dataset("lfw"), "gender")["everyone"]
    fmr = everyone.fmr(0.6)
    table = everyone.table(0.6)
    for row in table.itertuples():
        i, j = (
            [value for value, _ in everyone.groups].index(name) for name in (row.group, row.other)
        )
        assert row.fmr == pytest.approx(fmr[i, j], nan_ok=True)
        assert row.events == pytest.approx(row.comparisons * fmr[i, j], nan_ok=True)
    assert len(table) == 6


def test_a_space_in_a_matchers_name_does_not_hide_the_checksum(copied):
    """The name is part of the file's name."""
    info = dataclasses.replace(copied.encodings.matcher, name="my dlib")
    other = copied.with_encodings(dataclasses.replace(copied.encodings, matcher=info))
    path = save_counts(other, "gender", other.folder)
    assert path.name == "comparisons-gender-my dlib.npz"
    assert find_counts(other, "gender") is not None
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(PackError, match="altered"):
        find_counts(other, "gender")
