"""Reading Parquet from anybody: what it unpacks to is counted before it is unpacked."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from simulator.errors import FalseMatchError
from simulator.storage.reading import BROKEN, MOST_MEMORY, open_regular

MOST_BYTES = 200_000_000
MOST_UNPACKED = 150_000_000
"""Bytes of the columns; as pandas, texts take three times as much."""
_CELL = 30
"""Bytes of a cell as pandas, at least."""
_ROWS = 50_000
_HEADER = 10_000_000


def read_parquet(path: Path, error: type[FalseMatchError], repair: str) -> pa.Table:
    """Return the table in a Parquet file.

    Args:
        path: the file.
        error: the type of error to raise.
        repair: a sentence on what to do next.

    Raises:
        FalseMatchError: the file is missing, broken, or unpacks to more than a table may have.
    """
    try:
        with open_regular(path, MOST_BYTES) as file:
            return _unpacked(file)
    except (*BROKEN, pa.ArrowException) as problem:
        words = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
        reason = str(words).splitlines()[0][:300]
        raise error(f"expected Parquet in {path}, found: {reason}. {repair}") from problem


def _unpacked(file: IO[bytes]) -> pa.Table:
    """Return the table, read piece by piece; repeated texts stay numbers until they are counted.

    Raises:
        ValueError: it would take too much memory.
    """
    limits = {"thrift_string_size_limit": _HEADER, "thrift_container_size_limit": _HEADER}
    with pq.ParquetFile(file, **limits) as head:
        schema, rows = head.schema_arrow, head.metadata.num_rows
        claimed = max(
            (head.metadata.row_group(i).num_rows for i in range(head.metadata.num_row_groups)),
            default=0,
        )
        if max(rows, claimed) * max(1, len(schema)) * _CELL > MOST_MEMORY:
            raise ValueError(f"{rows:,} rows of {len(schema)} columns, more than fit into memory")
    texts = [
        field.name
        for field in schema
        if pa.types.is_string(field.type)
        or pa.types.is_large_string(field.type)
        or pa.types.is_binary(field.type)
        or pa.types.is_large_binary(field.type)
    ]
    file.seek(0)
    batches: list[pa.RecordBatch] = []
    total = 0
    with pq.ParquetFile(file, read_dictionary=texts, **limits) as content:
        for batch in content.iter_batches(batch_size=_ROWS, use_threads=False):
            total += sum(_bytes(column) for column in batch.columns)
            if total > MOST_UNPACKED:
                raise ValueError(f"it unpacks to more than {MOST_UNPACKED / 1e6:,.0f} MB")
            batches.append(batch)
        found = content.schema_arrow
    table = pa.Table.from_batches(batches, found).cast(schema)
    table.validate(full=True)  # texts that are no UTF-8 would break whoever reads them
    return table


def _bytes(column: pa.Array) -> int:
    """Return how many bytes a column takes when each of its texts is written out."""
    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    lengths = pc.binary_length(column.dictionary).cast(pa.int64())
    return int(pc.sum(lengths.take(column.indices.drop_null())).as_py() or 0) + 8 * len(column)
