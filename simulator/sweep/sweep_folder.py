"""A sweep on disk: results, run card and grid. docs/batch.md lists the columns."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from simulator.errors import FalseMatchError
from simulator.storage.files import sha256_of_file, write_bytes
from simulator.storage.formats.json_files import parse_json, read_json
from simulator.storage.formats.parquet_files import read_parquet
from simulator.storage.formats.toml_files import read_text
from simulator.storage.paths import as_path
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
    table = read_parquet(path, SweepFileError, again)
    version = (table.schema.metadata or {}).get(b"falsematch_sweep", b"none").decode()
    former = {str(number): names for number, names in kind.former.items()}
    if version != str(kind.format) and version not in former:
        raise SweepFileError(
            f"expected results of format {kind.format} in {path}, found format {version}. {again}"
        )
    renamed = former.get(version, {})
    table = table.rename_columns([renamed.get(name, name) for name in table.schema.names])
    if len(set(table.schema.names)) < table.num_columns:
        raise SweepFileError(f"expected each column once in {path}, found one twice. {again}")
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
    try:
        return table.cast(kind.schema, safe=True)
    except (pa.ArrowException, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise SweepFileError(
            f"expected the types of format {version} in {path}, found others ({reason}). {again}"
        ) from error


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
    again = "Run the sweep again."
    card = read_json(path, SweepFileError, content="a run card", repair=again)
    if not isinstance(card, dict) or "format" not in card:
        raise SweepFileError(
            f"expected a run card in {path}, found an object without a format. {again}"
        )
    version, name = card["format"], card.get("kind", SEARCHES.name)
    kind = KINDS.get(name) if isinstance(name, str) else None
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
    _check_types(card, path)
    return card


_TYPES: dict[str, tuple[type, ...]] = {
    "measures": (dict,),
    "question": (str,),
    "command": (str,),
    "grid_sha256": (str,),
    "results_sha256": (str,),
    "cells": (int,),
    "rows": (int,),
    "failures": (list,),
    "datasets": (dict,),
    "seeds": (list,),
    "versions": (dict,),
    "machine": (dict,),
    "workers": (int, str),
    "started": (str,),
    "seconds": (int, float),
}
_NEEDED = ("question", "results_sha256", "cells", "rows", "failures", "datasets")


def _check_types(card: dict[str, Any], path: Path) -> None:
    """Raise unless each value of a run card is of its type: anybody may have written it.

    Raises:
        SweepFileError: one is not, or is missing.
    """
    wrong = [
        name
        for name, kinds in _TYPES.items()
        if (name in card or name in _NEEDED)
        and (not isinstance(card.get(name), kinds) or isinstance(card.get(name), bool))
    ]
    failures = card.get("failures")
    if "failures" not in wrong and not all(
        isinstance(one, dict)
        and type(one.get("cell")) is int
        and isinstance(one.get("reason"), str)
        for one in failures or ()
    ):
        wrong.append("failures")
    if wrong:
        raise SweepFileError(
            f"expected a run card in {path}, found a wrong value of {wrong[0]!r}. Run the sweep "
            "again."
        )


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


def grid_text(folder: Path) -> str:
    """Return the grid that a run was started with; empty where there is none to be read."""
    path = folder / GRID
    return read_text(path, SweepFileError, content="a grid") if path.is_file() else ""


def read_sweep(
    folder: str | os.PathLike[str], kind: Kind = SEARCHES
) -> tuple[dict[str, Any], pd.DataFrame]:
    """Read the run card and the rows of a finished sweep.

    Args:
        folder: the sweep's.
        kind: what its cells are expected to be.

    Raises:
        SweepFileError: missing, broken, altered, of another version, or of another kind.
    """
    folder = as_path(folder, "a finished sweep's folder")
    card = read_card(folder)
    name = card.get("kind", SEARCHES.name)
    if name != kind.name:
        raise SweepFileError(
            f"expected a sweep of {kind.name} in {folder}, found one of {name}. `falsematch report "
            f"{folder}` shows it."
        )
    path = folder / RESULTS
    table = read_table(path, kind)
    if not path.is_file() or sha256_of_file(path) != card.get("results_sha256"):
        raise SweepFileError(
            f"expected the results that the run card of {folder} describes, found others. "
            "Run the sweep again into a new folder."
        )
    return card, table.to_pandas()


def mix_words(value: Any, written: Callable[[int], str]) -> str:
    """Return the mix that a table holds as JSON in words: "F 200 : M 200".

    Args:
        value: what the table holds.
        written: writes a number.

    Raises:
        SweepFileError: it is something else.
    """
    try:
        parts = parse_json(value).items()
        return " : ".join(f"{name} {written(int(count))}" for name, count in parts)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise SweepFileError(
            f'expected a mix such as {{"F": 200}} in the results, found {str(value)[:80]!r}. Run '
            "the sweep again into a new folder."
        ) from error


def part_name(*words: str) -> str:
    """Return the file name of a part, made from whatever it was computed from."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:24] + ".parquet"
