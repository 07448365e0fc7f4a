"""The bundled photos: what they show, whose are made, and that they can be made again."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import thumbnails
from PIL import Image, features

from simulator.datasets.bundled_faces import FOLDER, PROVENANCE
from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.listed_rows import listed_rows

PHOTOS = os.environ.get("FALSEMATCH_PHOTOS")
LISTED = thumbnails.ROOT / FOLDER


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((100, 150, 200, 50), (16, 33, 184, 243)),
        ((0, 100, 100, 0), (0, 0, 168, 210)),
        ((500, 400, 600, 300), (232, 390, 400, 600)),
    ],
    ids=["in the middle", "at the upper left edge", "at the lower right edge"],
)
def test_the_face_with_a_margin(
    box: tuple[int, int, int, int], expected: tuple[int, int, int, int]
) -> None:
    """2.1 boxes high, four to five, 0.12 boxes above the box's center, inside the photo."""
    assert thumbnails.face_region(box, (600, 400)) == expected


def test_a_face_that_fills_the_photo() -> None:
    """The region is the largest of its shape that fits."""
    assert thumbnails.face_region((0, 90, 90, 0), (100, 90)) == (5, 0, 85, 100)


def test_a_thumbnail_is_small_and_in_color() -> None:
    pixels = np.full((600, 480, 3), (200, 120, 90), np.uint8)
    image = Image.open(io.BytesIO(thumbnails.thumbnail(pixels, (200, 300, 320, 180))))
    assert (image.format, image.size) == ("WEBP", (96, 120))
    assert "exif" not in image.info
    assert np.abs(np.asarray(image.convert("RGB")).astype(int) - pixels[0, 0]).max() <= 6


def test_a_small_face_is_not_enlarged() -> None:
    pixels = np.zeros((100, 80, 3), np.uint8)
    image = Image.open(io.BytesIO(thumbnails.thumbnail(pixels, (40, 50, 60, 30))))
    assert image.size == (34, 42)


def test_the_statuses_by_source_and_year() -> None:
    assert thumbnails.licence("unitedstates", 1975) == thumbnails.GPO
    assert thumbnails.licence("bio_guide", 1989) == thumbnails.OFFICIAL
    assert thumbnails.licence("bio_guide", 1988) == thumbnails.WITHOUT_NOTICE


@pytest.fixture
def portraits() -> Dataset:
    """Return a data set with a photo of unknown status, a painting, and one of no enrolled key."""
    dataset = load_dataset("congress-115-second")
    keys = dataset.all_encodings.keys.tolist()[:5]
    manifest = dataset.manifest.set_index("key", drop=False).loc[[*keys]].reset_index(drop=True)
    manifest["photo_source"] = ["bio_guide", "bio_guide", "bio_guide", "wiki", "manual"]
    manifest["kind"] = ["photograph", "photograph", "painting", "photograph", "photograph"]
    some = replace(dataset, manifest=manifest)
    # Opened from its folder, a data set whose manifest lacks encoded photos is refused.
    some.__dict__["all_encodings"] = dataset.all_encodings.only(keys)
    return some


def test_who_is_bundled_and_who_is_not(portraits: Dataset) -> None:
    first, second, third, fourth, fifth = portraits.manifest["key"].tolist()
    choice = thumbnails.choose(portraits, frozenset(), {second: "trading card"})
    assert choice.licences == {first: thumbnails.OFFICIAL}
    assert choice.left_out == {
        "held back: trading card": [second],
        "painting": [third],
        thumbnails.UNKNOWN_STATUS["wiki"]: [fourth],
        thumbnails.UNKNOWN_STATUS["manual"]: [fifth],
    }


def test_a_gallery_gives_only_its_closest_candidates(portraits: Dataset) -> None:
    """Nobody else's photo is needed."""
    gallery = replace(portraits, name=thumbnails.GALLERY)
    gallery.__dict__["all_encodings"] = portraits.all_encodings
    first, second = portraits.manifest["key"].tolist()[:2]
    choice = thumbnails.choose(gallery, frozenset([second]), {})
    assert list(choice.licences) == [second]
    assert first in choice.left_out[thumbnails.NOT_CLOSEST]


def test_the_list_is_the_choice_of_today() -> None:
    """If a manifest or the encodings change, `python tools/thumbnails.py` is run again."""
    rows = listed_rows(LISTED / PROVENANCE, ("dataset", "key", "licence"))
    listed = {(row["dataset"], row["key"]): row["licence"] for row in rows}
    chosen = {
        (name, key): status
        for name, choice in thumbnails.choices().items()
        for key, status in choice.licences.items()
    }
    assert listed == chosen


@pytest.mark.skipif(PHOTOS is None, reason="needs the photos: FALSEMATCH_PHOTOS")
@pytest.mark.parametrize("name", thumbnails.SETS)
def test_some_are_made_again_byte_for_byte(name: str) -> None:
    """Byte for byte with the same libwebp, and within two gray values of 255 with any."""
    dataset = load_dataset(name)
    keys = [
        row["key"]
        for row in listed_rows(LISTED / PROVENANCE, ("dataset", "key"))
        if row["dataset"] == name
    ]
    some = dict.fromkeys(keys[:: len(keys) // 8], thumbnails.OFFICIAL)
    files = thumbnails.made(dataset, thumbnails.Choice(some, {}), Path(str(PHOTOS)))
    assert len(files) == len(some)
    for file, (_, face) in files.items():
        kept = (LISTED / file).read_bytes()
        if features.version("webp") == thumbnails.MADE_WITH:
            assert kept == face
        there, again = (
            np.asarray(Image.open(io.BytesIO(content)).convert("RGB")).astype(int)
            for content in (kept, face)
        )
        assert there.shape == again.shape
        assert np.abs(there - again).mean() <= 2
