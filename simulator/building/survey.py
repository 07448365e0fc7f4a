"""Checking a folder of photos and a table of labels before anything is saved."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from simulator.datasets.ages import Age, read_age
from simulator.datasets.duplicates import (
    SAME_LOOK,
    SAME_LOOK_UNNAMED,
    find_duplicates,
    fingerprints,
)
from simulator.datasets.layouts.rows import Rows, key_text, manifest_text
from simulator.datasets.manifest import check_label_column, check_path
from simulator.errors import ManifestError, MatcherNotInstalled, PhotoError
from simulator.faces.encode import PhotoFile, encode_photos
from simulator.faces.encodings import Encodings
from simulator.faces.find_photos import find_photos
from simulator.i18n.plurals import plural
from simulator.storage.formats.table import read_table
from simulator.storage.progress import Progress

MINIMUM_GROUP = 30
"""With fewer searches a group's rate says next to nothing: 0 of 30 is compatible with 11%."""
GROUP_LIMIT = 64
PHOTO_COLUMNS = ("photo", "file", "filename", "path", "image", "img", "img_name")
AGE_COLUMNS = ("age", "age_years")


@dataclass(frozen=True)
class TableColumns:
    """The meaning of a table's columns.

    Attributes:
        subject: column that identifies who is shown; None where that is unknown.
        groups: label columns.
        photo: column of the photos' paths; recognized by its name if None.
        age: column of ages in years; recognized by its name if None.
    """

    subject: str | None = None
    groups: tuple[str, ...] = ()
    photo: str | None = None
    age: str | None = None


@dataclass(frozen=True)
class Survey:
    """The photos and labels as they were read, and the problems found in them.

    Attributes:
        rows: the manifest's rows and who was left out.
        photos_on_disk: the photos of rows whose file is there.
        missing: photos named in a row that do not exist or are outside the folder.
        unlisted: photos that no row names.
        passed_over: reason → files in the folder that are no photos.
        encodings: the photos' encodings; None where the matcher is not installed.
        several_faces: keys of photos with more than one face.
        same_bytes, same_look: pairs of keys whose photos are copies of one photo.
        group_columns: label columns.
        identities: whether it is known who is shown.
    """

    rows: Rows
    photos_on_disk: list[PhotoFile]
    missing: list[str]
    unlisted: list[str]
    encodings: Encodings | None
    several_faces: list[str]
    same_bytes: list[tuple[str, str]]
    same_look: list[tuple[str, str]]
    group_columns: tuple[str, ...]
    identities: bool
    passed_over: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def people(self) -> int | None:
        """The number of different people; None where nobody is identified."""
        return len({row["subject_id"] for row in self.rows.rows}) if self.identities else None

    @property
    def unreadable(self) -> list[str]:
        """Keys of files that are not complete pictures."""
        return [key for key, why in self._failures.items() if "file" in why]

    @property
    def no_face(self) -> list[str]:
        """Keys of pictures in which no usable face was found."""
        return [key for key, why in self._failures.items() if "file" not in why]

    @property
    def _failures(self) -> dict[str, str]:
        return self.encodings.failures if self.encodings is not None else {}

    @property
    def small_groups(self) -> list[str]:
        """The groups with fewer photos than a rate needs, e.g. ``gender F: 12``."""
        return [
            f"{column} {value or 'no label'}: {count}"
            for column, values in self.counts.items()
            for value, count in values.items()
            if count < MINIMUM_GROUP
        ]


