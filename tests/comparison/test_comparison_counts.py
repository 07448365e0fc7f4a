"""Comparisons stored as counts: the file, and what it says."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pandas as pd
import pytest

from simulator.comparison.comparison_counts import (
    COMPARISONS_CHECKSUMS,
    PARTS,
    count_comparisons,
    count_parts,
    find_counts,
    halves,
    save_counts,
)
from simulator.comparison.false_match_pairs import false_match_pairs
from simulator.comparison.fnmr import mated_comparisons
from simulator.datasets.dataset import load_dataset
from simulator.datasets.label_errors import rightly_labeled
from simulator.errors import PackError
from simulator.storage.checksums import write_checksums
from simulator.storage.npz import write_npz


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


@pytest.fixture
def uneven(make_dataset):
    """Forty people; every fourth has six photos, the others two."""
    random = np.random.default_rng(4)
    rows = []
    for person in range(40):
        at = random.normal(size=4) * 0.4
        for photo in range(6 if person % 4 == 0 else 2):
            vector = tuple(at + random.normal(size=4) * 0.1)
            rows.append((f"{person}-{photo}", f"p{person:02}", "FM"[person % 2], "n", vector))
    return load_dataset(str(make_dataset("uneven", rows)))


def test_counts_by_person_survive_the_file(uneven):
    counted = count_parts(uneven, "gender")
    save_counts(uneven, "gender", uneven.folder, counted)
    stored = find_counts(uneven, "gender")
    for part in PARTS:
        one, other = stored[part], counted[part]
        assert one.several_photos
        assert one.by_person.non_mated == pytest.approx(other.by_person.non_mated, rel=1e-6)
        assert one.by_person.mated == pytest.approx(other.by_person.mated, rel=1e-6)
        assert one.carried == pytest.approx(other.carried)
    assert stored["everyone"].by_person.non_mated.sum(axis=2) == pytest.approx(
        np.array([[190, 400], [400, 190]])
    )
    assert stored["everyone"].by_person.mated.sum(axis=1) == pytest.approx([20, 20])


def test_counts_by_person_against_the_lists_of_pairs(uneven):
    """Independent: the close comparisons with their people, and pandas over mated comparisons."""
    counted = count_comparisons(uneven, "gender")
    matrix = false_match_pairs(uneven, 0.3).matrix("gender")
    table = counted.table(0.3)
    assert table["fmr_by_person"].to_numpy() == pytest.approx(matrix["fmr_by_person"].to_numpy())
    mated = mated_comparisons(uneven)
    missed = pd.Series(mated.distances > 0.2).groupby(mated.subjects).mean()
    women = pd.Series(mated.labels["gender"].to_numpy() == "F").groupby(mated.subjects).first()
    values = [value for value, _ in counted.groups]
    found = counted.by_person.fnmr(0.2)[values.index("F")]
    assert found == pytest.approx(missed[women].mean())
    assert counted.carried[values.index("F"), 1] == pytest.approx(
        mated.largest_part(mated.labels["gender"].to_numpy() == "F")
    )


def test_a_file_of_an_older_version_has_no_counts_by_person(copied):
    path = save_counts(copied, "gender", copied.folder)
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    header = json.loads(str(arrays.pop("header")))
    del header["by_person"]
    kept = {name: array for name, array in arrays.items() if "mated" in name}
    write_npz(path, header, kept)
    write_checksums(copied.folder / COMPARISONS_CHECKSUMS, [path])
    stored = find_counts(copied, "gender")["everyone"]
    assert stored.by_person is None
    assert not stored.several_photos
    assert "fmr_by_person" not in stored.table(0.5)


def test_the_bundled_counts_of_lfw_by_person():
    """Each of 5,717 people with a right name is in pairs with every other once."""
    lfw = load_dataset("lfw")
    stored = find_counts(lfw, "gender")["everyone"]
    named = rightly_labeled(lfw).encodings.keys.tolist()
    people = lfw.identities.loc[named].nunique()
    every = np.triu(stored.by_person.non_mated.sum(axis=2)).sum()
    assert every == pytest.approx(people * (people - 1) / 2, rel=1e-4)
    assert stored.carried[0, 1] == pytest.approx(0.60, abs=0.005)
