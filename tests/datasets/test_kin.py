"""The list of people in the gallery who are relatives of somebody searched for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from simulator.datasets.dataset import ENCODINGS, KIN, load_dataset
from simulator.datasets.kin import RELATIONS, kin_of
from simulator.datasets.listed_rows import listed_rows
from simulator.errors import ManifestError
from simulator.storage.checksums import CHECKSUMS, write_checksums

OLDER = {"father", "mother", "grandfather", "grandmother"}
YOUNGER = {"son", "daughter"}
PAIR_COLUMNS = "bioguide_id,member,relation,source\n"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    columns = ("bioguide_id", "member", "relation", "born", "source", "statement")
    return listed_rows(load_dataset("legislators").folder / KIN, columns)


@pytest.fixture(scope="module")
def member_born() -> dict[str, int]:
    born: dict[str, int] = {}
    for name in ("congress-114", "congress-115"):
        manifest = load_dataset(name).manifest
        born |= dict(zip(manifest["subject_id"], manifest["birth_year"].astype(int), strict=True))
    return born


def test_the_bundled_list_holds_known_families() -> None:
    kin = kin_of(load_dataset("legislators"))
    assert kin["D000624", "D000355"] == "husband"  # Debbie and John D. Dingell
    assert kin["B001257", "B000463"] == "father"  # Gus and Michael Bilirakis
    assert kin["C001072", "C000191"] == "grandmother"  # André and Julia Carson
    assert kin["L000263", "L000261"] == "brother"  # Sander and Carl Levin
    assert kin["T000465", "T000393"] == "husband"  # Niki and Paul Tsongas
    assert ("W000805", "W000154") not in kin  # Mark and John Warner are not related


def test_every_row_names_a_member_of_the_two_congresses_and_a_source(
    rows: list[dict[str, str]], member_born: dict[str, int]
) -> None:
    gallery = set(load_dataset("legislators").manifest["subject_id"])
    for row in rows:
        assert row["bioguide_id"] in gallery
        assert row["member"] in member_born
        assert row["relation"] in RELATIONS
        assert row["source"].startswith("http")
        assert row["statement"]
    assert len({(row["bioguide_id"], row["member"]) for row in rows}) == len(rows)


def test_the_relations_agree_with_the_years_of_birth(
    rows: list[dict[str, str]], member_born: dict[str, int]
) -> None:
    for row in rows:
        older_by = member_born[row["member"]] - int(row["born"])
        if row["relation"] in OLDER:
            assert older_by >= 15, row
        elif row["relation"] in YOUNGER:
            assert older_by <= -15, row
        elif row["relation"] in {"uncle", "great-uncle", "wife's uncle"}:
            assert older_by > 0, row
        elif row["relation"] in {"brother", "sister", "husband", "wife"}:
            assert abs(older_by) <= 30, row


def test_nobody_has_two_fathers_or_two_mothers(rows: list[dict[str, str]]) -> None:
    parents = [
        (row["member"], row["relation"]) for row in rows if row["relation"] in {"father", "mother"}
    ]
    assert len(set(parents)) == len(parents)


def test_the_documented_counts_are_those_of_the_list(rows: list[dict[str, str]]) -> None:
    section = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
    relatives = len({row["bioguide_id"] for row in rows})
    members = len({row["member"] for row in rows})
    from_directory = sum("bioguide.congress.gov" in row["source"] for row in rows)
    assert f"{len(rows)} pairs, of {relatives} people in the gallery and {members} members" in (
        section
    )
    assert f"Biographical Directory of Congress for {from_directory} pairs" in section


def test_a_data_set_without_a_list_has_no_kin() -> None:
    assert kin_of(load_dataset("lfw")) == {}


@pytest.fixture
def gallery(tmp_path: Path) -> Path:
    folder = tmp_path / "gallery"
    shutil.copytree(load_dataset("legislators").folder, folder)
    write_checksums(folder / CHECKSUMS, [folder / ENCODINGS])  # its list is changed below
    return folder


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            PAIR_COLUMNS + "X999999,D000624,husband,a book\n",
            "'X999999', who is not in",
        ),
        (PAIR_COLUMNS + "D000355,D000624,spouse,a book\n", "found 'spouse' for 'D000355'"),
        (PAIR_COLUMNS + "D000355,D000624\n", "found '' for 'D000355'"),
        (PAIR_COLUMNS + "D000355,D000624,husband,\n", "a member and a source"),
        (PAIR_COLUMNS + "D000355,,husband,a book\n", "a member and a source"),
        (PAIR_COLUMNS + "D000355,D000624,husband,a book\n" * 2, "each pair once"),
        (PAIR_COLUMNS + "D000355,D000355,husband,a book\n", "two people in every row"),
        ("who,whose\nD000355,D000624\n", "the columns bioguide_id and member"),
        ("bioguide_id,member\n\xff", "a CSV in UTF-8"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused_in_one_line(
    gallery: Path, text: str, expected: str
) -> None:
    (gallery / KIN).write_bytes(text.encode("latin-1"))
    with pytest.raises(ManifestError, match=expected) as refused:
        kin_of(load_dataset(str(gallery)))
    assert "\n" not in str(refused.value)


def test_a_list_as_a_spreadsheet_writes_it(gallery: Path) -> None:
    """With a byte order mark before the first column's name."""
    text = PAIR_COLUMNS + "D000355,D000624,husband,a book\n"
    (gallery / KIN).write_text(text, encoding="utf-8-sig")
    assert kin_of(load_dataset(str(gallery))) == {("D000624", "D000355"): "husband"}


def test_a_folder_is_no_list(gallery: Path) -> None:
    (gallery / KIN).unlink()
    (gallery / KIN).mkdir()
    with pytest.raises(ManifestError, match="found a folder"):
        kin_of(load_dataset(str(gallery)))


def test_another_list_is_another_build(gallery: Path) -> None:
    """A sweep, a cache and a cluster recognize data by the digest."""
    bundled = load_dataset("legislators").digest
    assert load_dataset(str(gallery)).digest == bundled
    (gallery / KIN).write_text(PAIR_COLUMNS + "D000355,D000624,husband,a book\n")
    assert load_dataset(str(gallery)).digest != bundled