def rows_from_table(labels: Path, wanted: TableColumns) -> Rows:
    """Read manifest rows from a CSV with one row per photo.

    Rows without a photo or subject, or with a missing field, are left out and reported; where there
    is an age, people who are or may be under 18 are dropped and counted, and rows whose age cannot
    be understood are left out and reported (:mod:`simulator.datasets.ages`).

    Args:
        labels: the CSV.
        wanted: the meaning of its columns.

    Raises:
        ManifestError: a column is missing, a path leaves the folder, or no row can be used.
    """
    exact = {*PHOTO_COLUMNS, *filter(None, (wanted.photo, wanted.subject))}
    table = read_table(labels, latin1=True, exact=exact)
    columns = list(table.frame.columns)
    photo = wanted.photo or _first_of(PHOTO_COLUMNS, columns)
    age = wanted.age or _first_of(AGE_COLUMNS, columns)
    if photo is None:
        raise ManifestError(
            f"expected a column with the photos' paths in {labels}, found {', '.join(columns)}. "
            "Name it with --photo COLUMN."
        )
    for column in [photo, wanted.subject, *wanted.groups, *([age] if age else [])]:
        if column is not None and column not in columns:
            raise ManifestError(
                f"expected the column {column!r} in {labels}, found {', '.join(columns)}. "
                "Choose one of those."
            )
    for column in wanted.groups:
        check_label_column(column, str(labels))
    rows: list[dict[str, str]] = []
    incomplete = [f"line {line}" for line in table.incomplete]
    minors: set[str] = set()
    minor_photos = 0
    unknown_ages: list[str] = []
    for row in table.frame.to_dict(orient="records"):
        name, subject = row[photo], row[wanted.subject] if wanted.subject else row[photo]
        check_path(name, str(labels))
        if not name.strip() or not subject.strip():
            incomplete.append(name or "a row without a photo")
        elif age and (told := read_age(row[age])) is not Age.ADULT:
            if told is Age.MINOR:
                minors.add(subject)
                minor_photos += 1
            else:
                unknown_ages.append(f"{name}: {row[age]!r}")
        else:
            entry = {
                "key": key_text(name),
                "subject_id": key_text(subject),
                "photo": name,
            }
            rows.append(entry | {column: manifest_text(row[column]) for column in wanted.groups})
    if not rows:
        if age and unknown_ages and not minors and not incomplete:
            example = unknown_ages[0].partition(": ")[2]
            raise ManifestError(
                f"expected ages in the column {age!r} of {labels}, found none that can be read in "
                f"{plural(len(unknown_ages), 'row')}, such as {example}. "
                "Name another column with --age."
            )
        raise ManifestError(
            f"expected at least one adult's photo in {labels}, found none that can be used "
            f"among {plural(len(table.frame), 'row')} ({minor_photos:,} under 18, "
            f"{len(unknown_ages):,} of an age that cannot be read, {len(incomplete):,} "
            "incomplete). Check the table."
        )
    notes = [*table.notes]
    used = {photo, wanted.subject, age, *wanted.groups}
    unused = [column for column in columns if column not in used]
    if unused:
        notes.append(f"not used: {', '.join(unused)} (labels are named with --group COLUMN)")
    if age is None:
        notes.append("no column of ages: people under 18 could not be dropped")
    return Rows(
        ["key", "subject_id", "photo", *wanted.groups],
        rows,
        len(minors),
        tuple(incomplete),
        minor_photos,
        notes=tuple(notes),
        unknown_ages=tuple(unknown_ages),
        named=frozenset(table.frame[photo]),
    )


