"""Odd, broken or harmful CSVs lead to a message, and nothing is lost."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from simulator.datasets.manifest import load_manifest, save_manifest
from simulator.errors import ManifestError
from simulator.experiment.run_folder import to_csv
from simulator.storage.csv_cells import safe_cell, safe_path
from simulator.storage.formats.table import read_table

HEADER = "key,subject_id,photo,gender\n"
ROWS = "a1,Zoë,a1.jpg,F\na2,Ann,a2.jpg,M\n"


def written(folder: Path, content: bytes) -> Path:
    path = folder / "labels.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        (HEADER + ROWS).encode(),
        (HEADER + ROWS).encode("utf-8-sig"),
        (HEADER + ROWS).encode("utf-16"),
        (HEADER + ROWS).replace(",", ";").encode("utf-8-sig"),
        (HEADER + ROWS).replace(",", "\t").encode(),
        (HEADER + ROWS).replace("\n", "\r\n").encode(),
        (HEADER + ROWS).replace("\n", "\r").encode(),
        ("\n\n" + HEADER + "\n" + ROWS + "\n").encode(),
        (HEADER + ROWS).replace("Zoë", '" Zoë "').encode(),
    ],
    ids=["plain", "BOM", "UTF-16", "semicolons", "tabs", "CRLF", "CR", "blank-lines", "quoted"],
)
def test_the_usual_dialects_give_the_same_manifest(tmp_path: Path, content: bytes) -> None:
    """Exports from Excel, LibreOffice and an old Mac are the same table."""
    frame = load_manifest(written(tmp_path, content))
    assert frame.columns.tolist() == ["key", "subject_id", "photo", "gender"]
    assert frame["subject_id"].tolist() == ["Zoë", "Ann"]


def test_latin1_is_an_error_in_a_manifest_and_a_note_in_labels(tmp_path: Path) -> None:
    """Nothing is guessed silently: a message says how to save the file, or what was assumed."""
    path = written(tmp_path, (HEADER + ROWS).encode("latin-1"))
    with pytest.raises(ManifestError, match=r"Save it as CSV \(UTF-8\)"):
        load_manifest(path)
    table = read_table(path, latin1=True)
    assert table.frame["subject_id"].tolist() == ["Zoë", "Ann"]
    assert "Latin-1" in table.notes[0]


def test_duplicate_columns_are_refused(tmp_path: Path) -> None:
    """pandas would silently rename the second one and count the first."""
    path = written(tmp_path, b"key,subject_id,photo,gender,gender\na,b,c.jpg,F,M\n")
    with pytest.raises(ManifestError, match="'gender' more than once"):
        load_manifest(path)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"   \n"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    """A file with nothing in it is reported as empty."""
    with pytest.raises(ManifestError, match="empty file"):
        load_manifest(written(tmp_path, content))


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\0\0\0", b"PK\x03\x04\0\0\0\0", b"a,b\nx\0,y\n"])
def test_a_binary_file_called_csv(tmp_path: Path, content: bytes) -> None:
    """A spreadsheet or a picture named .csv is an error."""
    with pytest.raises(ManifestError, match="CSV"):
        read_table(written(tmp_path, content), latin1=True)


def test_a_header_without_rows_and_a_missing_file(tmp_path: Path) -> None:
    """A manifest without rows is a manifest; a missing file is an error."""
    assert len(load_manifest(written(tmp_path, HEADER.encode()))) == 0
    with pytest.raises(ManifestError, match="found none"):
        load_manifest(tmp_path / "none.csv")


@pytest.mark.parametrize("line", ["a1,Ann,a1.jpg", "a1,Ann,a1.jpg,F,more"])
def test_a_field_too_many_or_too_few_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    """pandas would fill one with nan, and use the other's first field as a row name."""
    path = written(tmp_path, (HEADER + "b,Bo,b.jpg,M\n" + line + "\n").encode())
    with pytest.raises(ManifestError, match="line 3"):
        load_manifest(path)
    table = read_table(path)
    assert table.incomplete == (3,)
    assert len(table.frame) == 1


