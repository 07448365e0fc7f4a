"""Encoding the photos of LFW's official pairs again, so that an encoder can be validated."""

from __future__ import annotations

from pathlib import Path

from simulator.comparison.validation import PAIRS, read_pairs
from simulator.datasets.dataset import load_dataset
from simulator.datasets.photo_folder import photo_files
from simulator.errors import PhotoError
from simulator.faces.encode import encode_photos
from simulator.faces.encodings import Encodings
from simulator.storage.progress import Progress


def encode_lfw_pairs(
    photos: Path,
    encoder: str = "fast",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Encodings:
    """Encode the photos of the official pairs, or take them from the cache.

    Args:
        photos: LFW's photo folder or one above it.
        encoder: ``fast`` or ``dlib``.
        workers: processes; all cores by default.
        progress: called as photos are finished.

    Raises:
        PhotoError: a photo of the pairs is missing.
        ManifestError: the pairs file is missing or cut off.
    """
    dataset = load_dataset("lfw")
    first, second, _, _ = read_pairs(dataset.folder / PAIRS)
    # Photos that the manifest does not list were left out for a stated reason; their pairs fail.
    wanted = {*first, *second}.intersection(dataset.manifest["key"])
    on_disk = [photo for photo in photo_files(dataset, photos) if photo.key in wanted]
    if len(on_disk) < len(wanted):
        raise PhotoError(
            f"expected the {len(wanted):,} photos of LFW's pairs in {photos}, found "
            f"{len(on_disk):,}. Check --photos."
        )
    return encode_photos(on_disk, workers=workers, progress=progress, encoder=encoder)
