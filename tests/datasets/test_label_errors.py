"""The list of photos that do not show whom they are listed under."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from support.replay import default_replay

from simulator.comparison.fmr import compare_dataset
from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.label_errors import (
    KINDS,
    LABEL_ERRORS,
    ONE_PERSON,
    OTHER_FACE,
    label_errors,
    rightly_labeled,
    wrongly_labeled,
)
from simulator.datasets.listed_rows import listed_rows
from simulator.datasets.same_photo import same_photo_pairs
from simulator.errors import ManifestError

HEADER = "key,kind,shows,evidence\n"


@pytest.fixture(scope="module")
def lfw() -> Dataset:
    return load_dataset("lfw")


def test_other_faces_are_all_photos_whose_box_misses_the_middle(lfw: Dataset) -> None:
    """The rule is about the picture: LFW's subject is the face on the central pixel."""
    encodings = lfw.encodings
    top, right, bottom, left = encodings.boxes.astype(int).T
    row, column = (encodings.sizes.astype(int) // 2).T
    inside = (top <= row) & (row <= bottom) & (left <= column) & (column <= right)
    listed = {key for key, kind in label_errors(lfw).items() if kind == OTHER_FACE}
    assert listed == set(encodings.keys[~inside].tolist())
    assert len(listed) == 7


def test_every_row_has_its_evidence_and_pairs_are_whole(lfw: Dataset) -> None:
    people = set(lfw.manifest["subject_id"])
    rows = listed_rows(lfw.folder / LABEL_ERRORS, ("key", "kind", "shows", "evidence"))
    assert {row["kind"] for row in rows} == set(KINDS)
    assert all(row["shows"] in people | {""} for row in rows)
    of_pairs = {row["key"]: row["evidence"] for row in rows if row["kind"] == ONE_PERSON}
    for key, evidence in of_pairs.items():
        assert sum(other in evidence for other in of_pairs if other != key) == 1


def test_the_closest_pair_of_strangers_left_is_no_known_error(lfw: Dataset) -> None:
    """Four pairs below 0.32 were one person, or one face, under two names."""
    calibration = default_replay().calibration
    assert calibration.measured[0] == pytest.approx(0.3417, abs=5e-5)
    encodings = rightly_labeled(lfw).encodings
    row = {key: i for i, key in enumerate(encodings.keys.tolist())}
    pair = [row["Chen_Shui-bian_0001"], row["Jeong_Se-hyun_0007"]]
    first, second = encodings.vectors[pair].astype(np.float64)
    assert np.linalg.norm(first - second) == pytest.approx(calibration.measured[0], abs=1e-5)
    assert calibration.provenance["photos"] == len(encodings)


def test_photos_under_two_names_are_left_out_with_them(lfw: Dataset) -> None:
    twice = {key for pair in same_photo_pairs(lfw.folder) for key in pair}
    assert wrongly_labeled(lfw) == twice | set(label_errors(lfw))
    assert len(twice) == 10
    assert len(lfw.encodings) - len(rightly_labeled(lfw).encodings) == 23


def test_a_data_set_without_lists_stays_as_it_is() -> None:
    london = load_dataset("london")
    assert label_errors(london) == {}
    assert rightly_labeled(london) is london


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "london"
    shutil.copytree(load_dataset("london").folder, folder)
    return folder


def test_fmr_leaves_the_listed_photo_out(own: Path) -> None:
    before = compare_dataset(load_dataset(str(own)), "gender")
    data = load_dataset(str(own))
    key = data.encodings.keys.tolist()[0]
    (own / LABEL_ERRORS).write_text(f"{HEADER}{key},other_person,,it shows the photographer\n")
    after = compare_dataset(load_dataset(str(own)), "gender")
    # Everybody has two photos: the first one was compared with all photos of the others.
    group = data.labels([key])["gender"].iloc[0]
    index = [one.value for one in before.groups].index(group)
    lost = before.comparisons[index, index] - after.comparisons[index, index]
    assert lost == before.groups[index].members.sum() - 2


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("nobody,other_person,,seen\n", "not in its manifest"),
        ("{key},other_person,,seen\n{key},other_person,,seen\n", "comes twice"),
        ("{key},looks odd,,seen\n", "expected a kind"),
        ("{key},one_person,,\n", "evidence"),
    ],
)
def test_wrong_rows_are_refused(own: Path, rows: str, message: str) -> None:
    key = load_dataset(str(own)).manifest["key"].iloc[0]
    (own / LABEL_ERRORS).write_text(HEADER + rows.format(key=key))
    with pytest.raises(ManifestError, match=message):
        label_errors(load_dataset(str(own)))
