"""Reading a CSV: accepted forms, notes and errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.datasets.table import read_table
from simulator.errors import ManifestError


def written(folder: Path, text: str) -> Path:
    path = folder / "labels.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter(tmp_path: Path, delimiter: str) -> None:
    """A separator other than a comma is noted."""
    path = written(tmp_path, delimiter.join("abc") + "\n" + delimiter.join("123") + "\n")
    table = read_table(path)
    assert table.frame.to_dict(orient="records") == [{"a": "1", "b": "2", "c": "3"}]
    assert len(table.notes) == (delimiter != ",")


def test_lines_with_other_numbers_of_fields_are_reported(tmp_path: Path) -> None:
    """Lines are counted from 1 with the header, and the other lines are read."""
    table = read_table(written(tmp_path, "a,b\n1\n1,2\n1,2,3\n"))
    assert table.incomplete == (2, 4)
    assert len(table.frame) == 1


def test_every_cell_is_text(tmp_path: Path) -> None:
    """NA is a name, 007 a key, and an empty cell is empty."""
    row = read_table(written(tmp_path, "a,b,c\nNA,007,\n")).frame.iloc[0]
    assert row.tolist() == ["NA", "007", ""]


@pytest.mark.parametrize("text", ["", "\n\n", "a,a\n1,2\n", "a,b\n\0,2\n"])
def test_what_is_not_a_table_is_one_sentence(tmp_path: Path, text: str) -> None:
    """The error names the file."""
    with pytest.raises(ManifestError, match=r"labels\.csv"):
        read_table(written(tmp_path, text))


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    """The message says which path to check."""
    with pytest.raises(ManifestError, match=r"nothing\.csv"):
        read_table(tmp_path / "nothing.csv")
