"""A sweep on disk: results, run card and grid. docs/batch.md lists the columns."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from simulator.errors import FalseMatchError
from simulator.storage.files import sha256_of_file, write_bytes
from simulator.sweep.kinds import KINDS, SEARCHES, Kind

RESULTS, CARD, GRID, PARTS = "results.parquet", "card.json", "grid.toml", "parts"


class SweepFileError(FalseMatchError):
    """A sweep's folder is missing, broken, or of another version."""


def table_of(rows: list[dict[str, Any]], kind: Kind = SEARCHES) -> pa.Table:
    """Return rows as a table with the columns of a kind of sweep; missing values are null."""
    schema = kind.schema
    columns = {name: [row.get(name) for row in rows] for name in schema.names}
    return pa.table(columns, schema=schema)


def write_table(table: pa.Table, path: Path) -> None:
    """Write a table; a reader sees all of it or nothing.

    Raises:
        FalseMatchError: the folder cannot be written to.
    """
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", write_statistics=True)
    write_bytes(path, buffer.getvalue())


def read_table(path: Path, kind: Kind = SEARCHES) -> pa.Table:
    """Read a table of this version, or of an earlier one that can be brought to these columns.

    Raises:
        SweepFileError: the file is missing, broken, or of another version.
    """
    again = "Run the sweep again into a new folder."
    if not path.is_file():
        raise SweepFileError(f"expected a sweep's results at {path}, found none. {again}")
    try:
        table = pq.read_table(path, partitioning=None)
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise SweepFileError(f"expected Parquet in {path}, found: {reason}. {again}") from error
    version = (table.schema.metadata or {}).get(b"falsematch_sweep", b"none").decode()
    former = {str(number): names for number, names in kind.former.items()}
    if version != str(kind.format) and version not in former:
        raise SweepFileError(
            f"expected results of format {kind.format} in {path}, found format {version}. {again}"
        )
    renamed = former.get(version, {})
    table = table.rename_columns([renamed.get(name, name) for name in table.schema.names])
    for name, value in kind.added.get(int(version), {}).items():
        if name not in table.schema.names:
            column = pa.array([value] * len(table), kind.schema.field(name).type)
            # Of another kind of sweep, the file may be too short for that place.
            place = min(kind.schema.get_field_index(name), table.num_columns)
            table = table.add_column(place, name, column)
    if table.schema.names != kind.schema.names:
        raise SweepFileError(
            f"expected the columns of format {version} in {path}, found others. {again}"
        )
    return table.replace_schema_metadata(kind.schema.metadata)


def write_card(folder: Path, card: dict[str, Any]) -> None:
    """Write the run card."""
    text = json.dumps(card, indent=1, ensure_ascii=False, allow_nan=False)
    write_bytes(folder / CARD, (text + "\n").encode())


def read_card(folder: Path) -> dict[str, Any]:
    """Read the run card of a finished sweep.

    Raises:
        SweepFileError: there is none, or it is of another kind or version.
    """
    path = folder / CARD
    if not path.is_file():
        unfinished = (folder / GRID).is_file()
        raise SweepFileError(
            f"expected a finished sweep in {folder}, found "
            + (
                "one that is not finished. Start it again with the same command to go on."
                if unfinished
                else f"no {CARD}. Run one: `falsematch sweep GRID.toml --out {folder}`."
            )
        )
    try:
        card: dict[str, Any] = json.loads(path.read_text("utf-8"))
        version, name = card["format"], card.get("kind", SEARCHES.name)
        kind = KINDS.get(name) if isinstance(name, str) else None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SweepFileError(
            f"expected a run card in {path}, found something else ({error}). Run the sweep again."
        ) from error
    if kind is None:
        raise SweepFileError(
            f"expected a sweep of {' or '.join(KINDS)} in {folder}, found one of {name!r}. Read it "
            f"with the version that wrote it ({_written_by(card)})."
        )
    if version not in (kind.format, *kind.former):
        raise SweepFileError(
            f"expected a run of format {kind.format} in {folder}, found format {version}. Read it "
            f"with the version that wrote it ({_written_by(card)}), or run the sweep again."
        )
    return card


def _written_by(card: dict[str, Any]) -> str:
    versions = card.get("versions")
    return str(versions.get("falsematch", "unknown")) if isinstance(versions, dict) else "unknown"


def kind_of_run(folder: Path) -> Kind:
    """Return the kind of a run: a sweep of searches, unless its card says otherwise.

    Raises:
        SweepFileError: the run card is broken, or of another version.
    """
    if not (folder / CARD).is_file():
        return SEARCHES
    return KINDS[read_card(folder).get("kind", SEARCHES.name)]


def read_sweep(folder: Path, kind: Kind = SEARCHES) -> tuple[dict[str, Any], pd.DataFrame]:
    """Read the run card and the rows of a finished sweep.

    Args:
        folder: the sweep's.
        kind: what its cells are expected to be.

    Raises:
        SweepFileError: missing, broken, altered, of another version, or of another kind.
    """
    card = read_card(folder)
    name = card.get("kind", SEARCHES.name)
    if name != kind.name:
        raise SweepFileError(
            f"expected a sweep of {kind.name} in {folder}, found one of {name}. `falsematch report "
            f"{folder}` shows it."
        )
    path = folder / RESULTS
    table = read_table(path, kind)
    if sha256_of_file(path) != card.get("results_sha256"):
        raise SweepFileError(
            f"expected the results that the run card of {folder} describes, found others. "
            "Run the sweep again into a new folder."
        )
    return card, table.to_pandas()


def part_name(*words: str) -> str:
    """Return the file name of a part, made from whatever it was computed from."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:24] + ".parquet"
