"""The reader of the small lists beside a manifest."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.datasets.listed_rows import listed_rows
from simulator.errors import ManifestError


def test_rows_with_the_columns_and_others(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('first,second,why\na,"b,c",equal\nd\n')
    rows = listed_rows(path, ("first", "second"))
    assert [(row["first"], row["second"]) for row in rows] == [("a", "b,c"), ("d", "")]


@pytest.mark.parametrize("content", [b"", b"one,two\na,b\n", b"\xff\xfefirst,second\n"])
def test_another_file_is_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(ManifestError, match=r"list\.csv.*Restore the file"):
        listed_rows(path, ("first", "second"))


def test_no_file_is_the_callers_question(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        listed_rows(tmp_path / "list.csv", ("first",))
