"""Reading a CSV: accepted forms, notes and errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import ManifestError
from simulator.storage.formats.table import read_table


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


@pytest.mark.parametrize("separator", [";", ",", "\t", "#"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_excels_first_line_says_the_separator(tmp_path: Path, separator: str, quote: str) -> None:
    """It is no header, and lines are still counted as an editor counts them."""
    lines = [f"{quote}sep={separator}{quote}", separator.join("ab"), separator.join("12"), "1"]
    table = read_table(written(tmp_path, "\n".join(lines)))
    assert table.frame.to_dict(orient="records") == [{"a": "1", "b": "2"}]
    assert table.incomplete == (4,)
    assert table.delimiter == separator


def test_a_separator_inside_quotes_is_none(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, '"last, first, middle";id\n"Doe, J, R";7\n'))
    assert table.frame.columns.tolist() == ["last, first, middle", "id"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_any_encoding(tmp_path: Path, encoding: str) -> None:
    """Excel's "Unicode text" is UTF-16 with tabs; some exporters leave the mark out."""
    path = tmp_path / "labels.csv"
    path.write_bytes("photo\tname\r\na.jpg\tZo\u00eb\r\n".encode(encoding))
    assert read_table(path).frame["name"].tolist() == ["Zo\u00eb"]


@pytest.mark.parametrize(("delimiter", "advice"), [(",", True), (";", False)])
def test_decimal_commas_among_commas(tmp_path: Path, delimiter: str, advice: bool) -> None:
    """A line with too many fields says what the reason may be."""
    path = written(tmp_path, f"a{delimiter}b\n1{delimiter}0{delimiter}42\n")
    with pytest.raises(ManifestError, match="line 2") as refused:
        read_table(path).check_complete(path)
    assert ("decimal comma" in str(refused.value)) == advice
