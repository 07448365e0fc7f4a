"""Public layouts as their publishers distribute them."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.datasets.layouts import lfw, london
from simulator.errors import ManifestError


def touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")


def test_lfw_genders_are_per_person(tmp_path: Path) -> None:
    """Photos on both lists, or of a person whose photos disagree, have no label."""
    photos = tmp_path / "lfw_funneled"
    for name in (
        "Ann_Lee/Ann_Lee_0001",
        "Ann_Lee/Ann_Lee_0002",
        "Bo_Ray/Bo_Ray_0001",
        "Cy/Cy_0001",
    ):
        touch(photos / f"{name}.jpg")
    touch(photos / "Cy" / "stray.jpg")
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


def test_london_drops_minors_and_incomplete_rows(tmp_path: Path) -> None:
    """Under 18: dropped and counted; age unknown: kept; a label missing: reported."""
    (tmp_path / "london_info.csv").write_text(
        "face_id,face_age,face_gender,face_eth\n001,24,female,white\n002,17,male,black\n"
        "003,NA,male,black\n004,30,,black\n"
    )
    for subject in ("001", "002", "003", "004", "005"):
        touch(tmp_path / "neutral_front" / f"{subject}_03.jpg")
        touch(tmp_path / "smiling_front" / f"{subject}_08.jpg")
    found = london(tmp_path)
    assert [row["key"] for row in found.rows] == ["001_03", "003_03", "001_08", "003_08"]
    assert found.rows[1]["age"] == ""
    assert found.minors == 1
    assert len(found.incomplete) == 4


@pytest.mark.parametrize("layout", [lfw, london])
def test_an_empty_folder_is_no_data_set(tmp_path: Path, layout: object) -> None:
    """The message says what was expected there."""
    with pytest.raises(ManifestError, match="expected"):
        layout(tmp_path)  # type: ignore[operator]
