"""LFW's own layout, and a folder per person."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.empty_photos import touched

from simulator.datasets.layouts.lfw import folders, lfw
from simulator.errors import ManifestError


def test_lfw_genders_are_per_person(tmp_path: Path) -> None:
    """Photos on both lists, or of a person whose photos disagree, have no label."""
    photos = tmp_path / "lfw_funneled"
    touched(
        photos,
        "Ann_Lee/Ann_Lee_0001.jpg",
        "Ann_Lee/Ann_Lee_0002.jpg",
        "Bo_Ray/Bo_Ray_0001.jpg",
        "Cy/Cy_0001.jpg",
        "Cy/stray.jpg",
    )
    (tmp_path / "female_names.txt").write_text("Ann_Lee_0001.jpg\nAnn_Lee_0002\nCy_0001.jpg\n")
    (tmp_path / "male_names.txt").write_text("Bo_Ray_0001.jpg\nCy_0001.jpg\n")
    found = lfw(photos)
    assert {row["key"]: row["gender"] for row in found.rows} == {
        "Ann_Lee_0001": "F",
        "Ann_Lee_0002": "F",
        "Bo_Ray_0001": "M",
        "Cy_0001": "",
    }
    assert found.incomplete == ("Cy/stray.jpg",)


def test_a_folder_per_person(tmp_path: Path) -> None:
    """Any file name will do; a photo outside a person's folder is left out."""
    touched(tmp_path, "Ann Lee/one.JPG", "Ann Lee/two.png", "Bo/x.jpg", "stray.jpg", "Bo/note.txt")
    rows = folders(tmp_path)
    assert [(row["subject_id"], row["photo"]) for row in rows.rows] == [
        ("Ann Lee", "Ann Lee/one.JPG"),
        ("Ann Lee", "Ann Lee/two.png"),
        ("Bo", "Bo/x.jpg"),
    ]
    assert rows.incomplete == ("stray.jpg",)


def test_a_folder_named_like_a_formula_gives_a_harmless_key(tmp_path: Path) -> None:
    """A name that a spreadsheet would run gets an apostrophe; the path still leads to the file."""
    touched(tmp_path, "=cmd/x.jpg")
    row = folders(tmp_path).rows[0]
    assert (row["key"], row["subject_id"]) == ("'=cmd/x.jpg", "'=cmd")
    assert row["photo"] == "=cmd/x.jpg"


def test_a_folder_in_a_persons_folder_is_a_question(tmp_path: Path) -> None:
    """Neither group nor person is guessed; what macOS added is nobody."""
    touched(tmp_path, "class/Ann/1.jpg", "class/Bo/1.jpg", "__MACOSX/Ann/._1.jpg")
    with pytest.raises(ManifestError, match=r"'class' or 'Ann'"):
        folders(tmp_path)
    rows = folders(tmp_path / "class")
    assert [row["subject_id"] for row in rows.rows] == ["Ann", "Bo"]
    (tmp_path / "__MACOSX").rename(tmp_path / "class" / "__MACOSX")
    assert len(folders(tmp_path / "class").rows) == 2
