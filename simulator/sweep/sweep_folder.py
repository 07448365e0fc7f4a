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

FORMAT = 2
RESULTS, CARD, GRID, PARTS = "results.parquet", "card.json", "grid.toml", "parts"
SEARCHES, AUDITS = "searches", "audits"
"""Kinds of a run: what its cells are."""

SCHEMA = pa.schema(
    [
        ("cell", pa.int64()),
        ("probes", pa.string()),
        ("gallery", pa.string()),
        ("matcher", pa.string()),
        ("condition", pa.string()),
        ("gallery_size", pa.int64()),
        ("mix", pa.string()),
        ("one_photo_per_person", pa.bool_()),
        ("seed", pa.int64()),
        ("gallery_photos", pa.int64()),
        ("threshold_kind", pa.string()),
        ("threshold_given", pa.float64()),
        ("threshold_per", pa.string()),
        ("labels_shuffled", pa.bool_()),
        ("group_by", pa.string()),
        ("group", pa.string()),
        ("label", pa.string()),
        ("distance", pa.float64()),
        ("searches", pa.int64()),
        ("failed_to_enrol", pa.int64()),
        ("false_matches", pa.int64()),
        ("fpir", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("all_searches", pa.int64()),
        ("all_failed_to_enrol", pa.int64()),
        ("all_false_matches", pa.int64()),
        ("all_low", pa.float64()),
        ("all_high", pa.float64()),
        ("failed", pa.string()),
    ],
    metadata={"falsematch_sweep": str(FORMAT)},
)


class SweepFileError(FalseMatchError):
    """A sweep's folder is missing, broken, or of another version."""


def table_of(rows: list[dict[str, Any]], schema: pa.Schema = SCHEMA) -> pa.Table:
    """Rows as a table of a documented schema."""
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


def read_table(path: Path, schema: pa.Schema = SCHEMA) -> pa.Table:
    """Read a table of this version.

    Raises:
        SweepFileError: missing, broken, or of another version.
    """
    again = "Run the sweep again into a new folder."
    if not path.is_file():
        raise SweepFileError(f"expected a sweep's results at {path}, found none. {again}")
    try:
        table = pq.read_table(path, partitioning=None)
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise SweepFileError(f"expected Parquet in {path}, found: {reason}. {again}") from error
    found = (table.schema.metadata or {}).get(b"falsematch_sweep", b"none").decode()
    if found != str(FORMAT):
        raise SweepFileError(
            f"expected results of format {FORMAT} in {path}, found format {found}. {again}"
        )
    if table.schema.names != schema.names:
        raise SweepFileError(
            f"expected the columns of format {FORMAT} in {path}, found others. {again}"
        )
    return table


def write_card(folder: Path, card: dict[str, Any]) -> None:
    """Write the run card."""
    text = json.dumps(card, indent=1, ensure_ascii=False, allow_nan=False)
    write_bytes(folder / CARD, (text + "\n").encode())


def read_card(folder: Path) -> dict[str, Any]:
    """The run card of a finished sweep.

    Raises:
        SweepFileError: there is none, or it is of another version.
    """
    path = folder / CARD
    if not path.is_file():
        unfinished = (folder / GRID).is_file()
        raise SweepFileError(
            f"expected a finished sweep in {folder}, found "
            + (
                "one that is not finished. Start it again with the same command to go on."
                if unfinished
                else f"no {CARD}. Make one: `falsematch sweep GRID.toml --out {folder}`."
            )
        )
    try:
        card: dict[str, Any] = json.loads(path.read_text("utf-8"))
        found = card["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SweepFileError(
            f"expected a run card in {path}, found something else ({error}). Run the sweep again."
        ) from error
    if found != FORMAT:
        raise SweepFileError(
            f"expected a run of format {FORMAT} in {folder}, found format {found}. Read it with "
            f"the version that made it ({card.get('versions', {}).get('falsematch', 'unknown')}), "
            "or run the sweep again."
        )
    return card


def kind_of_run(folder: Path) -> str:
    """What the cells of a run are: searches, unless its card says otherwise."""
    if not (folder / CARD).is_file():
        return SEARCHES
    return str(read_card(folder).get("kind", SEARCHES))


def read_sweep(
    folder: Path, kind: str = SEARCHES, schema: pa.Schema = SCHEMA
) -> tuple[dict[str, Any], pd.DataFrame]:
    """Run card and rows of a finished sweep.

    Args:
        folder: the sweep's.
        kind: what its cells are expected to be.
        schema: of its rows.

    Raises:
        SweepFileError: missing, broken, altered, of another version, or of another kind.
    """
    card = read_card(folder)
    found = card.get("kind", SEARCHES)
    if found != kind:
        raise SweepFileError(
            f"expected a sweep of {kind} in {folder}, found one of {found}. `falsematch report "
            f"{folder}` shows it."
        )
    path = folder / RESULTS
    table = read_table(path, schema)
    if sha256_of_file(path) != card.get("results_sha256"):
        raise SweepFileError(
            f"expected the results that the run card of {folder} describes, found others. "
            "Run the sweep again into a new folder."
        )
    return card, table.to_pandas()


def part_name(*words: str) -> str:
    """The file name of a part, from what it was computed from."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:24] + ".parquet"
