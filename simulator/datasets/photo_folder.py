"""The folder of a data set's photos on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from simulator.datasets.card import Card, PhotoPlace, load_card
from simulator.datasets.dataset import CARD, Dataset
from simulator.errors import PhotoError
from simulator.faces.encode import PhotoFile
from simulator.storage.paths import installed_folder, photos_root, typed_path, user_photos

SOURCE = "photo_source"
"""The manifest's column that says which collection a photo is from, where there are several."""


def find_photo_folder(card: Card, photos: Path, source: str = "") -> Path:
    """Return the folder of a data set's photos: ``photos``, or one below it that the card names.

    Args:
        card: the data set's card.
        photos: the folder the user gave.
        source: the photo's source in the manifest, for a data set of several collections.

    Raises:
        PhotoError: ``photos`` is not a folder.
    """
    if not photos.is_dir():
        raise PhotoError(
            f"expected a folder of photos at {photos}, found none. Give it with --photos DIR or "
            "FALSEMATCH_PHOTOS."
        )
    place = card.photo_place(source)
    for name in place.folders:
        if name != "." and (photos / name).is_dir():
            return photos / name
    if any(_is_named(photos, other) for other in _other_places(card, place)):
        # The folder of another collection may hold another photo of the same name.
        return photos.joinpath(*place.folders[:1])
    return photos


def _other_places(card: Card, place: PhotoPlace) -> list[PhotoPlace]:
    """Return the places of the other collections, those of the people's other portraits too."""
    places = card.photo_places
    other = card.other_portraits
    folder = installed_folder(other) if other is not None else None
    if other is not None and folder is not None:
        main, *more = load_card(folder / CARD).photo_places
        # A download fills a folder with the data set's name.
        places += [PhotoPlace((*main.folders, other), main.url), *more]
    return [one for one in places if not {*one.folders} & {*place.folders}]


def _is_named(photos: Path, place: PhotoPlace) -> bool:
    parts = photos.resolve().parts
    names = (PurePosixPath(name).parts for name in place.folders)
    return any(parts[-len(name) :] == name for name in names if name)


def photo_paths(dataset: Dataset, photos: Path) -> dict[str, Path]:
    """Return where each photo of the manifest should be, by key; some may not be there.

    Args:
        dataset: the data set.
        photos: its photo folder or one above it. Photos of several collections may lie in one
            folder for each or together in one.

    Raises:
        PhotoError: ``photos`` is not a folder.
    """
    return {key: folder / photo for key, folder, photo in _places(dataset, photos)}


def photo_files(dataset: Dataset, photos: Path) -> list[PhotoFile]:
    """Return the manifest's photos that are on disk, in its order; skip links out of the folder.

    Args:
        dataset: the data set.
        photos: as for :func:`photo_paths`.

    Raises:
        PhotoError: ``photos`` is not a folder.
    """
    on_disk = []
    for key, folder, photo in _places(dataset, photos):
        path = folder / photo
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            on_disk.append(PhotoFile(key, path))
    return on_disk


def _places(dataset: Dataset, photos: Path) -> Iterator[tuple[str, Path, str]]:
    """Yield each photo's key, its collection's folder, and its path in that folder."""
    manifest = dataset.manifest
    sources = manifest[SOURCE].tolist() if SOURCE in manifest.columns else [""] * len(manifest)
    folder_of = {
        source: find_photo_folder(dataset.card, photos, source) for source in {"", *sources}
    }
    for key, source, photo in zip(manifest["key"], sources, manifest["photo"], strict=True):
        yield key, folder_of[source], _with_slashes(folder_of[source], photo)


def _with_slashes(folder: Path, photo: str) -> str:
    """Return a path as this machine writes it; a manifest made on Windows may have backslashes."""
    return photo if "\\" not in photo or (folder / photo).is_file() else photo.replace("\\", "/")


def photo_place(name: str) -> Path | None:
    """Return where a data set's photos should be; None where there is no such folder.

    That is the folder the user gave, or else the folder that a download fills.
    """
    if (given := photos_root()) is not None:
        return given
    home = os.environ.get("SCIKIT_LEARN_DATA", "~/scikit_learn_data")
    place = typed_path(home) / "lfw_home" if name == "lfw" else user_photos() / name
    return place if place.is_dir() else None
