"""UTKFace, FairFace, MEDS-II and plain folders: who is in, who is dropped, what is incomplete."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from simulator.datasets.layouts import LAYOUT_READERS
from simulator.errors import ManifestError


def touched(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return folder


def test_utkface_by_its_file_names(tmp_path: Path) -> None:
    """An adult in, a child dropped, a name without race or with letters left out."""
    touched(
        tmp_path,
        "18_1_2_20170109.jpg.chip.jpg",
        "17_0_0_20170109.jpg.chip.jpg",
        "39_1_20170116174525125.jpg.chip.jpg",
        "x_1_2_20170109.jpg.chip.jpg",
        "30_2_2_20170109.jpg.chip.jpg",
        "30_0_9_20170109.jpg.chip.jpg",
    )
    rows = LAYOUT_READERS["utkface"](tmp_path)
    assert [row["key"] for row in rows.rows] == ["18_1_2_20170109"]
    assert rows.rows[0] | {"photo": ""} == {
        "key": "18_1_2_20170109",
        "subject_id": "18_1_2_20170109",
        "photo": "",
        "race": "Asian",
        "gender": "F",
        "age_group": "18-29",
    }
    assert rows.minors == 1
    assert len(rows.incomplete) == 4


def test_utkface_in_full(photos: Path) -> None:
    """The folder's own counts: 8,381 adults, 40 under 18, three names without a field."""
    rows = LAYOUT_READERS["utkface"](photos / "utkface" / "UTKFace")
    assert (len(rows.rows), rows.minors, len(rows.incomplete)) == (8381, 40, 3)
    assert Counter(row["race"] for row in rows.rows)["Black"] == 1800


def test_fairface_drops_every_range_that_may_be_under_18(tmp_path: Path) -> None:
    """10-19 cannot be told apart, so it goes; a row without a race is left out."""
    touched(tmp_path, "train/1.jpg", "val/1.jpg")
    (tmp_path / "fairface_label_train.csv").write_text(
        "file,age,gender,race,service_test\ntrain/1.jpg,20-29,Female,East Asian,True\n"
        "train/2.jpg,10-19,Male,Black,True\ntrain/3.jpg,3-9,Male,White,True\n"
        "train/4.jpg,30-39,Male,,True\n"
    )
    (tmp_path / "fairface_label_val.csv").write_text(
        "file,age,gender,race,service_test\nval/1.jpg,more than 70,Male,Indian,False\n"
    )
    rows = LAYOUT_READERS["fairface"](tmp_path)
    assert [row["key"] for row in rows.rows] == ["train/1", "val/1"]
    assert [row["gender"] for row in rows.rows] == ["F", "M"]
    assert rows.rows[1]["age_group"] == "70+"
    assert (rows.minors, rows.incomplete) == (2, ("train/4.jpg",))
    assert "10-19" in rows.notes[0]


def test_fairface_refuses_a_path_that_climbs_out(tmp_path: Path) -> None:
    """A label table is untrusted as every CSV is."""
    (tmp_path / "fairface_label_val.csv").write_text(
        "file,age,gender,race\n../../etc/passwd.jpg,20-29,Male,White\n"
    )
    with pytest.raises(ManifestError, match="inside the photo folder"):
        LAYOUT_READERS["fairface"](tmp_path)


def test_meds_drops_photos_taken_under_18(tmp_path: Path) -> None:
    """By the age at that arrest; an unknown age is left out, for it may be under 18."""
    (tmp_path / "subject_metadata.csv").write_text(
        "img_dname,img_name,subject_id,age_phd,sex,rac,label\n"
        "./data/aa,S1.jpg,1,31.94,F,W,Frontal\n./data/aa,S2.jpg,1,17.99,F,W,Frontal\n"
        "./data/aa,S3.jpg,2,,M,B,Frontal\n./data/aa,S4.jpg,3,0,M,B,Frontal\n"
    )
    rows = LAYOUT_READERS["meds-ii"](tmp_path)
    assert [row["photo"] for row in rows.rows] == ["data/aa/S1.jpg"]
    assert rows.rows[0]["race"] == "White"
    assert (rows.minors, rows.minor_photos, len(rows.incomplete)) == (1, 1, 2)


def test_meds_in_full(photos: Path) -> None:
    """55 images carry ages under 18, as the folder's README counts."""
    rows = LAYOUT_READERS["meds-ii"](photos / "meds")
    assert rows.minor_photos == 55
    assert len(rows.rows) + rows.minor_photos + len(rows.incomplete) == 1307


def test_a_folder_per_person(tmp_path: Path) -> None:
    """Any file name will do; a photo outside a person's folder is left out."""
    touched(tmp_path, "Ann Lee/one.JPG", "Ann Lee/two.png", "Bo/x.jpg", "stray.jpg", "Bo/note.txt")
    rows = LAYOUT_READERS["folders"](tmp_path)
    assert [(row["subject_id"], row["photo"]) for row in rows.rows] == [
        ("Ann Lee", "Ann Lee/one.JPG"),
        ("Ann Lee", "Ann Lee/two.png"),
        ("Bo", "Bo/x.jpg"),
    ]
    assert rows.incomplete == ("stray.jpg",)


@pytest.mark.parametrize("name", sorted(LAYOUT_READERS))
def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path, name: str) -> None:
    """Not a manifest of nobody."""
    with pytest.raises(ManifestError, match="found n"):
        LAYOUT_READERS[name](tmp_path)


def test_a_folder_named_like_a_formula_gives_a_harmless_key(tmp_path: Path) -> None:
    """What a spreadsheet would run gets an apostrophe; the path still leads to the file."""
    touched(tmp_path, "=cmd/x.jpg")
    row = LAYOUT_READERS["folders"](tmp_path).rows[0]
    assert (row["key"], row["subject_id"]) == ("'=cmd/x.jpg", "'=cmd")
    assert row["photo"] == "=cmd/x.jpg"
