"""Photos that are broken, odd or made to do harm: one sentence and nothing lost."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image, ImageFile

from simulator.errors import FalseMatchError, PhotoError
from simulator.faces.encode import PhotoFile, encode_photos, photos_in
from simulator.faces.photos import MAX_PIXELS, decode_photo, read_photo_bytes


def picture(mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> Image.Image:
    """Left half dark, right half light."""
    image = Image.new(mode, size, 0)
    light = {"L": 200, "RGB": (200, 200, 200), "CMYK": (0, 0, 0, 55)}[mode]
    dark = {"L": 20, "RGB": (20, 20, 20), "CMYK": (0, 0, 0, 235)}[mode]
    image.paste(dark, (0, 0, size[0] // 2, size[1]))
    image.paste(light, (size[0] // 2, 0, *size))
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A small PNG file whose header promises so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + sum_

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(20_000, 20_000), (9_000, 9_000), (60_000, 60_000), (1, 40_000)])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    """The header's size decides: not one pixel of it is decoded."""
    with pytest.raises(PhotoError, match=r"pixels.*Save a smaller copy"):
        decode_photo(png_that_claims(*size), "bomb.png")


def test_a_picture_just_under_the_limit_is_read() -> None:
    """The limit is on pixels, so a panorama of a class still works."""
    wide = Image.new("RGB", (30_000, 2), (1, 2, 3))
    assert decode_photo(saved(wide, "PNG")).shape == (2, 30_000, 3)
    assert MAX_PIXELS > 30_000 * 2


@pytest.mark.parametrize("kept", [0, 1, 2, 20, 200, 600, -2, -20])
def test_a_truncated_jpeg(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a photo is an error, never a photo with a gray half, whatever was switched on."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    noise = np.random.default_rng(0).integers(0, 255, (60, 60, 3), np.uint8)
    whole = saved(Image.fromarray(noise), "JPEG")
    with pytest.raises(PhotoError):
        decode_photo(whole[:kept], "half.jpg")


@pytest.mark.parametrize(
    "content",
    [b"hello, I am a text", b"", b"<html>404</html>", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"\0" * 5000],
)
def test_a_text_called_jpg(content: bytes) -> None:
    """A file that is not a picture is reported as such, and no other program is started."""
    with pytest.raises(PhotoError, match=r"note\.jpg is not an image"):
        decode_photo(content, "note.jpg")


def test_cmyk_becomes_rgb() -> None:
    """A print shop's JPEG keeps its light and its dark side."""
    pixels = decode_photo(saved(picture("CMYK"), "JPEG"))
    assert pixels.shape == (30, 40, 3)
    assert pixels[15, 5].mean() < 60 < 180 < pixels[15, 35].mean()


def test_sixteen_bits_are_scaled_not_clipped() -> None:
    """A gray ramp over 16 bits stays a ramp: clipping would turn all of it white."""
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None].repeat(4, 0)
    for kind in ("PNG", "TIFF"):
        pixels = decode_photo(saved(Image.fromarray(ramp), kind))
        assert pixels[0, 0, 0] == 0
        assert pixels[0, 255, 0] == 255
        assert 120 <= pixels[0, 128, 0] <= 136


def test_floating_point_tiff() -> None:
    """Values of no stated range are stretched; a value that is not a number is an error."""
    ramp = np.linspace(0, 1, 64, dtype=np.float32)[None].repeat(4, 0)
    pixels = decode_photo(saved(Image.fromarray(ramp), "TIFF"))
    assert (pixels[0, 0, 0], pixels[0, 63, 0]) == (0, 255)
    ramp[0, 0] = np.nan
    with pytest.raises(PhotoError, match="not all numbers"):
        decode_photo(saved(Image.fromarray(ramp), "TIFF"))


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_an_animation_the_first_picture_counts(kind: str) -> None:
    """Two frames, dark then light: the dark one is the photo."""
    dark, light = Image.new("RGB", (20, 20), (10, 10, 10)), Image.new("RGB", (20, 20), "white")
    content = saved(dark, kind, save_all=True, append_images=[light])
    assert decode_photo(content).mean() < 40


