"""Manifests: one CSV row per photo, with whom it shows and that person's labels."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

import pandas as pd

from simulator.errors import ManifestError
from simulator.storage.csv_cells import safe_cell, safe_path
from simulator.storage.files import write_bytes
from simulator.storage.formats.table import read_table

REQUIRED = ("key", "subject_id", "photo")
OTHER_COLUMNS = ("photo_source", "kind")
"""Columns of a manifest that are no labels."""
OPERATORS = "*=,|"
"""Characters that combine or list columns and groups in options: ``gender*party``, ``F=200``."""
MAX_PATH = 1000
"""Characters in a path; a name in it may have 255 bytes. Operating systems refuse longer ones."""

PLAIN_LENGTH = 255
PLAIN_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_-]*(?:[./][A-Za-z0-9_-]+)*")
"""Nearly every path matches this, and none that does can leave its folder; this check is quick."""


def load_manifest(path: Path) -> pd.DataFrame:
    """Read a manifest; every cell is text, and an empty cell means "not known".

    Returns:
        One row per photo: ``key``, ``subject_id``, ``photo``, then the group columns.

    Raises:
        ManifestError: a column is missing, a key is empty or repeated, a photo's path leaves the
            folder, or the file is not a CSV.
    """
    table = read_table(path, exact=("key", "photo"))
    table.check_complete(path)
    return check_manifest(table.frame, str(path))


def check_manifest(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the manifest unchanged if it is valid.

    Args:
        frame: the manifest, every cell text.
        name: what messages call it.

    Raises:
        ManifestError: it is not valid.
    """
    missing = [column for column in REQUIRED if column not in frame.columns]
    if missing:
        raise ManifestError(
            f"expected the columns {', '.join(REQUIRED)} in {name}, found no {missing[0]!r} among "
            f"{', '.join(map(str, frame.columns))}. Add or rename the column."
        )
    for column in ("key", "subject_id"):
        empty = frame.index[frame[column].str.strip() == ""]
        if len(empty):
            raise ManifestError(
                f"expected a {column} in every row of {name}, found none in line {empty[0] + 2}. "
                "Fill it in or delete the row."
            )
    repeated = frame.loc[frame["key"].duplicated(), "key"]
    if len(repeated):
        raise ManifestError(
            f"expected each key only once in {name}, found {repeated.iloc[0]!r} more than once. "
            "Give each photo its own key."
        )
    for photo in frame["photo"]:
        check_path(photo, name)
    return frame


def check_label_column(column: str, name: str) -> None:
    """Raise unless a column can hold labels.

    Args:
        column: its name.
        name: what messages call the table.

    Raises:
        ManifestError: the name is one of a manifest's own columns, or cannot be written in options.
    """
    if column in (*REQUIRED, *OTHER_COLUMNS):
        raise ManifestError(
            f"expected a column of labels in {name}, found {column!r}, which is a column of every "
            "manifest. Rename it, or choose another column."
        )
    found = next((sign for sign in OPERATORS if sign in column), None)
    runs = safe_cell(column) != column
    if found is not None or runs or not column.isprintable() or not column.strip():
        raise ManifestError(
            f"expected a column name without {', '.join(map(repr, OPERATORS))}, which combine "
            f"columns in options, and no formula, in {name}, found {column!r}. Rename the column."
        )


def check_path(photo: str, name: str) -> None:
    """Raise unless a photo's path stays inside its folder.

    Raises:
        ManifestError: it is absolute, leaves the folder, or is not a valid name on some system.
    """
    if len(photo) <= PLAIN_LENGTH and PLAIN_PATH.fullmatch(photo):
        return
    if photo.startswith(("https://", "http://")):
        return
    path = PurePosixPath(photo.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts or ":" in photo[:3]
    too_long = max((len(part.encode("utf-8", "replace")) for part in path.parts), default=0) > 255
    if outside or too_long or _has_controls(photo) or len(photo) > MAX_PATH:
        raise ManifestError(
            f"expected paths inside the photo folder in {name}, found {photo!r}. "
            "Write the path relative to that folder, without '..'."
        )


def _has_controls(text: str) -> bool:
    """Return whether a text has line ends, control characters, or halves of characters."""
    return any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in text)


def save_manifest(rows: Iterable[Mapping[str, str]], columns: list[str], path: Path) -> None:
    """Write a manifest with these columns, with Unix line ends on every system.

    Cells that a spreadsheet would run as a formula get an apostrophe; so keys that begin with a
    formula's sign must already have it (:func:`simulator.storage.csv_cells.safe_cell`), or they
    cannot be looked up again.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writerow({column: safe_cell(column) for column in columns})
    for row in rows:
        safe = {column: safe_cell(row.get(column, "")) for column in columns}
        writer.writerow(safe | {"photo": safe_path(row["photo"])})
    write_bytes(path, text.getvalue().encode("utf-8"))
