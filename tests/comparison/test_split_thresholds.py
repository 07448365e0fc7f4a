"""Thresholds per group over many random halves of the people."""

from __future__ import annotations

import dataclasses
import shutil

import numpy as np
import pandas as pd
import pytest

from simulator.comparison.comparison_counts import count_parts, find_counts, save_counts
from simulator.comparison.curves import FEWEST_EVENTS, thresholds_per_group
from simulator.comparison.split_thresholds import (
    SPLITS,
    TARGETS,
    find_splits,
    save_splits,
    splits_at,
    summary,
    thresholds_over_splits,
)
from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError, PackError

TARGET = 0.01
NUMBERS = ("distance", "fmr", "fnmr", "global_distance", "global_fmr", "global_fnmr")


@pytest.fixture
def uneven(make_dataset):
    """400 people on a line, women packed twice as densely; one in ten has eight photos, not two."""
    random = np.random.default_rng(6)
    rows = []
    for person in range(400):
        woman = person % 2 == 0
        at = random.uniform(-0.5, 0.5) * (1 if woman else 2)
        for photo in range(8 if person % 10 == 0 else 2):
            place = (at + random.normal(0, 0.01), 0.0, 0.0, 0.0)
            rows.append((f"{person}-{photo}", f"p{person:03}", "FM"[not woman], "n", place))
    return load_dataset(str(make_dataset("uneven", rows)))


def _same(rows, expected):
    for name in NUMBERS:
        assert rows[name].to_numpy() == pytest.approx(expected[name].to_numpy(), rel=1e-5), name


def test_the_first_split_is_that_of_the_counts(uneven):
    """Independent: tallies of every comparison in two halves that were compared for themselves."""
    counted = count_parts(uneven, "gender")
    table = thresholds_over_splits(uneven, "gender", counted["everyone"], [TARGET], splits=2)
    expected = thresholds_per_group(counted["fitted"], counted["evaluated"], TARGET)
    first = table[table["split"] == 0]
    _same(first[first["counted_by"] == "comparison"], expected.table)
    _same(first[first["counted_by"] == "person"], expected.by_person)
    second = table[table["split"] == 1]
    assert (second["fmr"].to_numpy() != first["fmr"].to_numpy()).any()


def test_the_median_over_splits_finds_the_planted_thresholds(uneven):
    """FMR within a line of width w is about 2t/w: for 1% women need t = 0.005, men 0.01."""
    counted = count_parts(uneven, "gender")["everyone"]
    table = summary(thresholds_over_splits(uneven, "gender", counted, [0.04], splits=20))
    once = table[table["counted_by"] == "person"].set_index("group")
    assert once.loc["F", "distance"] == pytest.approx(0.02, abs=0.004)
    assert once.loc["M", "distance"] == pytest.approx(0.04, abs=0.008)
    for name in NUMBERS:
        assert (table[f"{name}_low"] <= table[name]).all()
        assert (table[name] <= table[f"{name}_high"]).all()


def test_the_range_leaves_out_the_two_extremes_by_hand():
    rows = [
        {"target": 0.1, "counted_by": "person", "group": "F", "label": "Women"}
        | dict.fromkeys(NUMBERS, float(value))
        for value in (5, 1, 2, 9, 3)
    ]
    row = summary(pd.DataFrame(rows)).iloc[0]
    assert (row["fmr_low"], row["fmr"], row["fmr_high"]) == (2, 3, 5)
    assert row["splits"] == 5


def test_a_target_that_no_close_comparison_exceeds_is_refused(uneven):
    counted = count_parts(uneven, "gender")["everyone"]
    with pytest.raises(ExperimentError, match="Choose a smaller target"):
        thresholds_over_splits(uneven, "gender", counted, [1.0], splits=1)


def test_splits_are_saved_for_targets_that_rest_on_enough_false_matches(uneven):
    counted = count_parts(uneven, "gender")
    save_counts(uneven, "gender", uneven.folder, counted)
    assert find_splits(uneven, "gender", 1e-3) is None
    path = save_splits(uneven, "gender", counted, uneven.folder)
    fewest = min(counted["fitted"].non_mated[i, i].sum() for i in range(2))
    for target in TARGETS:
        assert (find_splits(uneven, "gender", target) is None) == (target * fewest < FEWEST_EVENTS)
    assert path is None or path.is_file()
    assert find_counts(uneven, "gender") is not None


def test_the_bundled_splits_are_those_of_lfw():
    lfw = load_dataset("lfw")
    table = find_splits(lfw, "gender", 1e-4)
    assert set(table["splits"]) == {SPLITS}
    assert set(table["counted_by"]) == {"comparison", "person"}
    counted = find_counts(lfw, "gender")
    one = thresholds_per_group(counted["fitted"], counted["evaluated"], 1e-4)
    # The one split that used to be quoted is at the edge of what 40 splits give.
    women = table[(table["counted_by"] == "comparison") & (table["group"] == "F")].iloc[0]
    alone = one.table.set_index("group").loc["F", "fmr"]
    assert alone > 3 * women["fmr"]
    assert alone == pytest.approx(women["fmr_high"], rel=0.01)
    assert find_splits(lfw, "gender", 0.5) is None


@pytest.mark.slow
def test_the_first_bundled_split_is_that_of_the_bundled_counts():
    lfw = load_dataset("lfw")
    counted = find_counts(lfw, "gender")
    table = thresholds_over_splits(lfw, "gender", counted["everyone"], [1e-4], splits=1)
    expected = thresholds_per_group(counted["fitted"], counted["evaluated"], 1e-4)
    _same(table[table["counted_by"] == "comparison"], expected.table)
    _same(table[table["counted_by"] == "person"], expected.by_person)


def test_an_altered_file_of_splits_is_refused(tmp_path):
    lfw = load_dataset("lfw")
    for name in ("comparisons.SHA256SUMS", "thresholds-gender-dlib.json"):
        shutil.copy(lfw.folder / name, tmp_path)
    copied = dataclasses.replace(lfw, folder=tmp_path)
    copied.__dict__["encodings"] = lfw.encodings
    assert find_splits(copied, "gender", 1e-4) is not None
    path = tmp_path / "thresholds-gender-dlib.json"
    path.write_text(path.read_text().replace('"splits": 40', '"splits": 41', 1))
    with pytest.raises(PackError, match="Restore"):
        find_splits(copied, "gender", 1e-4)


def test_own_people_are_split_on_request_and_stored_splits_are_read(uneven):
    """Without a file 40 halves are drawn here; with one, at the same target, it is read."""
    counted = count_parts(uneven, "gender")
    asked = splits_at(uneven, "gender", counted["fitted"], TARGET)
    table = thresholds_over_splits(uneven, "gender", counted["everyone"], [TARGET])
    assert set(asked["splits"]) == {SPLITS}
    pd.testing.assert_frame_equal(asked, summary(table))
    few = splits_at(uneven, "gender", counted["everyone"], TARGET, splits=3)
    assert set(few["splits"]) == {3}
    lfw = load_dataset("lfw")
    stored = find_splits(lfw, "gender", 1e-4)
    pd.testing.assert_frame_equal(splits_at(lfw, "gender", counted["everyone"], 1e-4), stored)
