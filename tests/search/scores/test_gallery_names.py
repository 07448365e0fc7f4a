"""Which photo another system means: keys, and paths of any machine."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

import pandas as pd
import pytest

from simulator.search.scores.candidate_lists import ScoresError
from simulator.search.scores.gallery_names import GalleryNames

PHOTOS = ["db/s001/1.jpg", "db/s001/2.jpg", "db/s002/1.jpg", "db/s003/José.jpg"]


@dataclass
class Gallery:
    """As much of a data set as its names need."""

    photos: list[str]
    people: list[str]
    name: str = "g"
    keys: list[str] = field(default_factory=list)

    @property
    def manifest(self) -> pd.DataFrame:
        keys = self.keys or [f"k{i}" for i in range(len(self.photos))]
        return pd.DataFrame({"key": keys, "photo": self.photos})

    @property
    def identities(self) -> pd.Series:
        return pd.Series(self.people)


def names(photos: list[str] = PHOTOS, people: list[str] | None = None) -> GalleryNames:
    people = people or [f"{photo.split('/')[-2]}" for photo in photos]
    return GalleryNames(Gallery(photos, people))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("candidate", "row"),
    [
        ("k2", 2),
        ("db/s001/2.jpg", 1),
        ("2.jpg", 1),
        ("s002/1.jpg", 2),
        ("/srv/faces/db/s002/1.jpg", 2),
        ("/data/ann/other/s002/1.jpg", 2),
        (r"C:\Users\Ann\db\s001\2.jpg", 1),
        (r"D:\s001\1.jpg", 0),
        ("./db/s001/2.jpg", 1),
        ("/db/s003/" + unicodedata.normalize("NFD", "José.jpg"), 3),
        ("somewhere/k0", 0),
    ],
)
def test_keys_and_paths(candidate: str, row: int) -> None:
    """A key, a file name that is the only one, a path of POSIX or Windows, either normal form."""
    assert names().row_of(candidate) == row


@pytest.mark.parametrize(
    ("candidate", "shown"),
    [
        # Two photos of that name.
        ("1.jpg", ["'1.jpg'", "db/s001/1.jpg", "db/s002/1.jpg"]),
        # The name of a photo, in the folder of nobody here.
        ("s999/2.jpg", ["s999/2.jpg", "db/s001/2.jpg", "another folder"]),
        ("/data/s999/2.jpg", ["/data/s999/2.jpg", "db/s001/2.jpg"]),
        ("s009/1.jpg", ["s009/1.jpg", "db/s001/1.jpg"]),
        ("9.jpg", ["9.jpg"]),
        ("s001", ["s001"]),
        ("/", ["'/'"]),
    ],
)
def test_ambiguous_contradicting_and_unknown(candidate: str, shown: list[str]) -> None:
    """Refused, with both names."""
    with pytest.raises(ScoresError, match="expected") as error:
        names().row_of(candidate)
    assert all(text in str(error.value) for text in shown)


def test_the_folder_of_the_only_person_still_counts() -> None:
    """All photos share it, and it is no place of the data set."""
    alone = names(["s001/1.jpg", "s001/2.jpg"])
    assert alone.row_of("/x/s001/2.jpg") == 1
    with pytest.raises(ScoresError, match="another folder"):
        alone.row_of("s999/2.jpg")


def test_a_flat_folder_has_another_name_elsewhere() -> None:
    """The folder that all photos of several people share is the data set's own."""
    flat = names(["photos/ann.jpg", "photos/bob.jpg"], ["ann", "bob"])
    assert flat.row_of("/elsewhere/faces/bob.jpg") == 1


def test_the_longer_end_wins() -> None:
    """A photo in a folder is not the photo of that name beside it."""
    nested = names(["x/1.jpg", "a/x/1.jpg", "b/c.jpg"], ["p", "q", "r"])
    assert nested.row_of("/data/a/x/1.jpg") == 1
    assert nested.row_of("/data/x/1.jpg") == 0
