"""Reading a photo from disk into upright RGB pixels. Every photo is untrusted input."""

from __future__ import annotations

import errno
import hashlib
import io
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError, features

from simulator.errors import PhotoError
from simulator.faces.find_photos import reads_heif
from simulator.storage.reading import read_regular

MAX_PIXELS = 80_000_000
"""More than any school's camera has; a larger photo is a mistake or a decompression bomb."""

MAX_SIDE = 32_000
"""Pixels; landmarks are stored as 16-bit numbers."""

MAX_BYTES = 200_000_000

MOST_MEMORY = 100_000_000
"""Bytes that decoding a photo may take, whatever its header claims, unless the file is large."""

_MOST_TIMES = 200, 500
"""A large file may take so many times its size: hardly a photo is packed more tightly. The second
number is for formats that pack better than JPEG does."""

_PER_PIXEL = 8
"""Bytes: four as decoded, three as pixels, one to spare; turning it takes no more at a time."""

_PER_PIXEL_OF = {"WEBP": 20, "AVIF": 14, "HEIF": 14}
"""The same for formats whose decoders keep copies of their own; measured."""

_ROWS = 64
"""Rows that are converted at once."""

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "AVIF", "HEIF")
"""The formats of cameras and web pages; Pillow knows more, some of which run programs (EPS)."""


def read_photo_bytes(path: Path) -> bytes:
    """Return a photo file's bytes.

    Raises:
        PhotoError: the file is missing, unreadable or larger than ``MAX_BYTES``.
    """
    try:
        return read_regular(path, MAX_BYTES)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise PhotoError(
                f"{path} is too large ({error.strerror}); a photo of at most "
                f"{MAX_BYTES / 1e6:.0f} MB was expected. Save a smaller copy."
            ) from error
        if error.errno == errno.EINVAL or path.is_dir():
            raise PhotoError(
                f"expected a photo at {path}, found something that is not a file. Check the path."
            ) from error
        raise PhotoError(
            f"expected a photo at {path}, found none that can be read ({error.strerror}). "
            "Check the path and --photos."
        ) from error


def photo_digest(content: bytes) -> str:
    """Return the SHA-256 of a photo file's content in hexadecimal: the key of the cache."""
    return hashlib.sha256(content).hexdigest()


