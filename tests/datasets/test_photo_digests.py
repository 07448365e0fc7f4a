"""Photos are told apart by their bytes: the other portraits' files have the same names."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.small_datasets import Made

from simulator.building.build import build
from simulator.datasets.dataset import load_dataset
from simulator.datasets.photo_digests import known_digests, refuse_other_portraits
from simulator.datasets.photo_folder import photo_files
from simulator.errors import PhotoError
from simulator.faces.encode import PhotoFile
from simulator.storage.files import sha256_of_file
from simulator.storage.paths import bundled, user_datasets

FIRST, SECOND = "congress-115", "congress-115-second"


def test_paintings_have_a_digest_too(photos: Path) -> None:
    """All 535 are known, the ten that are not searched among them."""
    digests = known_digests(SECOND)
    assert len(digests) == 535
    painted = [key for key, kind in load_dataset(SECOND).kinds.items() if kind == "painting"]
    for key in painted:
        assert digests[key] == sha256_of_file(photos / "congress_voteview" / f"{key}.jpg")


def test_the_bundled_digests_count(make_dataset: Made) -> None:
    """A build of the user's own does not replace them; a data set without encodings has none."""
    before = known_digests(FIRST)
    mine = user_datasets() / FIRST
    mine.mkdir(parents=True)
    for name in ("card.toml", "manifest.csv"):
        shutil.copy(bundled("datasets") / FIRST / name, mine / name)
    assert load_dataset(FIRST).folder == mine
    assert known_digests(FIRST) == before
    assert known_digests(str(mine)) == {}


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        (SECOND, "congress/225x275", "congress_voteview"),
        (FIRST, "congress_voteview", "congress/225x275"),
        ("congress-114-second", "congress/225x275", "congress_voteview"),
        ("congress-114", "congress_voteview", "congress/225x275"),
    ],
)
def test_the_other_portraits_are_refused(
    photos: Path, tmp_path: Path, name: str, wrong: str, right: str
) -> None:
    """Whatever the folder is called, the build says whose photos they are and writes nothing."""
    dataset = load_dataset(name)
    keys = [key for key in dataset.manifest["key"] if (photos / wrong / f"{key}.jpg").is_file()]
    shared = known_digests(dataset.card.other_portraits or "")
    keys = [key for key in keys if known_digests(name).get(key) != shared.get(key)][:3]
    (tmp_path / "mine").mkdir()
    for key in keys:
        shutil.copy(photos / wrong / f"{key}.jpg", tmp_path / "mine")
    with pytest.raises(
        PhotoError, match=f"{name!r}, found 3 photos of {dataset.card.other_portraits!r}"
    ):
        build(name, tmp_path / "mine", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    given = [PhotoFile(key, photos / right / f"{key}.jpg") for key in keys]
    refuse_other_portraits(name, given)


@pytest.mark.parametrize("name", [SECOND, "congress-114-second"])
def test_the_folder_of_the_first_portraits_holds_no_second(
    photos: Path, tmp_path: Path, name: str
) -> None:
    """With only the 2015 folder, nothing is found: by its name, before any byte is read."""
    for folder in (photos / "congress" / "225x275", photos / "congress"):
        assert photo_files(load_dataset(name), folder) == []
        other = load_dataset(name).card.other_portraits
        with pytest.raises(PhotoError, match=f"Photos of {other!r} have the same names"):
            build(name, folder, tmp_path / "out")
    assert len(photo_files(load_dataset(name), photos / "congress_voteview")) >= 535


def test_the_folder_of_the_second_portraits_holds_few_firsts(photos: Path, tmp_path: Path) -> None:
    """The 76 that both data sets share are found there, and no other; so in a download's folder."""
    folder = photos / "congress_voteview"
    assert len(photo_files(load_dataset(FIRST), folder)) == 76
    assert photo_files(load_dataset("congress-114"), folder) == []
    shutil.copytree(folder, tmp_path / SECOND)
    found = photo_files(load_dataset(FIRST), tmp_path / SECOND)
    assert len(found) == 76
    refuse_other_portraits(FIRST, found)


def test_a_data_set_whose_other_portraits_are_not_installed(make_dataset: Made) -> None:
    """Nothing can be compared, and nothing is refused."""
    alone = make_dataset(
        "alone",
        [("a", "a", "F", "north", None)],
        extra='[photos]\nother_portraits = "not-here"\n',
    )
    refuse_other_portraits(str(alone), [])
    assert photo_files(load_dataset(str(alone)), alone) == []
