"""Photos from the user's own disk, reduced for a page. Nothing is written anywhere."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from PIL import Image

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.photo_folder import SOURCE, find_photo_folder
from simulator.errors import FalseMatchError
from simulator.faces.photos import decode_photo, read_photo_bytes
from simulator.storage.paths import photos_root

WIDTH, HEIGHT = 160, 200


def photo_path(dataset: Dataset, key: str, root: Path | None) -> Path | None:
    """Return the path of a data set's photo below ``root``; None where there is none."""
    if root is None or not root.is_dir():
        return None
    rows = dataset.manifest[dataset.manifest["key"] == key]
    if not len(rows):
        return None
    row = rows.iloc[0]
    folder = find_photo_folder(dataset.card, root, str(row.get(SOURCE, "")))
    path = folder / str(row["photo"])
    inside = path.is_file() and path.resolve().is_relative_to(folder.resolve())
    return path if inside else None


def thumbnail_uri(path: Path) -> str | None:
    """Return the photo as a small JPEG in a ``data:`` address; None where it cannot be read."""
    try:
        pixels = decode_photo(read_photo_bytes(path), path.name)
    except FalseMatchError:
        return None
    image = Image.fromarray(pixels)
    image.thumbnail((WIDTH, HEIGHT))
    written = io.BytesIO()
    image.save(written, "JPEG", quality=82)
    return "data:image/jpeg;base64," + base64.b64encode(written.getvalue()).decode()


def photo_on_disk(name: str, key: str) -> str | None:
    """Return a photo below ``FALSEMATCH_PHOTOS`` in a ``data:`` address; None without one.

    Args:
        name: the name of a data set.
        key: the photo's.
    """
    root = photos_root()
    path = None if root is None else photo_path(load_dataset(name), key, root)
    return None if path is None else thumbnail_uri(path)