def decode_photo(content: bytes, name: str = "the photo") -> NDArray[np.uint8]:
    """Decode an image file into upright RGB pixels.

    Args:
        content: the bytes of a JPEG, PNG, … file.
        name: the photo's name in error messages.

    Returns:
        An array of shape (height, width, 3), 0–255, with the EXIF orientation applied.

    Raises:
        PhotoError: the bytes are not an image, are cut off, or hold more than ``MAX_PIXELS``.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns of broken metadata and smaller bombs; a photo it cannot read raises.
            warnings.simplefilter("ignore")
            # face_recognition switches this on for the whole process when it is imported: half a
            # photo would then be a photo with a gray half.
            ImageFile.LOAD_TRUNCATED_IMAGES = False
            claimed = webp_size(content)
            if claimed is not None:
                _check_size(claimed, content, name, "WEBP")  # opening it allocates all of it
            with Image.open(io.BytesIO(content), formats=_formats()) as opened:
                _check_size(opened.size, content, name, str(opened.format))
                opened.load()
                image = _upright(opened)
            return _pixels(image)
    except PhotoError:
        raise
    except Image.DecompressionBombError as error:
        raise PhotoError(
            f"{name} has more pixels than the {MAX_PIXELS / 1e6:.0f} million that were expected. "
            "Save a smaller copy."
        ) from error
    except UnidentifiedImageError as error:
        raise PhotoError(
            f"{name} is not an image: expected JPEG, PNG or another picture format. "
            "Replace the file or leave its row out."
        ) from error
    except (Exception, MemoryError) as error:  # broken files make Pillow's decoders raise anything
        raise PhotoError(
            f"{name} could not be decoded ({error}): expected a whole picture file. "
            "It may be cut off; copy it again or leave its row out."
        ) from error


def _formats() -> list[str]:
    """Return the formats that can be read here; Pillow refuses a list with one that it lacks."""
    unreadable = {"AVIF"} if not features.check("avif") else set()
    if not reads_heif():
        unreadable.add("HEIF")
    return [name for name in FORMATS if name not in unreadable]


def _upright(image: Image.Image) -> Image.Image:
    """Return the picture turned as its EXIF orientation says; unchanged if that is unreadable."""
    try:
        ImageOps.exif_transpose(image, in_place=True)
    except Exception:  # noqa: BLE001 - the pixels are whole; only the note about them is broken
        return image
    return image


def _check_size(size: tuple[int, int], content: bytes, name: str, kind: str) -> None:
    """Raise unless a photo's pixels are as many as a photo may have, and as its file may hold.

    Raises:
        PhotoError: it has too many.
    """
    width, height = size
    if width * height > MAX_PIXELS or max(size) > MAX_SIDE:
        raise PhotoError(
            f"{name} has {width}×{height} pixels; at most {MAX_PIXELS / 1e6:.0f} million, and "
            f"{MAX_SIDE:,} to a side, were expected. Save a smaller copy."
        )
    memory = width * height * _PER_PIXEL_OF.get(kind, _PER_PIXEL)
    if memory > max(MOST_MEMORY, _MOST_TIMES[kind in _PER_PIXEL_OF] * len(content)):
        raise PhotoError(
            f"{name} claims {width}×{height} pixels in {len(content):,} bytes; a photo was "
            "expected, which needs more for so many. Replace the file or leave its row out."
        )


def webp_size(content: bytes) -> tuple[int, int] | None:
    """Return the width and height that a WebP file claims; None for any other file."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or len(content) < 25:
        return None
    kind = content[12:16]
    if kind == b"VP8X":
        return _number(content[24:27]) + 1, _number(content[27:30]) + 1
    if kind == b"VP8L":
        bits = _number(content[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return _number(content[26:28]) & 0x3FFF, _number(content[28:30]) & 0x3FFF
    return None


def _number(content: bytes) -> int:
    return int.from_bytes(content, "little")


def _pixels(image: Image.Image) -> NDArray[np.uint8]:
    """Return a picture's pixels as RGB, converted by and by: whole copies would fill the memory."""
    width, height = image.size
    pixels = np.empty((height, width, 3), np.uint8)
    strips = [(top, min(top + _ROWS, height)) for top in range(0, height, _ROWS)]
    span = (0.0, 0.0)
    if image.mode in ("I", "F"):
        ends = [_span(np.asarray(image.crop((0, top, width, end)))) for top, end in strips]
        span = min(low for low, _ in ends), max(high for _, high in ends)
    for top, end in strips:
        pixels[top:end] = np.asarray(_rgb(image.crop((0, top, width, end)), span))
    return pixels


def _rgb(image: Image.Image, span: tuple[float, float]) -> Image.Image:
    """Return 8-bit RGB; sixteen bits are scaled, not clipped, and transparency becomes white."""
    if image.mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image, np.uint16) >> 8).astype(np.uint8))
    elif image.mode in ("I", "F"):
        image = Image.fromarray(_stretched(np.asarray(image, np.float64), *span))
    elif image.has_transparency_data:
        pixels = image.convert("RGBA")
        white = Image.new("RGBA", pixels.size, "white")
        image = Image.alpha_composite(white, pixels)
    return image.convert("RGB")


def _span(gray: NDArray[np.float64]) -> tuple[float, float]:
    """Return the darkest and the brightest value.

    Raises:
        ValueError: a value is not a finite number.
    """
    if not np.isfinite(gray).all():
        raise ValueError("its gray values are not all numbers")
    return float(gray.min()), float(gray.max())


def _stretched(gray: NDArray[np.float64], low: float, high: float) -> NDArray[np.uint8]:
    """Stretch gray values of no stated range to 0–255: darkest black, brightest white."""
    return np.asarray(np.rint((gray - low) * (255 / ((high - low) or 1))), np.uint8)
