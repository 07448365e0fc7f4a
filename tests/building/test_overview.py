"""A data set in numbers, as the data page shows it."""

from __future__ import annotations

from pathlib import Path

from support.empty_photos import touched
from support.small_datasets import Made

from simulator.building.overview import overview
from simulator.datasets.dataset import load_dataset

ROWS = [
    ("a1", "ann", "F", "north", (0.0, 0, 0, 0)),
    ("a2", "ann", "F", "north", (0.1, 0, 0, 0)),
    ("b1", "bob", "M", "north", (0.2, 0, 0, 0)),
    ("c1", "cem", "M", "south", None),
]


def test_photos_and_people_are_counted_apart(make_dataset: Made) -> None:
    """Four photos of three people; labels count people, the largest group first."""
    counted = overview(load_dataset(str(make_dataset("made", ROWS))), None)
    assert (counted.photos, counted.people, counted.encoded) == (4, 3, 3)
    gender = next(label for label in counted.labels if label.column == "gender")
    assert gender.counts == (("Men", 2), ("Women", 1))
    assert gender.author == "this test"


def test_photos_on_disk_are_counted(make_dataset: Made, tmp_path: Path) -> None:
    """No folder, or one that does not exist, holds none."""
    dataset = load_dataset(str(make_dataset("made", ROWS)))
    touched(tmp_path / "photos", *dataset.manifest["photo"].tolist()[:2])
    assert overview(dataset, tmp_path / "photos").on_disk == 2
    assert overview(dataset, tmp_path / "nowhere").on_disk == 0
    assert overview(dataset, None).on_disk == 0


def test_a_data_set_that_comes_as_a_search_has_no_encodings() -> None:
    """UTKFace's adults are listed, and nobody is encoded."""
    counted = overview(load_dataset("utkface-adults"), None)
    assert (counted.encoded, counted.failed) == (0, 0)
    assert counted.photos > 8000
