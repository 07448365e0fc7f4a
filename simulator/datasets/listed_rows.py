"""Reading the small lists that lie beside a manifest: copies, one-shot pairs, measurements."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from simulator.errors import ManifestError
from simulator.storage.formats.text_files import decoded
from simulator.storage.reading import read_regular

MOST_BYTES = 20_000_000


def listed_rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a list; a cell that its row lacks is empty.

    Args:
        path: a CSV with commas, in UTF-8 or UTF-16.
        columns: those that it must have; it may have others.

    Raises:
        ManifestError: it is not such a CSV.
        FileNotFoundError: there is none; only the caller knows what that means.
    """
    try:
        content = decoded(read_regular(path, MOST_BYTES))[0]
        reader = csv.DictReader(io.StringIO(content, newline=""), restval="")
        found = reader.fieldnames or ()
        rows = [{name: row[name] for name in found} for row in reader]
    except FileNotFoundError:
        raise
    except (OSError, ValueError, csv.Error) as error:
        raise ManifestError(
            f"expected a CSV in UTF-8 at {path}, found: {error}. Restore the file."
        ) from error
    if not set(columns) <= set(found):
        raise ManifestError(
            f"expected the columns {' and '.join(columns)} in {path}, found "
            f"{', '.join(found) or 'none'}. Restore the file."
        )
    return rows
