"""What a Parquet file unpacks to is counted before it takes memory."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulator.errors import FalseMatchError
from simulator.storage.formats.parquet_files import read_parquet


def test_a_table_is_read_with_its_types(tmp_path: Path) -> None:
    """Texts are read as numbered texts, and come back as texts."""
    table = pa.table(
        {"t": ["a", "b", None, "a"], "i": [1, 2, 3, None], "f": [0.5] * 4, "b": [True] * 4}
    ).replace_schema_metadata({"x": "1"})
    pq.write_table(table, tmp_path / "t.parquet")
    found = read_parquet(tmp_path / "t.parquet", FalseMatchError, "Again.")
    assert found.equals(table)
    assert found.schema.metadata == {b"x": b"1"}


@pytest.mark.parametrize(
    "columns",
    [
        {"t": pa.DictionaryArray.from_arrays([0] * 200_000, ["x" * 20_000])},
        {"n": pa.array([0] * 30_000_000, pa.int8())},
    ],
    ids=["one long text", "many rows"],
)
def test_small_files_that_unpack_to_gigabytes_are_refused(tmp_path: Path, columns: dict) -> None:
    path = tmp_path / "bomb.parquet"
    pq.write_table(pa.table(columns), path, compression="zstd")
    assert path.stat().st_size < 200_000
    before = pa.total_allocated_bytes()
    with pytest.raises(FalseMatchError, match="more than"):
        read_parquet(path, FalseMatchError, "Again.")
    assert pa.total_allocated_bytes() - before < 100_000_000


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\xff" * 40 + b"PAR1", b"text"])
def test_a_broken_file_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.parquet").write_bytes(content)
    with pytest.raises(FalseMatchError, match=r"expected Parquet in .*Again\.$"):
        read_parquet(tmp_path / "x.parquet", FalseMatchError, "Again.")
