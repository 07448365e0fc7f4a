"""Black and white or color: what the list says, what it refuses, and the photos measured again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import photo_color
import pytest

from simulator.datasets.dataset import load_dataset
from simulator.datasets.photo_measurements import PHOTO_MEASUREMENTS, photo_colors
from simulator.errors import ManifestError

PHOTOS = os.environ.get("FALSEMATCH_PHOTOS")


def test_the_difference_by_hand() -> None:
    """|10 − 30|, |200 − 200| and green that does not count: 10 on average."""
    pixels = np.array([[[10, 255, 30], [200, 0, 200]]], np.uint8)
    assert photo_color.red_blue_difference(pixels) == 10
    assert photo_color.color_of(2.9) == "black_and_white"
    assert photo_color.color_of(3.0) == "color"


def test_the_portraits_of_2015_that_are_black_and_white() -> None:
    dataset = load_dataset("congress-115")
    colors = photo_colors(dataset, dataset.encodings.keys.tolist())
    assert colors is not None
    assert (colors == "black_and_white").sum() == 55
    assert set(colors) == {"black_and_white", "color"}
    assert photo_colors(load_dataset("london"), []) is None


def test_the_limit_lies_in_a_gap() -> None:
    """No photo measures between 1.5 and 5 of 255."""
    for name in photo_color.SETS:
        rows = photo_color.kept(load_dataset(name))
        assert not [r for r in rows if 1.5 < float(r["red_blue_difference"]) < 5]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("key,color\nY000033,color\n", "key and photo_color"),
        ("key,photo_color\nY000033,sepia\n", "'sepia' for 'Y000033'"),
        ("key,photo_color\nX9,color\n", "'X9'"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_a_broken_list_is_refused(tmp_path: Path, content: str | bytes, message: str) -> None:
    folder = tmp_path / "portraits"
    shutil.copytree(load_dataset("congress-115").folder, folder)
    data = content if isinstance(content, bytes) else content.encode()
    (folder / PHOTO_MEASUREMENTS).write_bytes(data)
    with pytest.raises(ManifestError, match=message):
        photo_colors(load_dataset(str(folder)), ["Y000033"])


def test_rows_that_differ_are_reported() -> None:
    old = [
        {"key": "a", "photo_color": "color", "red_blue_difference": "20.00"},
        {"key": "b", "photo_color": "color", "red_blue_difference": "20.00"},
        {"key": "c", "photo_color": "color", "red_blue_difference": "20.00"},
    ]
    new = [
        {"key": "a", "photo_color": "color", "red_blue_difference": "20.10"},
        {"key": "b", "photo_color": "color", "red_blue_difference": "21.00"},
        {"key": "d", "photo_color": "color", "red_blue_difference": "20.00"},
    ]
    assert photo_color.differing(old, new) == ["b", "c", "d"]


@pytest.mark.skipif(PHOTOS is None, reason="needs FALSEMATCH_PHOTOS")
@pytest.mark.parametrize("name", photo_color.SETS)
def test_25_photos_measure_what_the_list_says(name: str) -> None:
    dataset = load_dataset(name)
    keys = dataset.manifest["key"].sample(25, random_state=13).tolist()
    found = photo_color.measure(dataset, Path(str(PHOTOS)), keys)
    kept = [row for row in photo_color.kept(dataset) if row["key"] in set(keys)]
    assert photo_color.differing(kept, found) == []
    assert len(found) == len(kept) > 15