def survey(
    photos: Path,
    rows: Rows,
    *,
    identities: bool,
    workers: int | None = None,
    progress: Progress | None = None,
    matcher: str = "dlib",
    dask: str | None = None,
) -> Survey:
    """Check every photo: does it exist, is it complete, is it a copy, and does it show a face?

    Encodings are cached, so that adding the same photos later is quick.

    Args:
        photos: the folder of the photos.
        rows: the manifest's rows.
        identities: whether it is known who is shown.
        workers: processes; all cores by default.
        progress: called as photos are encoded.
        matcher: the matcher that encodes the photos.
        dask: address of a Dask scheduler whose workers encode instead.

    Raises:
        ManifestError: a key is repeated, or a label column has too many values to be groups.
        PhotoError: not a single photo exists.
    """
    columns = tuple(c for c in rows.columns if c not in ("key", "subject_id", "photo"))
    counts = _group_counts(rows.rows, columns)
    on_disk, missing = _on_disk(photos, rows.rows)
    if not on_disk:
        raise PhotoError(
            f"expected photos like {rows.rows[0]['photo']} in {photos}, found none of the "
            f"{len(rows.rows):,} listed. Check --photos."
        )
    named = rows.named | {row["photo"] for row in rows.rows} | {*rows.incomplete}
    listed = {PurePosixPath(name.replace("\\", "/")).as_posix() for name in named}
    below = find_photos(photos)
    unlisted = [
        name for path in below.photos if (name := path.relative_to(photos).as_posix()) not in listed
    ]
    prints = fingerprints([photo.path for photo in on_disk], workers)
    copies = find_duplicates(prints, SAME_LOOK if identities else SAME_LOOK_UNNAMED)
    encodings = _encoded(on_disk, matcher, workers, progress, dask)
    several_faces = (
        [] if encodings is None else encodings.keys[encodings.others > 0].astype(str).tolist()
    )
    return Survey(
        rows=rows,
        photos_on_disk=on_disk,
        missing=missing,
        unlisted=unlisted,
        encodings=encodings,
        several_faces=several_faces,
        same_bytes=[(on_disk[i].key, on_disk[j].key) for i, j in copies.same_bytes],
        same_look=[(on_disk[i].key, on_disk[j].key) for i, j in copies.same_look],
        group_columns=columns,
        identities=identities,
        passed_over=below.passed_over,
        counts=counts,
    )


def _encoded(
    on_disk: list[PhotoFile],
    matcher: str,
    workers: int | None,
    progress: Progress | None,
    dask: str | None,
) -> Encodings | None:
    try:
        return encode_photos(on_disk, matcher, workers, progress=progress, dask=dask)
    except MatcherNotInstalled:
        return None


def _on_disk(photos: Path, rows: Sequence[dict[str, str]]) -> tuple[list[PhotoFile], list[str]]:
    root = photos.resolve()
    (key, times), *_ = Counter(row["key"] for row in rows).most_common(1)
    if times > 1:
        raise ManifestError(
            f"expected each photo in one row only, found {key!r} in {times} rows. "
            "Delete the others."
        )
    on_disk: list[PhotoFile] = []
    missing: list[str] = []
    for row in rows:
        path = _spelled_as_on_disk(photos, row)
        if path.is_file() and path.resolve().is_relative_to(root):
            on_disk.append(PhotoFile(row["key"], path))
        else:
            missing.append(row["photo"])
    return on_disk, missing


def _spelled_as_on_disk(photos: Path, row: dict[str, str]) -> Path:
    """Return a row's photo, and correct the row where the disk has its name in another form.

    macOS writes an accent as a character of its own; tables rarely do, and have spaces beside
    their separators, and Windows' backslashes.
    """
    name = row["photo"]
    slashes = name.replace("\\", "/")
    forms = (
        *(unicodedata.normalize(form, path) for path in (name, slashes) for form in ("NFC", "NFD")),
        name.strip(),
        slashes.strip(),
    )
    for other in forms:
        if not (photos / row["photo"]).is_file() and (photos / other).is_file():
            row["photo"] = other
    return photos / row["photo"]


def _group_counts(
    rows: Sequence[dict[str, str]], columns: Sequence[str]
) -> dict[str, dict[str, int]]:
    """Count the photos of each group; each of several categories in one cell (``a|b``) counts."""
    counts: dict[str, dict[str, int]] = {}
    for column in columns:
        values: dict[str, int] = {}
        for row in rows:
            for value in row[column].split("|"):
                values[value.strip()] = values.get(value.strip(), 0) + 1
        if len(values) > GROUP_LIMIT:
            raise ManifestError(
                f"expected at most {GROUP_LIMIT} groups in the column {column!r}, found "
                f"{len(values):,}. Choose a column with fewer values, or combine them."
            )
        counts[column] = dict(sorted(values.items(), key=lambda item: (-item[1], item[0])))
    return counts


def _first_of(names: Sequence[str], columns: Sequence[str]) -> str | None:
    lower = {column.lower(): column for column in columns}
    return next((lower[name] for name in names if name in lower), None)
