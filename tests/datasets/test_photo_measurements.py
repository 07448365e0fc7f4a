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
    """No portrait of the searched members measures between 1.5 and 5 of 255."""
    for name in sorted(set(photo_color.SETS) - set(photo_color.TINTED)):
        rows = photo_color.kept(load_dataset(name))
        assert not [r for r in rows if 1.5 < float(r["red_blue_difference"]) < 5]


def test_a_tint_is_no_color() -> None:
    """Blue ink gives each brightness one color; a picture with two colors at one has more."""
    gray = np.arange(0, 256, 8, dtype=np.uint8)
    blue_ink = np.stack([gray // 2, gray // 2, gray], axis=-1)[None].repeat(4, axis=0)
    assert photo_color.red_blue_difference(blue_ink) > 50
    assert photo_color.color_beside_tint(blue_ink) == pytest.approx(0, abs=2)
    two = np.array([[[100, 100, 100], [120, 90, 100]]], np.uint8)  # both of brightness 100
    assert photo_color.color_beside_tint(two) == pytest.approx((10 + 15) / 2)


def test_the_legislators_doubtful_pictures_were_judged_by_eye() -> None:
    """Below 1.9 of 255 a photo is black and white; up to 6.2 the verdict by eye decides."""
    rows = photo_color.kept(load_dataset("legislators"))
    assert len(rows) == 1760
    assert sum(row["photo_color"] == "black_and_white" for row in rows) == 980
    for row in rows:
        left, seen = float(row["color_beside_tint"]), row["by_eye"]
        assert seen or not 1.9 <= left < 6.2, row
        assert row["photo_color"] == (seen or ("black_and_white" if left < 1.9 else "color"))


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
