"""Where a data set's photos are on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from simulator.datasets.card import Card
from simulator.datasets.dataset import Dataset
from simulator.errors import PhotoError
from simulator.faces.encode import PhotoFile
from simulator.storage.paths import photos_root, user_photos


def find_photo_folder(card: Card, photos: Path) -> Path:
    """The folder with this data set's photos: ``photos`` itself or one the card names below it.

    Raises:
        PhotoError: ``photos`` is not a folder.
    """
    if not photos.is_dir():
        raise PhotoError(
            f"expected a folder of photos at {photos}, found none. Give it with --photos DIR or "
            "FALSEMATCH_PHOTOS."
        )
    for name in card.photo_folders:
        if name != "." and (photos / name).is_dir():
            return photos / name
    return photos


def photo_files(dataset: Dataset, folder: Path) -> list[PhotoFile]:
    """The manifest's photos that are on disk, in its order. Links out of the folder are ignored."""
    root = folder.resolve()
    found = []
    for key, photo in zip(dataset.manifest["key"], dataset.manifest["photo"], strict=True):
        path = folder / photo
        if path.is_file() and path.resolve().is_relative_to(root):
            found.append(PhotoFile(key, path))
    return found


def photo_place(name: str) -> Path | None:
    """Where a data set's photos would lie: as the user said, else where a download puts them."""
    if (said := photos_root()) is not None:
        return said
    home = os.environ.get("SCIKIT_LEARN_DATA", "~/scikit_learn_data")
    place = Path(home).expanduser() / "lfw_home" if name == "lfw" else user_photos() / name
    return place if place.is_dir() else None
