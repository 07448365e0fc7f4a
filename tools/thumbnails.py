"""Make the bundled photos of people in public office, with the list of where each is from.

``python tools/thumbnails.py --photos DIR`` writes ``datasets/thumbnails/`` again: small photos of
the members that are searched and of those former members in ``legislators`` that are among
anybody's three closest candidates, and ``provenance.csv``. It prints how many were left out and
why. The same photos and the same version of Pillow always give the same bytes. ``--check`` writes
nothing and reports what would differ.

docs/data.md quotes what the sources say about their rights, and gives the rule that was applied.
``held_back.csv``, written by hand, lists photographs that show signs of another owner or another
person.
"""

from __future__ import annotations

import argparse
import collections
import csv
import hashlib
import io
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from simulator.datasets.bundled_faces import COLUMNS, FOLDER, HEIGHT, PROVENANCE, WIDTH
from simulator.datasets.dataset import PHOTOGRAPH, Dataset, load_dataset
from simulator.datasets.listed_rows import listed_rows
from simulator.datasets.photo_folder import SOURCE, photo_paths
from simulator.errors import FalseMatchError
from simulator.faces.encodings import Encodings
from simulator.faces.photos import decode_photo, photo_digest, read_photo_bytes

ROOT = Path(__file__).resolve().parent.parent
SEARCHED, GALLERY = ("congress-115", "congress-115-second"), "legislators"
SETS = (*SEARCHED, GALLERY)
CLOSEST = 3
HELD_BACK = "held_back.csv"
MOST_BYTES = 6_000_000
QUALITY = 80
MADE_WITH = "1.6.0"
"""The version of libwebp inside Pillow that wrote the files; another may write other bytes."""

FACES_HIGH = 2.1
"""The height of a thumbnail, in heights of the detector's box, which spans brows to chin."""
RAISED = 0.12
"""How far its center lies above the box's center, in heights of the box: hair counts too."""

NOTICE_NEEDED_UNTIL = 1989
"""Until March 1, 1989 a work published in the United States without a notice had no copyright."""

GPO = "public domain: US government work, Government Publishing Office"
OFFICIAL = "presumed public domain: official portrait of a member in office, published by Congress"
WITHOUT_NOTICE = (
    "presumed public domain: given out by Congress before March 1989 without a copyright notice"
)
CREDITS = {
    "unitedstates": "Government Publishing Office, through unitedstates/images",
    "bio_guide": "Biographical Directory of the US Congress, through voteview/member_photos",
}
UNKNOWN_STATUS = {
    "wiki": "Wikimedia Commons, license of the single file not known",
    "manual": "added to the collection by hand, license not known",
}
NOT_CLOSEST = "not among anybody's three closest candidates"
NO_FACE = "no face found"
NO_PHOTOGRAPH = {"other": "drawing, or print of two tones or coarse dots"}


@dataclass(frozen=True)
class Choice:
    """Whose photos of a data set are bundled, and why the others are not.

    Attributes:
        licences: key → status, of those that are bundled.
        left_out: reason → keys, of the others.
    """

    licences: dict[str, str]
    left_out: dict[str, list[str]]


def choose(dataset: Dataset, closest: frozenset[str], held_back: Mapping[str, str]) -> Choice:
    """Return whose photos are bundled.

    Args:
        dataset: one of ``SETS``.
        closest: the keys of the gallery that are among anybody's closest candidates.
        held_back: key → reason, of photographs that stay out.
    """
    enrolled = set(dataset.all_encodings.keys.tolist())
    licences: dict[str, str] = {}
    left_out: dict[str, list[str]] = collections.defaultdict(list)
    for row in dataset.manifest.to_dict("records"):
        key, kind, source = row["key"], row["kind"], row[SOURCE]
        if key not in enrolled:
            left_out[NO_FACE].append(key)
        elif kind != PHOTOGRAPH:
            left_out[NO_PHOTOGRAPH.get(kind, kind)].append(key)
        elif dataset.name == GALLERY and key not in closest:
            left_out[NOT_CLOSEST].append(key)
        elif source in UNKNOWN_STATUS:
            left_out[UNKNOWN_STATUS[source]].append(key)
        elif key in held_back:
            left_out[f"held back: {held_back[key]}"].append(key)
        else:
            licences[key] = licence(source, int(row.get("served_to") or 9999))
    return Choice(licences, dict(left_out))


