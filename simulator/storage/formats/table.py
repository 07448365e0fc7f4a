"""Reading a CSV from a user: any of the usual delimiters and encodings, without guessing.

Every cell is text. What pandas would silently repair (a repeated column, a row with too many or too
few fields, "NA" read as missing) is an error here, or is reported.
"""

from __future__ import annotations

import csv
import errno
import io
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from simulator.errors import FalseMatchError, ManifestError
from simulator.storage.formats.text_files import NotText, decoded
from simulator.storage.reading import MOST_TEXT, read_regular

MAX_BYTES = MOST_TEXT
MAX_CELLS = 3_000_000
"""Cells of a table; each takes up to a hundred bytes of memory."""
DELIMITERS = ",;\t|"
NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SEPARATOR = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
"""The line with which Excel is told how columns are separated; no row of the table."""


@dataclass(frozen=True)
class Table:
    """A CSV as text cells.

    Attributes:
        frame: one row per line, one column per field of the header.
        incomplete: lines with too many or too few fields, which are left out; counted from 1.
        notes: how the file differs from plain UTF-8 with commas, in words for the user.
        delimiter: the sign that separates columns.
    """

    frame: pd.DataFrame
    incomplete: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    delimiter: str = ","

    def check_complete(self, path: Path, error: type[FalseMatchError] = ManifestError) -> None:
        """Raise the error where a line has too many or too few fields.

        Args:
            path: the file, for the message.
            error: the type of error to raise.
        """
        if self.incomplete:
            decimals = (
                "; columns are separated by commas, so a decimal comma must be a point"
                if self.delimiter == ","
                else ""
            )
            raise error(
                f"expected {len(self.frame.columns)} fields in every line of {path}, found more or "
                f"fewer in line {self.incomplete[0]}. Correct that line{decimals}."
            )


def read_table(path: Path, *, latin1: bool = False, exact: Collection[str] = ()) -> Table:
    """Read a CSV with a header line.

    Cells are cleaned: spaces around them go, and line ends and control characters become a space.

    Args:
        path: the file. UTF-8 or UTF-16 with or without a BOM; commas, semicolons, tabs or bars, or
            what a first line ``sep=;`` says; any line ends.
        latin1: read a file that is not UTF-8 as Western European (Windows-1252), and note it.
        exact: columns, in small letters or as they are, whose cells are never cleaned: keys and
            paths name something elsewhere.

    Raises:
        ManifestError: the file is missing, empty, or not text, or repeats a column name.
    """
    try:
        content = read_regular(path, MAX_BYTES)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise ManifestError(
                f"expected a table of at most {MAX_BYTES / 1e6:.0f} MB at {path}, found one "
                f"that is too large ({error.strerror}). Split it."
            ) from error
        raise ManifestError(
            f"expected a CSV at {path}, found none ({error.strerror}). Check the path."
        ) from error
    text, notes = _decoded(content, path, latin1)
    del content
    text = text.lstrip("\n")
    header_line, _newline, rest = text.partition("\n")
    lines_before = 0
    stated = _SEPARATOR.fullmatch(header_line.strip(" "))
    if stated is not None:
        text, lines_before = rest, 1
        header_line = rest.partition("\n")[0]
    if not header_line.strip():
        raise ManifestError(
            f"expected a CSV with a header in {path}, found an empty file. Export it again."
        )
    delimiter = stated[1] if stated else max(DELIMITERS, key=_unquoted(header_line).count)
    if text.count(delimiter) + text.count("\n") > MAX_CELLS:
        raise ManifestError(
            f"expected a table of at most {MAX_CELLS:,} cells at {path}, found a larger one. Split "
            "it, or leave out columns that are not needed."
        )
    if delimiter != ",":
        notes.append(f"columns are separated by {NAMES.get(delimiter, repr(delimiter))}")
    header, rows, incomplete = _parsed(text, delimiter, path, exact, lines_before)
    frame = pd.DataFrame(rows, columns=header, dtype=str)
    return Table(frame, tuple(incomplete), tuple(notes), delimiter)


def _unquoted(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _decoded(content: bytes, path: Path, latin1: bool) -> tuple[str, list[str]]:
    notes = []
    try:
        text, encoding = decoded(content)
        if encoding != "utf-8":
            notes.append(f"read as {encoding.upper()}")
    except NotText as error:
        if not latin1 or b"\0" in content:
            raise ManifestError(
                f"expected a UTF-8 CSV with a header in {path}, found {error}. "
                "Save it as CSV (UTF-8)."
            ) from error
        # Windows-1252 leaves five bytes undefined; Latin-1 defines them all.
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            text = content.decode("latin-1")
        notes.append("read as Latin-1 (Windows-1252), because it is not UTF-8: check the accents")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _parsed(
    text: str, delimiter: str, path: Path, exact: Collection[str], lines_before: int
) -> tuple[list[str], list[list[str]], list[int]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    kept: list[bool] = []
    rows: list[list[str]] = []
    incomplete: list[int] = []
    try:
        for row in reader:
            if not row:
                continue
            if header is None:
                header = _header(row, path)
                kept = [name in exact or name.lower() in exact for name in header]
            elif len(row) != len(header):
                incomplete.append(reader.line_num + lines_before)
            else:
                cells = zip(row, kept, strict=True)
                rows.append([cell if as_it_is else cleaned_cell(cell) for cell, as_it_is in cells])
    except csv.Error as error:
        raise ManifestError(
            f"expected a UTF-8 CSV with a header in {path}, found: {error} in line "
            f"{reader.line_num + lines_before}. Correct that line."
        ) from error
    assert header is not None
    return header, rows, incomplete


def _header(row: list[str], path: Path) -> list[str]:
    names = [cleaned_cell(name) for name in row]
    repeated = sorted(name for name, count in Counter(names).items() if count > 1)
    if repeated:
        raise ManifestError(
            f"expected each column name only once in {path}, found {repeated[0]!r} more than once. "
            "Rename or delete one of the columns."
        )
    return names


def cleaned_cell(cell: str) -> str:
    """Strip a cell; a run of line ends and control characters becomes one space."""
    stripped = cell.strip()
    if stripped.isprintable():
        return stripped
    return " ".join("".join(c if c.isprintable() else " " for c in stripped).split())
