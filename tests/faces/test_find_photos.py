"""Which files are photos, and what is said of the others."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, features
from support.empty_photos import touched

from simulator.errors import printable
from simulator.faces.find_photos import find_photos, readable_endings, reads_heif
from simulator.faces.photos import decode_photo


def test_photos_of_every_kind_and_nothing_of_the_operating_systems(tmp_path: Path) -> None:
    """Phones, browsers and macOS's archives."""
    photos = ["a/1.jpg", "a/2.JPG", "b/1.jfif", "b/2.gif", "b/3.png", "b/4.webp", "c/1.tiff"]
    junk = ["._1.jpg", "__MACOSX/a/._1.jpg", ".Trashes/1.jpg", "a/@eaDir/1.jpg", "Thumbs.db"]
    touched(tmp_path, *photos, *junk, "notes.txt", "d/1.cr2")
    found = find_photos(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in found.photos] == photos
    named = sorted(name for names in found.passed_over.values() for name in names)
    assert named == sorted([*junk, "notes.txt", "d/1.cr2"])
    assert found.passed_over["not a picture"] == ["notes.txt"]
    assert found.passed_over["pictures of another kind (.cr2)"] == ["d/1.cr2"]
    assert find_photos(tmp_path / "nowhere").photos == []


def test_only_a_layouts_own_kind(tmp_path: Path) -> None:
    """The others are named."""
    touched(tmp_path, "1.jpg", "2.png")
    found = find_photos(tmp_path, (".jpg",))
    assert [path.name for path in found.photos] == ["1.jpg"]
    assert found.passed_over == {"pictures of another kind (.png)": ["2.png"]}


def encoded(kind: str) -> bytes:
    """Return a picture of 24 × 32 pixels, darker on the left."""
    gray = np.linspace(0, 255, 24).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(np.dstack([np.tile(gray, (32, 1))] * 3)).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["AVIF", "HEIF", "GIF", "JPEG", "TIFF", "WEBP"])
def test_what_counts_as_a_photo_can_be_read(kind: str) -> None:
    """Every readable ending has a decoder."""
    if kind == "AVIF" and not features.check("avif"):
        pytest.skip("this Pillow reads no AVIF")
    if kind == "HEIF" and not reads_heif():
        pytest.skip("needs pillow-heif")
    pixels = decode_photo(encoded(kind))
    assert pixels.shape == (32, 24, 3)
    assert pixels[:, :4].mean() < 60 < 190 < pixels[:, -4:].mean()


def test_the_formats_of_phones_are_readable_here() -> None:
    """The installed libraries read them; elsewhere they are named, with what is missing."""
    assert {".heic", ".avif", ".jfif", ".gif"} <= readable_endings()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_utf_8_is_passed_over_with_a_reason(tmp_path: Path) -> None:
    """A manifest could not name it; the report does."""
    (tmp_path / os.fsdecode(b"p\xff")).mkdir()
    (tmp_path / os.fsdecode(b"p\xff/1.jpg")).write_bytes(b"")
    (tmp_path / "2.jpg").write_bytes(b"")
    found = find_photos(tmp_path)
    assert [path.name for path in found.photos] == ["2.jpg"]
    ((reason, names),) = found.passed_over.items()
    assert "not UTF-8" in reason
    assert printable(names[0]) == "p\\xff/1.jpg"
