"""Reading a table of labels: which rows are used, dropped, left out, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from simulator.building.survey import GROUP_LIMIT, TableColumns, rows_from_table, survey
from simulator.errors import ManifestError, PhotoError


def table(folder: Path, text: str) -> Path:
    path = folder / "labels.csv"
    path.write_text(text, "utf-8")
    return path


def test_columns_are_recognized_by_their_names(tmp_path: Path) -> None:
    """Without a subject each photo is its own; a comma in an age is a decimal point."""
    path = table(tmp_path, 'File;AGE;team\na.jpg;"17,9";red\nb.jpg;18;red\nc.jpg;unknown;blue\n')
    rows = rows_from_table(path, TableColumns(groups=("team",)))
    assert [row["subject_id"] for row in rows.rows] == ["b.jpg"]
    assert (rows.minors, rows.minor_photos) == (1, 1)
    assert rows.unknown_ages == ("c.jpg: 'unknown'",)
    assert rows.columns == ["key", "subject_id", "photo", "team"]


def test_a_minor_with_two_photos_is_one_person(tmp_path: Path) -> None:
    """People and photos are counted apart."""
    path = table(tmp_path, "photo,who,age\na.jpg,ann,15\nb.jpg,ann,16\nc.jpg,cem,30\n")
    rows = rows_from_table(path, TableColumns(subject="who"))
    assert (rows.minors, rows.minor_photos) == (1, 2)


AGES_OF_NO_ADULT = ["10-19", "Oct-19", "(8, 12)", "17 years", "<18", "minor", "unknown", ""]
AGES_OF_NO_ADULT += ["17.5", '"""17 """']


@pytest.mark.parametrize("age", AGES_OF_NO_ADULT)
def test_no_age_but_an_adults_keeps_a_person(tmp_path: Path, age: str) -> None:
    """Dropped as a minor or left out as unknown, and counted either way."""
    cell = age if age.startswith('"') else f'"{age}"'
    path = table(tmp_path, f"photo,who,age\na.jpg,ann,{cell}\nb.jpg,bo,44\n")
    rows = rows_from_table(path, TableColumns(subject="who"))
    assert [row["key"] for row in rows.rows] == ["b.jpg"]
    assert rows.minor_photos + len(rows.unknown_ages) == 1


def test_without_ages_a_note_says_so(tmp_path: Path) -> None:
    """Nobody can be dropped for being under 18."""
    rows = rows_from_table(table(tmp_path, "photo,who\na.jpg,ann\n"), TableColumns(subject="who"))
    assert any("under 18" in note for note in rows.notes)


@pytest.mark.parametrize(
    ("text", "wanted", "names"),
    [
        ("x,who\na.jpg,ann\n", TableColumns(subject="who"), "--photo"),
        ("photo,who\na.jpg,ann\n", TableColumns(subject="id"), "'id'"),
        ("photo,who,age\na.jpg,ann,12\n", TableColumns(subject="who"), "1 row "),
        ("photo,who\n../a.jpg,ann\n", TableColumns(subject="who"), r"\.\./a\.jpg"),
    ],
    ids=["no photo column", "no such column", "only minors", "path that climbs out"],
)
def test_a_table_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, text: str, wanted: TableColumns, names: str
) -> None:
    """The message names the column, the rows, or the path."""
    with pytest.raises(ManifestError, match=names):
        rows_from_table(table(tmp_path, text), wanted)


def test_no_photo_and_too_many_groups_are_refused(tmp_path: Path) -> None:
    """The error comes before anything is encoded."""
    lines = [f"{i}.jpg,{i},g{i}\n" for i in range(GROUP_LIMIT + 1)]
    path = table(tmp_path, "photo,who,team\n" + "".join(lines))
    with pytest.raises(PhotoError, match="none of the 65 listed"):
        survey(tmp_path, rows_from_table(path, TableColumns("who")), identities=True)
    with pytest.raises(ManifestError, match="65"):
        survey(tmp_path, rows_from_table(path, TableColumns("who", ("team",))), identities=True)


def test_a_photo_in_two_rows_is_refused(tmp_path: Path) -> None:
    """Its labels might differ."""
    path = table(tmp_path, "photo,who\na.jpg,ann\na.jpg,bob\n")
    with pytest.raises(ManifestError, match=r"a\.jpg.*2 rows"):
        survey(tmp_path, rows_from_table(path, TableColumns("who")), identities=True)


def test_a_column_without_ages_is_named(tmp_path: Path) -> None:
    """`--age gender` would otherwise leave out everybody, one by one."""
    path = table(tmp_path, "photo,who,gender\na.jpg,ann,F\nb.jpg,bo,M\n")
    with pytest.raises(ManifestError, match=r"ages in the column 'gender'.*2 rows, such as 'F'"):
        rows_from_table(path, TableColumns(subject="who", age="gender"))


def test_windows_paths_find_their_photos(tmp_path: Path) -> None:
    """A table made on Windows has backslashes; they are written as slashes from here on."""
    (tmp_path / "s1").mkdir()
    Image.new("RGB", (40, 40)).save(tmp_path / "s1" / "1.png")
    path = table(tmp_path, "photo;who;age\ns1\\1.png;ann;30\n")
    read = survey(tmp_path, rows_from_table(path, TableColumns(subject="who")), identities=True)
    assert (read.missing, read.unlisted) == ([], [])
    assert read.rows.rows[0]["photo"] == "s1/1.png"
