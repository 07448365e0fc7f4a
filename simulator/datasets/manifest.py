"""Manifests: one CSV row per photo, with who it shows and the labels of that person."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

import pandas as pd

from simulator.datasets.table import read_table
from simulator.errors import ManifestError
from simulator.storage.csv_cells import safe_cell, safe_path
from simulator.storage.files import write_bytes

REQUIRED = ("key", "subject_id", "photo")
MAX_PATH = 1000
"""Characters in all, and 255 bytes in a name: systems refuse longer ones."""

PLAIN_LENGTH = 255
PLAIN_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_-]*(?:[./][A-Za-z0-9_-]+)*")
"""What nearly every path looks like, and cannot climb: checked first, for the sake of speed."""


def load_manifest(path: Path) -> pd.DataFrame:
    """Read a manifest; every cell is text, an empty cell means "not known".

    Returns:
        A row per photo: ``key``, ``subject_id``, ``photo``, then the group columns.

    Raises:
        ManifestError: a column is missing, a key is empty or stands twice, a photo's path leaves
            the folder, or the file is not a CSV.
    """
    table = read_table(path)
    if table.incomplete:
        raise ManifestError(
            f"expected {len(table.frame.columns)} fields in every line of {path}, found more or "
            f"fewer in line {table.incomplete[0]}. Mend that line."
        )
    frame = table.frame
    return check_manifest(frame, str(path))


def check_manifest(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the manifest unchanged if it keeps the rules.

    Raises:
        ManifestError: it does not.
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
    twice = frame.loc[frame["key"].duplicated(), "key"]
    if len(twice):
        raise ManifestError(
            f"expected every key once in {name}, found {twice.iloc[0]!r} more than once. "
            "Give each photo a key of its own."
        )
    for photo in frame["photo"]:
        check_path(photo, name)
    return frame


def check_path(photo: str, name: str) -> None:
    """Raise unless a photo's path stays inside its folder.

    Raises:
        ManifestError: it is absolute, climbs out, or is no file's name on some system.
    """
    if len(photo) <= PLAIN_LENGTH and PLAIN_PATH.fullmatch(photo):
        return
    if photo.startswith(("https://", "http://")):
        return
    path = PurePosixPath(photo.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts or ":" in photo[:3]
    too_long = max((len(part.encode("utf-8", "replace")) for part in path.parts), default=0) > 255
    if outside or too_long or not photo.isprintable() or len(photo) > MAX_PATH:
        raise ManifestError(
            f"expected paths inside the photo folder in {name}, found {photo!r}. "
            "Write the path relative to that folder, without '..'."
        )


def save_manifest(rows: Iterable[Mapping[str, str]], columns: list[str], path: Path) -> None:
    """Write a manifest with these columns, Unix line ends on every system.

    Cells that a spreadsheet would run get an apostrophe; so keys that begin with one of its signs
    must already have it (:func:`simulator.storage.csv_cells.safe_cell`) to be found again.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writerow({column: safe_cell(column) for column in columns})
    for row in rows:
        safe = {column: safe_cell(row.get(column, "")) for column in columns}
        writer.writerow(safe | {"photo": safe_path(row["photo"])})
    write_bytes(path, text.getvalue().encode("utf-8"))
