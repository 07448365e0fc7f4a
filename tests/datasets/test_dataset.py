"""Finding data sets, the user's own before the bundled ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.small_datasets import Made

from simulator.datasets.dataset import dataset_names, load_dataset
from simulator.errors import DatasetNotFound, EncodingFileError, ManifestError
from simulator.storage.paths import user_datasets


def test_the_bundled_names() -> None:
    """Eight data sets come with the package."""
    congress = ["congress-114", "congress-114-second", "congress-115", "congress-115-second"]
    assert dataset_names() == [*congress, "legislators", "lfw", "london", "utkface-adults"]


def test_the_users_own_comes_first(line_up: tuple[Path, Path]) -> None:
    """A data set in the user's folder is listed and hides a bundled one of its name."""
    shutil.copytree(line_up[0], user_datasets() / "lfw")
    shutil.copytree(line_up[1], user_datasets() / "class-photos")
    assert "class-photos" in dataset_names()
    assert len(load_dataset("lfw").manifest) == 5


@pytest.mark.parametrize("name", ["nothing", "../lfw", "/etc", "", "a b", "lfw/../lfw"])
def test_unknown_names(name: str) -> None:
    """The message lists the data sets; a path cannot leave the folder."""
    with pytest.raises(DatasetNotFound, match="congress-115"):
        load_dataset(name)


def test_checksums_are_enforced(line_up: tuple[Path, Path]) -> None:
    """An altered bundle is not used."""
    path = line_up[0] / "encodings.npz"
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(EncodingFileError, match="altered or cut off"):
        _ = load_dataset(str(line_up[0])).encodings


def test_a_space_in_a_file_name_is_read(line_up: tuple[Path, Path]) -> None:
    """The data set's other files may have any name; a malformed line is refused."""
    sums = line_up[0] / "SHA256SUMS"
    digest = "0" * 64
    sums.write_text(
        sums.read_text() + f"{digest}  class photo, June.jpg\n{digest} * starred .jpg\n"
    )
    checksums = load_dataset(str(line_up[0])).checksums
    assert set(checksums) == {"encodings.npz", "class photo, June.jpg", " starred .jpg"}
    assert len(load_dataset(str(line_up[0])).encodings) == 4
    sums.write_text("encodings.npz\n")
    with pytest.raises(EncodingFileError, match="line 1 of .*SHA256SUMS"):
        _ = load_dataset(str(line_up[0])).encodings


def test_mates_need_their_columns(line_up: tuple[Path, Path]) -> None:
    """A mates.csv without identity is refused rather than ignored."""
    (line_up[0] / "mates.csv").write_text("subject_id,name\nada,Ada\n")
    with pytest.raises(ManifestError, match="subject_id and identity"):
        _ = load_dataset(str(line_up[0])).identities


def test_identities_are_namespaced(make_dataset: Made) -> None:
    """Subject 001 of one data set is not subject 001 of another."""
    one = make_dataset("one", [("k", "001", "F", "x", (0, 0, 0, 0))], space="one")
    two = make_dataset("two", [("k", "001", "F", "x", (0, 0, 0, 0))], space="two")
    assert load_dataset(str(one)).identities["k"] == "one:001"
    assert load_dataset(str(two)).identities["k"] == "two:001"


def test_the_digest_names_the_build(line_up: tuple[Path, Path]) -> None:
    """A changed manifest has another digest."""
    before = load_dataset(str(line_up[0])).digest
    with (line_up[0] / "manifest.csv").open("a") as file:
        file.write("zoe,zoe,z.jpg,F,north\n")
    assert load_dataset(str(line_up[0])).digest != before


def test_encodings_that_were_lost_are_missed(make_dataset) -> None:
    """If a file in the checksums is missing, the data set still counts as encoded."""
    folder = make_dataset("lost", [("a", "a", "F", "north", (0.0, 0, 0, 0))])
    (folder / "encodings.npz").unlink()
    dataset = load_dataset(str(folder))
    assert dataset.has_encodings
    with pytest.raises(EncodingFileError, match="no such file"):
        _ = dataset.encodings
    (folder / "SHA256SUMS").unlink()
    assert not load_dataset(str(folder)).has_encodings
