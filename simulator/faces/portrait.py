"""The one photograph that a lesson shows: NASA's portrait of Eileen Collins, in the public domain.

scikit-image ships it inside its package, so nothing is downloaded. It is read without
importing scikit-image, whose loader would look for the file in a cache and on the network as well.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from simulator.errors import PhotoError
from simulator.faces.photos import decode_photo, read_photo_bytes

SHA256 = "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5"
"""The photograph's SHA-256 as scikit-image's own registry states it."""

ROWS, COLUMNS = slice(0, 260), slice(95, 355)
"""Head and shoulders, the face in the middle: searched in a quarter of the whole picture's time."""

SIDE = 260
"""Height and width of that part, in pixels."""

HOW_TO_INSTALL = (
    "expected the photograph that scikit-image ships, found none. In a checkout run `make demo` or "
    "`uv sync --extra matcher`; beside a plain install run `falsematch matcher install`."
)


def portrait_file() -> Path | None:
    """Return the photograph's file in the installed scikit-image; None where there is none."""
    package = importlib.util.find_spec("skimage")
    places = package.submodule_search_locations if package else None
    for place in places or ():
        path = Path(place) / "data" / "astronaut.png"
        if path.is_file():
            return path
    return None


def portrait() -> NDArray[np.uint8]:
    """Return the photograph's upper part, (260, 260, 3) RGB.

    Raises:
        PhotoError: scikit-image is not installed, or ships another picture.
    """
    path = portrait_file()
    if path is None:
        raise PhotoError(HOW_TO_INSTALL)
    content = read_photo_bytes(path)
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise PhotoError(
            f"expected NASA's portrait of Eileen Collins in {path}, found another picture. "
            "Install scikit-image again."
        )
    return np.ascontiguousarray(decode_photo(content, path.name)[ROWS, COLUMNS])


def as_png(pixels: NDArray[np.uint8]) -> bytes:
    """Return a picture as the bytes of a PNG file, in memory only."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()