def licence(source: str, served_to: int) -> str:
    """Return a photo's status by its source and the last year its person sat in Congress."""
    if source == "unitedstates":
        return GPO
    return WITHOUT_NOTICE if served_to < NOTICE_NEEDED_UNTIL else OFFICIAL


def closest_candidates(gallery: Dataset, searched: list[Dataset], first: int) -> frozenset[str]:
    """Return the keys that are among anybody's closest candidates, with kin and without.

    Args:
        gallery: its photographs are the candidates.
        searched: the people searched for, in each of their portraits.
        first: how many candidates count for each person.
    """
    known = gallery.encodings
    vectors = known.vectors.astype(np.float64)
    kin = _kin(gallery)
    found: set[str] = set()
    for dataset in searched:
        probes = dataset.encodings
        # Without the probe's own length, which is the same for all its candidates.
        distances = (vectors**2).sum(axis=1) - 2 * probes.vectors.astype(np.float64) @ vectors.T
        many = min(first + len(kin), len(known) - 1)
        near = np.argpartition(distances, many, axis=1)[:, :many]
        for key, row, columns in zip(probes.keys.tolist(), distances, near, strict=True):
            order = known.keys[columns[np.argsort(row[columns])]].tolist()
            strangers = [other for other in order if (key, other) not in kin]
            found |= {*order[:first], *strangers[:first]}
    return frozenset(found)


def _kin(gallery: Dataset) -> set[tuple[str, str]]:
    path = gallery.folder / "kin.csv"
    if not path.is_file():
        return set()
    rows = listed_rows(path, ("bioguide_id", "member"))
    return {(row["member"], row["bioguide_id"]) for row in rows}


def held_back(folder: Path) -> dict[str, dict[str, str]]:
    """Return data set → key → reason, of the photographs that were held back by hand."""
    found: dict[str, dict[str, str]] = {name: {} for name in SETS}
    for row in listed_rows(folder / HELD_BACK, ("dataset", "key", "reason")):
        found[row["dataset"]][row["key"]] = row["reason"]
    return found


def choices() -> dict[str, Choice]:
    """Return the choice for every data set, from the bundled manifests and encodings alone."""
    datasets = {name: load_dataset(name) for name in SETS}
    closest = closest_candidates(datasets[GALLERY], [datasets[name] for name in SEARCHED], CLOSEST)
    by_hand = held_back(ROOT / FOLDER)
    return {name: choose(datasets[name], closest, by_hand[name]) for name in SETS}


