"""Reading the small lists that lie beside a manifest: copies, one-shot pairs, measurements."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from simulator.errors import ManifestError
from simulator.storage.formats.text_files import NotText, decoded


def listed_rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a list; a cell that its row lacks is None.

    Args:
        path: a CSV with commas, in UTF-8 or UTF-16.
        columns: those that it must have; it may have others.

    Raises:
        ManifestError: it is not such a CSV.
        FileNotFoundError: there is none; only the caller knows what that means.
    """
    try:
        reader = csv.DictReader(io.StringIO(decoded(path.read_bytes())[0], newline=""))
        found = reader.fieldnames or ()
        rows = list(reader)
    except (NotText, csv.Error) as error:
        raise ManifestError(
            f"expected a CSV in UTF-8 at {path}, found: {error}. Restore the file."
        ) from error
    if not set(columns) <= set(found):
        raise ManifestError(
            f"expected the columns {' and '.join(columns)} in {path}, found "
            f"{', '.join(found) or 'none'}. Restore the file."
        )
    return rows
