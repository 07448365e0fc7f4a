"""Photos that come with the package: official portraits of people in public office, in one folder.

``datasets/thumbnails/provenance.csv`` lists each file with its source and its status. They are
written by ``tools/thumbnails.py``; ``tests/datasets/test_bundled_faces.py`` checks them against the
list. A person without a file stays a drawing.
"""

from __future__ import annotations

import base64
import functools
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.datasets.listed_rows import listed_rows
from simulator.storage.paths import bundled

if TYPE_CHECKING:
    # The first page reads faces, and does without pandas.
    from simulator.datasets.dataset import Dataset

FOLDER = "datasets/thumbnails"
PROVENANCE = "provenance.csv"
COLUMNS = ("dataset", "key", "file", "source", "credit", "licence", "sha256", "photo_sha256")
WIDTH, HEIGHT = 96, 120
"""The largest size of a file, in pixels; a small photo gives a smaller one."""


def bundled_face(dataset: Dataset, key: str) -> bytes | None:
    """Return a person's bundled photo as a WebP file of at most 96 × 120 pixels.

    Args:
        dataset: the person's data set.
        key: the photo's key in its manifest.

    Returns:
        None where the card does not let its people be shown, where the data set is not the bundled
        one (a user's own may bear the same name), and where no photo of the person is bundled.

    Raises:
        ManifestError: the list of the files is damaged.
    """
    if key not in _listed_for(dataset):
        return None
    path = face_file(dataset.name, key)
    return path.read_bytes() if path.is_file() else None


def bundled_face_uri(dataset: Dataset, key: str) -> str | None:
    """Return a person's bundled photo in a ``data:`` address; None as for :func:`bundled_face`."""
    face = bundled_face(dataset, key)
    return None if face is None else "data:image/webp;base64," + base64.b64encode(face).decode()


def keys_with_a_face(dataset: Dataset) -> frozenset[str]:
    """Return the keys of the people whose photo is bundled and may be shown."""
    return _listed_for(dataset)


def face_file(dataset: str, key: str) -> Path:
    """Return the path of a bundled photo, for a key of :func:`keys_with_a_face`.

    Args:
        dataset: the name of the data set.
        key: the photo's key in its manifest.
    """
    return bundled(FOLDER) / dataset / f"{key}.webp"


def _listed_for(dataset: Dataset) -> frozenset[str]:
    """Return the listed keys, none for a data set that is not shown or is not the bundled one."""
    if not dataset.card.people_shown:
        return frozenset()
    if dataset.folder.resolve() != (bundled("datasets") / dataset.name).resolve():
        return frozenset()
    return _listed(bundled(FOLDER) / PROVENANCE).get(dataset.name, frozenset())


@functools.lru_cache(maxsize=2)
def _listed(path: Path) -> dict[str, frozenset[str]]:
    """Return data set → keys, from the list; empty where there is no list."""
    found: dict[str, set[str]] = {}
    if path.is_file():
        for row in listed_rows(path, COLUMNS):
            found.setdefault(row["dataset"], set()).add(row["key"])
    return {name: frozenset(keys) for name, keys in found.items()}