def face_region(box: tuple[int, int, int, int], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the part of a photo that a thumbnail shows: the face with a margin, four to five.

    Args:
        box: top, right, bottom, left of the face.
        size: height and width of the photo.

    Returns:
        Left, upper, right, lower, all inside the photo.
    """
    top, right, bottom, left = box
    tall, wide = size
    height = min((bottom - top) * FACES_HIGH, tall, wide * HEIGHT / WIDTH)
    width = height * WIDTH / HEIGHT
    center_x, center_y = (left + right) / 2, (top + bottom) / 2 - RAISED * (bottom - top)
    x = min(max(center_x - width / 2, 0), wide - width)
    y = min(max(center_y - height / 2, 0), tall - height)
    return round(x), round(y), round(x + width), round(y + height)


def thumbnail(pixels: NDArray[np.uint8], box: tuple[int, int, int, int]) -> bytes:
    """Return a face as a WebP file of at most 96 × 120 pixels, in the photo's own colors.

    Args:
        pixels: (h, w, 3) the upright photo. Nothing else of its file reaches the thumbnail.
        box: top, right, bottom, left of the face. A small face is not enlarged.
    """
    image = Image.fromarray(pixels).crop(face_region(box, (pixels.shape[0], pixels.shape[1])))
    if image.width > WIDTH or image.height > HEIGHT:
        image = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    image.save(written, "WEBP", quality=QUALITY, method=6)
    return written.getvalue()


def made(dataset: Dataset, choice: Choice, photos: Path) -> dict[str, tuple[dict[str, str], bytes]]:
    """Return file → its row of the list and its bytes.

    Raises:
        FileNotFoundError: a photo is not there, or is not the one that was encoded.
    """
    paths, rows = photo_paths(dataset, photos), dataset.manifest.set_index("key", drop=False)
    encodings = dataset.all_encodings
    files = {}
    for key, status in choice.licences.items():
        content = read_photo_bytes(paths[key])
        digest, box = _encoded(encodings, key)
        if photo_digest(content) != digest:
            raise FileNotFoundError(
                f"expected the photo of {key} that was encoded at {paths[key]}, found another. "
                f"Fetch the photos: falsematch datasets fetch {dataset.name}."
            )
        source = rows.loc[key, SOURCE]
        face = thumbnail(decode_photo(content), box)
        file = f"{dataset.name}/{key}.webp"
        url = dataset.card.photo_place(source).url or ""
        values = (
            dataset.name,
            key,
            file,
            url.format(**rows.loc[key].to_dict()),
            CREDITS[source],
            status,
            hashlib.sha256(face).hexdigest(),
            digest,
        )
        files[file] = dict(zip(COLUMNS, values, strict=True)), face
    return files


def _encoded(encodings: Encodings, key: str) -> tuple[str, tuple[int, int, int, int]]:
    row = int(np.flatnonzero(encodings.keys == key)[0])
    top, right, bottom, left = (int(value) for value in encodings.boxes[row])
    return bytes(encodings.digests[row]).hex(), (top, right, bottom, left)


def main(arguments: list[str] | None = None) -> int:
    """Write the folder, or report what would differ; return 1 if something would."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    default = os.environ.get("FALSEMATCH_PHOTOS")
    parser.add_argument("--photos", type=Path, default=default, required=default is None)
    parser.add_argument("--check", action="store_true", help="write nothing, report differences")
    asked = parser.parse_args(arguments)
    files: dict[str, tuple[dict[str, str], bytes]] = {}
    for name, choice in choices().items():
        files |= made(load_dataset(name), choice, Path(asked.photos))
        print(f"{name}: {len(choice.licences)} thumbnails")
        for reason, keys in sorted(choice.left_out.items()):
            print(f"  left out, {reason}: {len(keys)}")
    total = sum(len(face) for _, face in files.values())
    print(f"{total / 1e6:.2f} MB of at most {MOST_BYTES / 1e6:g} MB")
    if total > MOST_BYTES:
        raise ValueError("expected fewer bytes than that. Lower QUALITY in tools/thumbnails.py.")
    listed = io.StringIO()
    writer = csv.DictWriter(listed, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for row, _ in files.values())
    contents = {file: face for file, (_, face) in files.items()}
    return _write(ROOT / FOLDER, contents | {PROVENANCE: listed.getvalue().encode()}, asked.check)


def _write(folder: Path, contents: Mapping[str, bytes], only_check: bool) -> int:
    """Write the files and delete others, or report what would differ."""
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.*")}
    stale = [path for file, path in there.items() if file not in {*contents, HELD_BACK}]
    differing = [
        file
        for file, content in contents.items()
        if file not in there or there[file].read_bytes() != content
    ]
    if only_check:
        for name in (*differing, *(str(path) for path in stale)):
            print(f"{name} differs")
        return int(bool(differing or stale))
    for path in stale:
        path.unlink()
    for file in differing:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(contents[file])
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (FalseMatchError, FileNotFoundError, ValueError) as problem:
        sys.exit(str(problem))
