"""MEDS-II: booking photos with ages."""

from __future__ import annotations

from pathlib import Path

from simulator.datasets.layouts.meds import meds_ii


def test_meds_drops_photos_taken_under_18(tmp_path: Path) -> None:
    """The age at that arrest decides; an unknown age is left out, because it may be under 18."""
    (tmp_path / "subject_metadata.csv").write_text(
        "img_dname,img_name,subject_id,age_phd,sex,rac,label\n"
        "./data/aa,S1.jpg,1,31.94,F,W,Frontal\n./data/aa,S2.jpg,1,17.99,F,W,Frontal\n"
        "./data/aa,S3.jpg,2,,M,B,Frontal\n./data/aa,S4.jpg,3,0,M,B,Frontal\n"
    )
    rows = meds_ii(tmp_path)
    assert [row["photo"] for row in rows.rows] == ["data/aa/S1.jpg"]
    assert rows.rows[0]["race"] == "White"
    assert (rows.minors, rows.minor_photos, len(rows.incomplete)) == (1, 1, 2)


def test_meds_in_full(photos: Path) -> None:
    """55 images carry ages under 18, as the folder's README counts."""
    rows = meds_ii(photos / "meds")
    assert rows.minor_photos == 55
    assert len(rows.rows) + rows.minor_photos + len(rows.incomplete) == 1307
