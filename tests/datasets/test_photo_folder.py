"""The folder of a data set's photos on this machine."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from support.empty_photos import touched
from support.small_datasets import Made

from simulator.datasets.dataset import load_dataset
from simulator.datasets.photo_folder import find_photo_folder, photo_files, photo_place
from simulator.datasets.thumbnail import photo_path
from simulator.errors import PhotoError
from simulator.storage.paths import user_photos

ROWS = [("a", "ann", "F", "north", None), ("b", "bob", "M", "north", None)]


def test_the_folder_that_the_card_names_is_found(make_dataset: Made, tmp_path: Path) -> None:
    """Without such a subfolder, the given folder is used; without a folder there is an error."""
    card = load_dataset(str(make_dataset("made", ROWS))).card
    named = dataclasses.replace(card, photo_folders=(".", "deep/er"))
    touched(tmp_path / "photos", "x.jpg")
    assert find_photo_folder(named, tmp_path / "photos") == tmp_path / "photos"
    touched(tmp_path / "photos", "deep/er/x.jpg")
    assert find_photo_folder(named, tmp_path / "photos") == tmp_path / "photos" / "deep" / "er"
    with pytest.raises(PhotoError, match="--photos"):
        find_photo_folder(named, tmp_path / "nowhere")


def test_photos_of_two_collections(make_dataset: Made, tmp_path: Path) -> None:
    """Each lies in its collection's folder, or both together; neither is taken for the other."""
    folder = make_dataset("made", ROWS)
    (folder / "card.toml").write_text(
        (folder / "card.toml").read_text()
        + '[photos]\nfolders = ["one"]\n[[photos.collections]]\nsources = ["web"]\n'
        'folders = ["two/er"]\nurl = "https://example.org/{source_path}"\n'
    )
    text = "key,subject_id,photo,photo_source,gender,origin\na,ann,x.jpg,,F,\nb,bob,y.jpg,web,M,\n"
    (folder / "manifest.csv").write_text(text)
    dataset = load_dataset(str(folder))
    assert dataset.card.photo_place("web").url == "https://example.org/{source_path}"
    for place in ("one", "two/er", "both"):
        touched(tmp_path / place, "x.jpg", "y.jpg")

    def found(given: str) -> list[str]:
        root = tmp_path / given
        return [file.path.relative_to(root).as_posix() for file in photo_files(dataset, root)]

    assert found(".") == ["one/x.jpg", "two/er/y.jpg"]
    assert found("both") == ["x.jpg", "y.jpg"]
    assert found("one") == ["x.jpg"]
    assert found("two/er") == ["y.jpg"]
    assert photo_path(dataset, "b", tmp_path) == tmp_path / "two" / "er" / "y.jpg"
    assert photo_path(dataset, "b", tmp_path / "one") is None


def test_only_photos_on_disk_are_listed(make_dataset: Made, tmp_path: Path) -> None:
    """Photos are listed in the manifest's order, with their keys."""
    dataset = load_dataset(str(make_dataset("made", ROWS)))
    photo = dataset.manifest["photo"].iloc[1]
    touched(tmp_path / "photos", photo)
    files = photo_files(dataset, tmp_path / "photos")
    assert [(file.key, file.path) for file in files] == [("b", tmp_path / "photos" / photo)]


def test_the_users_own_word_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the variable, the folder of a download is used if it exists."""
    monkeypatch.delenv("FALSEMATCH_PHOTOS", raising=False)
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path / "scikit"))
    assert photo_place("london") is None
    assert photo_place("lfw") is None
    (tmp_path / "scikit" / "lfw_home").mkdir(parents=True)
    (user_photos() / "london").mkdir(parents=True)
    assert photo_place("lfw") == tmp_path / "scikit" / "lfw_home"
    assert photo_place("london") == user_photos() / "london"
    monkeypatch.setenv("FALSEMATCH_PHOTOS", str(tmp_path))
    assert photo_place("london") == tmp_path
