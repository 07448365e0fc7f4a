"""Reading a photo from disk into upright RGB pixels. Every photo is untrusted input."""

from __future__ import annotations

import hashlib
import io
import stat
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError, features

from simulator.errors import PhotoError
from simulator.faces.find_photos import reads_heif

MAX_PIXELS = 80_000_000
"""More than any school's camera has; a larger photo is a mistake or a decompression bomb."""

MAX_SIDE = 32_000
"""Pixels; landmarks are stored as 16-bit numbers."""

MAX_BYTES = 200_000_000

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "AVIF", "HEIF")
"""The formats of cameras and web pages; Pillow knows more, some of which run programs (EPS)."""


def read_photo_bytes(path: Path) -> bytes:
    """Return a photo file's bytes.

    Raises:
        PhotoError: the file is missing, unreadable or larger than ``MAX_BYTES``.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise PhotoError(
                f"expected a photo at {path}, found something that is not a file. Check the path."
            )
        size = status.st_size
        if size > MAX_BYTES:
            raise PhotoError(
                f"{path} is {size / 1e6:.0f} MB; a photo of at most {MAX_BYTES / 1e6:.0f} MB was "
                "expected. Save a smaller copy."
            )
        return path.read_bytes()
    except OSError as error:
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
            with Image.open(io.BytesIO(content), formats=_formats()) as image:
                if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
                    raise PhotoError(
                        f"{name} has {image.width}×{image.height} pixels; at most "
                        f"{MAX_PIXELS / 1e6:.0f} million, and {MAX_SIDE:,} to a side, were "
                        "expected. Save a smaller copy."
                    )
                image.load()
                return np.asarray(_rgb(_upright(image)))
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
    except Exception as error:  # broken files make Pillow's decoders raise almost anything
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
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - the pixels are whole; only the note about them is broken
        return image


def _rgb(image: Image.Image) -> Image.Image:
    """Return 8-bit RGB; sixteen bits are scaled, not clipped, and transparency becomes white."""
    if image.mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image, np.uint16) >> 8).astype(np.uint8))
    elif image.mode in ("I", "F"):
        image = Image.fromarray(_stretched(np.asarray(image, np.float64)))
    elif image.has_transparency_data:
        pixels = image.convert("RGBA")
        white = Image.new("RGBA", pixels.size, "white")
        image = Image.alpha_composite(white, pixels)
    return image.convert("RGB")


def _stretched(gray: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Stretch (h, w) gray values of no stated range to 0–255: darkest black, brightest white.

    Raises:
        ValueError: a value is not a finite number.
    """
    if not np.isfinite(gray).all():
        raise ValueError("its gray values are not all numbers")
    low, high = float(gray.min()), float(gray.max())
    return np.asarray(np.rint((gray - low) * (255 / ((high - low) or 1))), np.uint8)