@pytest.mark.parametrize(
    "photo",
    [
        "../secret.jpg",
        "a/../../secret.jpg",
        "..\\secret.jpg",
        "/etc/passwd",
        "\\\\server\\share\\x.jpg",
        "C:\\x.jpg",
        "c:x.jpg",
        "x" * 300 + ".jpg",
        "a/" * 600 + "x.jpg",
    ],
)
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, photo: str) -> None:
    """Every system refuses the same names, even names that are too long for it."""
    path = written(tmp_path, f"{HEADER}a,b,{photo},F\n".encode())
    with pytest.raises(ManifestError, match="inside the photo folder"):
        load_manifest(path)


FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
    '=HYPERLINK("http://example.org")',
]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_is_neutralized_in_every_csv_that_is_written(tmp_path: Path, cell: str) -> None:
    """No cell in results and manifests begins with something that a spreadsheet runs."""
    text = to_csv(pd.DataFrame({"name": [cell], cell: ["x"]}))
    cells = [value for line in csv.reader(io.StringIO(text)) for value in line]
    assert not {"=", "+", "-", "@", "＝"} & {value.strip()[0] for value in cells}
    row = {"key": cell, "subject_id": cell, "photo": f"{cell.strip()}.jpg", "gender": cell}
    save_manifest([row], ["key", "subject_id", "photo", "gender"], tmp_path / "manifest.csv")
    frame = read_table(tmp_path / "manifest.csv").frame
    first = [str(value)[0] for value in frame.iloc[0]]
    assert not {"=", "+", "-", "@", "＝"} & set(first)


def test_numbers_and_words_stay_as_they_are() -> None:
    """A negative number is not a formula, and a path to the same file is found."""
    for cell in ("-1.5", "+2", "1e-5", "-1e-5", "Ann-Marie", "", 3, None):
        assert safe_cell(cell) == cell
    assert safe_path("=x.jpg") == "./=x.jpg"
    assert Path("folder") / "./=x.jpg" == Path("folder/=x.jpg")


def test_control_characters_in_a_cell_become_space(tmp_path: Path) -> None:
    """A name over two lines, or one that would steer the terminal, is one plain line."""
    path = written(tmp_path, HEADER.encode() + b'a,"Ann\n\x1b[2JLee",a.jpg,F\n')
    assert load_manifest(path)["subject_id"].tolist() == ["Ann [2JLee"]


def test_100_000_rows(tmp_path: Path) -> None:
    """A national data set is read and checked in seconds."""
    rows = "".join(f"k{i},s{i % 5000},p/{i}.jpg,F\n" for i in range(100_000))
    path = written(tmp_path, (HEADER + rows).encode())
    start = time.perf_counter()
    frame = load_manifest(path)
    assert len(frame) == 100_000
    assert time.perf_counter() - start < 30


def test_one_endless_field(tmp_path: Path) -> None:
    """A quote that never closes swallows the file: the line is named."""
    path = written(tmp_path, (HEADER + 'a,"' + "x" * 200_000).encode())
    with pytest.raises(ManifestError, match="in line 2"):
        load_manifest(path)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """Whatever is in the file, nothing but a ManifestError escapes."""
    path = written(tmp_path_factory.mktemp("any"), content)
    try:
        table = read_table(path, latin1=True)
    except ManifestError:
        return
    assert all(isinstance(cell, str) for cell in table.frame.to_numpy().ravel())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=8), min_size=1, max_size=5))
def test_what_was_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    """A manifest survives writing: names are printable and neutralized, row by row."""
    path = tmp_path_factory.mktemp("again") / "manifest.csv"
    safe = [str(safe_cell(" ".join(name.split()))) for name in names]
    if not all(name.isprintable() for name in safe):
        return
    rows = [{"key": f"k{i}", "subject_id": f"s{n}", "photo": "x.jpg"} for i, n in enumerate(safe)]
    save_manifest(rows, ["key", "subject_id", "photo"], path)
    assert load_manifest(path)["subject_id"].tolist() == [row["subject_id"].strip() for row in rows]
