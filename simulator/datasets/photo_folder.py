"""The folder of a data set's photos on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from simulator.datasets.card import Card
from simulator.datasets.dataset import Dataset
from simulator.errors import PhotoError
from simulator.faces.encode import PhotoFile
from simulator.storage.paths import photos_root, user_photos


def find_photo_folder(card: Card, photos: Path) -> Path:
    """Return the folder of a data set's photos: ``photos``, or one below it that the card names.

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
    """Return the manifest's photos that are on disk, in its order; skip links out of the folder."""
    root = folder.resolve()
    on_disk = []
    for key, photo in zip(dataset.manifest["key"], dataset.manifest["photo"], strict=True):
        path = folder / photo
        if path.is_file() and path.resolve().is_relative_to(root):
            on_disk.append(PhotoFile(key, path))
    return on_disk


def photo_place(name: str) -> Path | None:
    """Return where a data set's photos should be; None where there is no such folder.

    That is the folder the user gave, or else the folder that a download fills.
    """
    if (given := photos_root()) is not None:
        return given
    home = os.environ.get("SCIKIT_LEARN_DATA", "~/scikit_learn_data")
    place = Path(home).expanduser() / "lfw_home" if name == "lfw" else user_photos() / name
    return place if place.is_dir() else None
