"""Building a data set from photos: manifest, encodings, calibration, checksums."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulator.datasets.card import load_card
from simulator.datasets.dataset import (
    CARD,
    ENCODINGS,
    LABEL_FILES,
    MANIFEST,
    Dataset,
    dataset_folder,
    labels_in,
    load_dataset,
)
from simulator.datasets.label_errors import left_out_note, rightly_labeled
from simulator.datasets.layouts import DATASET_LAYOUTS
from simulator.datasets.manifest import save_manifest
from simulator.datasets.photo_digests import refuse_other_portraits
from simulator.datasets.photo_folder import find_photo_folder, photo_files
from simulator.errors import FalseMatchError, PhotoError
from simulator.faces.encode import encode_photos
from simulator.faces.encodings import Encodings
from simulator.search.confidence import CALIBRATED_ON, CALIBRATION_FILE, calibrate
from simulator.storage.checksums import CHECKSUMS, write_checksums
from simulator.storage.files import sha256_of_file, write_bytes
from simulator.storage.progress import Progress
from simulator.storage.whole_folder import replacing_folder


@dataclass(frozen=True)
class Built:
    """The result of building a data set.

    Attributes:
        folder: the folder it was written to.
        listed: rows of the manifest.
        encodings: the enrolled photos, and the failures.
        no_photo: rows whose photo was not found.
        minors: people under 18 who were dropped.
        incomplete: files left out because a field was missing.
    """

    folder: Path
    listed: int
    encodings: Encodings
    no_photo: int
    minors: int
    incomplete: tuple[str, ...]


def build(
    name: str,
    photos: Path,
    out: Path,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    encoder: str = "fast",
    dask: str | None = None,
) -> Built:
    """Build an installed data set again from its photos.

    Args:
        name: the data set; its card (and labels, where they are not in the folder) are kept.
        photos: its photo folder or one above it.
        out: the folder to write to. Only complete files ever appear there.
        workers: processes; all cores by default.
        progress: called as photos are finished.
        encoder: ``fast``, or ``dlib`` for the reference; the vectors are the same.
        dask: address of a Dask scheduler whose workers encode instead.

    Raises:
        PhotoError: not a single photo was found, or photos are those of the data set with the same
            people's other portraits.
        FalseMatchError: the data set or the folder is invalid.
    """
    source = dataset_folder(name)
    folder = find_photo_folder(load_card(source / CARD), photos)
    if out.is_dir() and any(out.iterdir()) and not (out / CARD).is_file():
        raise FalseMatchError(
            f"expected a new folder or one with a data set at {out}, found other files. Choose "
            "another --out."
        )
    with replacing_folder(out, keep=True) as staging:
        (staging / CHECKSUMS).unlink(missing_ok=True)  # those of the files that are replaced
        minors = 0
        incomplete: tuple[str, ...] = ()
        copied = [CARD, MANIFEST, *LABEL_FILES]
        if name in DATASET_LAYOUTS:
            copied.remove(MANIFEST)
            read = DATASET_LAYOUTS[name](folder)
            minors, incomplete = read.minors, read.incomplete
            save_manifest(read.rows, read.columns, staging / MANIFEST)
        for file in copied:
            if (source / file).is_file():
                write_bytes(staging / file, (source / file).read_bytes())
        target = load_dataset(str(staging))
        on_disk = photo_files(target, photos)
        if not on_disk:
            raise PhotoError(
                f"expected photos like {target.manifest['photo'].iloc[0]} in {folder}, found none. "
                f"Check --photos.{_not_the_others(target)}"
            )
        refuse_other_portraits(name, on_disk)
        encodings = encode_photos(
            on_disk, "dlib", workers, progress=progress, encoder=encoder, dask=dask
        )
        encodings.save(staging / ENCODINGS)
        files = [ENCODINGS]
        if name == CALIBRATED_ON:
            files.append(_calibrate(target, encodings))
        write_checksums(
            staging / CHECKSUMS, [staging / file for file in files] + labels_in(staging)
        )
    return Built(
        folder=out,
        listed=len(target.manifest),
        encodings=encodings,
        no_photo=len(target.manifest) - len(on_disk),
        minors=minors,
        incomplete=incomplete,
    )


def _not_the_others(dataset: Dataset) -> str:
    """Return a sentence on the photos that were passed over for their folder's name, if any."""
    other = dataset.card.other_portraits
    return f" Photos of {other!r} have the same names and are not used." if other else ""


def _calibrate(dataset: Dataset, encodings: Encodings) -> str:
    file = CALIBRATION_FILE.format(matcher=encodings.matcher.name)
    used = rightly_labeled(dataset.with_encodings(encodings)).encodings
    curve = calibrate(
        used.vectors,
        dataset.identities.loc[used.keys.tolist()].tolist(),
        encodings.matcher,
        provenance={
            "dataset": dataset.name,
            "encodings_sha256": sha256_of_file(dataset.folder / ENCODINGS),
            "left_out": left_out_note(dataset),
        },
    )
    curve.save(dataset.folder / file)
    return file
