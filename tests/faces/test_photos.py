"""Reading photos: upright, RGB, and suspicious of everything."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from simulator.errors import PhotoError
from simulator.faces.photos import decode_photo, photo_digest, read_photo_bytes


def jpeg(pixels: np.ndarray, **options: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", **options)
    return file.getvalue()


def test_exif_orientation_is_honored() -> None:
    """A picture stored on its side (orientation 6) comes out upright."""
    pixels = np.zeros((40, 60, 3), np.uint8)
    pixels[:, :30] = 255
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = decode_photo(jpeg(pixels, exif=exif.tobytes()))
    assert upright.shape == (60, 40, 3)
    assert upright[5].mean() > 200
    assert upright[-5].mean() < 50


@pytest.mark.parametrize("mode", ["L", "RGBA", "CMYK", "P", "1"])
def test_every_mode_becomes_rgb(mode: str) -> None:
    """Gray, transparent, print and palette pictures all have three channels afterwards."""
    file = io.BytesIO()
    Image.new(mode, (20, 30)).save(file, "TIFF")
    assert decode_photo(file.getvalue()).shape == (30, 20, 3)


@pytest.mark.parametrize(
    "content", [b"", b"this is a text", jpeg(np.zeros((99, 99, 3), np.uint8))[:400]]
)
def test_what_is_no_whole_picture_is_an_error(content: bytes) -> None:
    """An empty file, a text and a truncated JPEG each get one sentence."""
    with pytest.raises(PhotoError, match=r"expected .*picture"):
        decode_photo(content, "x.jpg")


def test_a_missing_photo_says_what_to_check(tmp_path: Path) -> None:
    """The path is in the message."""
    with pytest.raises(PhotoError, match=r"nobody\.jpg.*--photos"):
        read_photo_bytes(tmp_path / "nobody.jpg")


def test_the_digest_is_of_the_content() -> None:
    """Renaming a file does not change what it is cached by."""
    assert photo_digest(b"") == photo_digest(b"")
    assert photo_digest(b"") != photo_digest(b"x")
