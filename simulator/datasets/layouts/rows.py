"""The result of reading a layout, and what the readers share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import ManifestError
from simulator.faces.find_photos import find_photos
from simulator.storage.csv_cells import safe_cell


@dataclass(frozen=True)
class Rows:
    """Manifest rows read from a folder, and who was left out.

    Attributes:
        columns: the names of the rows' columns, in order.
        rows: one per photo.
        minors: how many people were dropped because their metadata say that they are under 18.
        incomplete: files whose name or row lacks a field, which were reported and left out.
        minor_photos: how many photos of minors were dropped.
        unknown_ages: photos left out because the age of the person cannot be understood.
        named: paths of photos that a table names, also of those that were left out.
        notes: what else the reader did, in words for the user.
    """

    columns: list[str]
    rows: list[dict[str, str]]
    minors: int = 0
    incomplete: tuple[str, ...] = ()
    minor_photos: int = 0
    unknown_ages: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def photos_below(folder: Path, endings: Sequence[str] | None = (".jpg",)) -> Iterator[Path]:
    """Yield the photos below a folder in the order of their names.

    What the operating system added and links that leave the folder are passed over.

    Args:
        folder: the folder; one that does not exist has no photos.
        endings: of the layout's files; None for every kind of picture that can be read.
    """
    yield from find_photos(folder, endings).photos


def key_text(text: str) -> str:
    """Return a key as the manifest holds it: as it is, unless a spreadsheet would run it."""
    return str(safe_cell(text))


def manifest_text(text: str) -> str:
    """Return a label as the manifest holds it: printable, and not a formula."""
    return str(safe_cell("".join(c if c.isprintable() else "_" for c in text)))


def expect_rows(rows: list[dict[str, str]], photos: Path, example: str) -> None:
    """Raise an error where not a single photo was found.

    Args:
        rows: the rows that were read.
        photos: the folder they were read from.
        example: what a photo's path looks like in this layout.

    Raises:
        ManifestError: there are no rows.
    """
    if not rows:
        raise ManifestError(
            f"expected photos like {example} in {photos}, found none. Check --photos."
        )