def test_one_pixel() -> None:
    """A picture of one pixel is a picture; that no face is in it is the matcher's to say."""
    assert decode_photo(saved(Image.new("RGB", (1, 1), (9, 8, 7)), "PNG")).tolist() == [[[9, 8, 7]]]


def test_transparent_pixels_become_white() -> None:
    """Pixels under full transparency are arbitrary, so a matcher does not see them."""
    image = Image.new("RGBA", (10, 10), (255, 0, 0, 0))
    assert decode_photo(saved(image, "PNG")).min() == 255


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_gives_the_same_upright_photo(orientation: int) -> None:
    """Pixels stored turned or mirrored in each of the eight ways come back upright."""
    upright = np.zeros((4, 6, 3), np.uint8)
    upright[0, 0] = 255
    upright[0, 5] = 128
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: np.rot90(upright),
        7: upright.transpose(1, 0, 2)[::-1, ::-1],
        8: np.rot90(upright, -1),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = saved(Image.fromarray(np.ascontiguousarray(stored)), "PNG", exif=exif)
    np.testing.assert_array_equal(decode_photo(content), upright)


def test_a_broken_exif_note_does_not_cost_the_photo() -> None:
    """The pixels are whole; only what is said about them is not."""
    content = saved(picture(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\xff\xffgarbage")
    assert decode_photo(content).shape == (30, 40, 3)


WHOLE = [saved(picture(), kind) for kind in ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255))))
def test_no_damage_escapes_as_anything_but_a_photo_error(
    whole: bytes, changes: list[tuple[int, int]]
) -> None:
    """Whatever bytes are flipped, the answer is pixels or one sentence."""
    damaged = bytearray(whole)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    try:
        pixels = decode_photo(bytes(damaged))
    except PhotoError:
        return
    assert pixels.dtype == np.uint8
    assert pixels.shape[2] == 3


def test_links_that_leave_the_folder_are_ignored(tmp_path: Path) -> None:
    """A link to another file in the folder counts; one out of it, or to itself, does not."""
    inside, outside = tmp_path / "photos", tmp_path / "private"
    inside.mkdir()
    outside.mkdir()
    for folder in (inside, outside):
        (folder / "own.jpg").write_bytes(saved(picture(), "JPEG"))
    (inside / "alias.jpg").symlink_to(inside / "own.jpg")
    (inside / "leaving.jpg").symlink_to(outside / "own.jpg")
    (inside / "folder").symlink_to(outside)
    (inside / "loop.jpg").symlink_to(inside / "loop.jpg")
    assert [photo.key for photo in photos_in(inside)] == ["alias.jpg", "own.jpg"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are Unix's")
def test_a_pipe_or_a_folder_called_jpg_is_not_waited_for(tmp_path: Path) -> None:
    """Reading a pipe would block forever, and a folder is not a photo."""
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "folder.jpg").mkdir()
    for name in ("pipe.jpg", "folder.jpg"):
        with pytest.raises(PhotoError, match="not a file"):
            read_photo_bytes(tmp_path / name)


def test_a_name_cannot_steer_the_terminal() -> None:
    """Escape sequences and line ends in a file's name are shown, not obeyed."""
    text = str(FalseMatchError("found \x1b[2Jevil\n\x07.jpg"))
    assert "\x1b" not in text
    assert "\n" not in text
    assert r"\x1b[2Jevil" in text


def test_a_photo_that_is_too_large_does_not_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a photo fails to enroll with its reason; a missing one is still an error."""
    (tmp_path / "large.jpg").write_bytes(saved(picture(), "JPEG"))
    monkeypatch.setattr("simulator.faces.photos.MAX_BYTES", 100)
    found = encode_photos([PhotoFile("large", tmp_path / "large.jpg")])
    assert len(found) == 0
    assert found.failures == {"large": "the file could not be read or is too large"}
    with pytest.raises(PhotoError, match=r"gone\.jpg"):
        encode_photos([PhotoFile("gone", tmp_path / "gone.jpg")])
