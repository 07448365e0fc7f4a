"""FairFace: labels in two tables beside the photos."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.empty_photos import touched

from simulator.datasets.layouts.fairface import fairface
from simulator.errors import ManifestError


def test_fairface_drops_every_range_that_may_be_under_18(tmp_path: Path) -> None:
    """10-19 includes minors, so it is dropped; a row without a race is left out."""
    touched(tmp_path, "train/1.jpg", "val/1.jpg")
    (tmp_path / "fairface_label_train.csv").write_text(
        "file,age,gender,race,service_test\ntrain/1.jpg,20-29,Female,East Asian,True\n"
        "train/2.jpg,10-19,Male,Black,True\ntrain/3.jpg,3-9,Male,White,True\n"
        "train/4.jpg,30-39,Male,,True\n"
    )
    (tmp_path / "fairface_label_val.csv").write_text(
        "file,age,gender,race,service_test\nval/1.jpg,more than 70,Male,Indian,False\n"
    )
    rows = fairface(tmp_path)
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
        fairface(tmp_path)
