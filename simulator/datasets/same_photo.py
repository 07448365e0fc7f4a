"""The list of a data set's photos that show the same picture twice: ``same_photo.csv``.

It stands apart from :mod:`simulator.datasets.duplicates`, which finds such photos with OpenCV: a
run, an audit and a build only read the list, and must not load an image library for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from simulator.datasets.listed_rows import listed_rows
from simulator.storage.files import write_bytes

SAME_PHOTO = "same_photo.csv"


def same_photo_pairs(folder: Path) -> list[tuple[str, str]]:
    """Return the pairs of keys that a data set lists as one photo; none where it has no list.

    Args:
        folder: the data set's folder.

    Raises:
        ManifestError: the file is not a CSV with the columns ``first`` and ``second``.
    """
    path = folder / SAME_PHOTO
    if not path.is_file():
        return []
    rows = listed_rows(path, ("first", "second"))
    return [(row["first"], row["second"]) for row in rows if row["first"] and row["second"]]


def save_same_photo(folder: Path, pairs: Iterable[tuple[str, str, str]]) -> None:
    """Write the list; where there is no pair, write no file.

    Args:
        folder: the data set's folder.
        pairs: for each pair the two keys and the evidence, in words.
    """
    lines = [f"{_quoted(first)},{_quoted(second)},{why}\n" for first, second, why in pairs]
    if lines:
        text = "first,second,evidence\n" + "".join(lines)
        write_bytes(folder / SAME_PHOTO, text.encode("utf-8"))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
