"""Encodings of a data set's photos under an image condition, and the files they are saved in."""

from __future__ import annotations

import tempfile
from pathlib import Path

import cv2
import numpy as np

from simulator.errors import PhotoError
from simulator.experiment.substitutes import CONDITIONS_FOLDER
from simulator.faces.conditions import condition_named, degrade
from simulator.faces.encode import PhotoFile, encode_photos
from simulator.faces.encodings import Encodings
from simulator.faces.photos import decode_photo, read_photo_bytes
from simulator.storage.checksums import CHECKSUMS, write_checksums
from simulator.storage.progress import Progress


def encode_condition(
    photos: list[PhotoFile],
    clean: Encodings,
    condition: str,
    *,
    seed: int = 0,
    workers: int | None = None,
    progress: Progress | None = None,
    encoder: str = "fast",
    dask: str | None = None,
) -> Encodings:
    """Degrade photos and encode them.

    Args:
        photos: the clean photos; those that failed to enroll when clean are left out and counted
            as failures, since no face box says where their face is.
        clean: encodings of the clean photos, for the face boxes.
        condition: the condition's name.
        seed: of the noise.
        workers: processes; all cores by default.
        progress: called after each photo.
        encoder: ``fast``, or ``dlib`` for the reference; the vectors are the same.
        dask: address of a Dask scheduler whose workers encode instead.

    Returns:
        Encodings of the degraded photos. A photo whose face is no longer found is a failure.

    Raises:
        PhotoError: a photo is missing, or none has a clean encoding.
        ExperimentError: there is no condition of that name.
    """
    condition_named(condition)
    box_of = {
        key: tuple(box) for key, box in zip(clean.keys.tolist(), clean.boxes.tolist(), strict=True)
    }
    enrolled = [photo for photo in photos if photo.key in box_of]
    if not enrolled:
        raise PhotoError(
            "expected photos that were enrolled without the condition, found none. Check --photos."
        )
    with tempfile.TemporaryDirectory(prefix="falsematch-") as name:
        degraded = []
        for number, photo in enumerate(enrolled):
            pixels = decode_photo(read_photo_bytes(photo.path), str(photo.path))
            top, right, bottom, left = box_of[photo.key]
            worse = degrade(pixels, (top, right, bottom, left), condition, seed=seed)
            path = Path(name) / f"{number}.png"
            # PNG keeps every pixel, so that the cache recognizes the photo.
            _, content = cv2.imencode(".png", np.ascontiguousarray(worse[:, :, ::-1]))
            path.write_bytes(content.tobytes())
            degraded.append(PhotoFile(photo.key, path))
        encodings = encode_photos(
            degraded, clean.matcher.name, workers, progress=progress, encoder=encoder, dask=dask
        )
    encodings.failures.update(
        {key: f"failed to enrol when clean: {reason}" for key, reason in clean.failures.items()}
    )
    return encodings


def save_condition(folder: Path, condition: str, encodings: Encodings) -> Path:
    """Write a condition's encodings beside a data set, with the checksums of all its conditions."""
    path = folder / CONDITIONS_FOLDER / f"{condition}.npz"
    encodings.save(path)
    write_checksums(path.parent / CHECKSUMS, sorted(path.parent.glob("*.npz")))
    return path
