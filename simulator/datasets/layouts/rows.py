"""What a layout reader returns, and what the readers share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import ManifestError
from simulator.storage.csv_cells import safe_cell

ADULT = 18


@dataclass(frozen=True)
class Rows:
    """Manifest rows read from a folder, and who was left out.

    Attributes:
        columns: of the rows, in order.
        rows: one per photo.
        minors: people whose metadata say under 18: dropped.
        incomplete: files whose name or row lacks a field: reported and left out.
        minor_photos: photos of those people.
        notes: what was understood beyond the plain rules, in words for the user.
    """

    columns: list[str]
    rows: list[dict[str, str]]
    minors: int = 0
    incomplete: tuple[str, ...] = ()
    minor_photos: int = 0
    notes: tuple[str, ...] = ()


def photos_below(folder: Path, endings: Sequence[str] = (".jpg",)) -> Iterator[Path]:
    """Photos below a folder in the order of their names; links that leave it are ignored."""
    if not folder.is_dir():
        return
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in endings and path.is_file():
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                continue
            yield path


def manifest_text(text: str) -> str:
    """A key or label as it will stand in the manifest: printable, and no formula."""
    return str(safe_cell("".join(c if c.isprintable() else "_" for c in text)))


def expect_rows(rows: list[dict[str, str]], photos: Path, example: str) -> None:
    """Raise where not one photo was found.

    Raises:
        ManifestError: there are no rows.
    """
    if not rows:
        raise ManifestError(
            f"expected photos like {example} in {photos}, found none. Check --photos."
        )
