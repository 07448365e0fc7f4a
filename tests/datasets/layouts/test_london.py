"""The London set's layout."""

from __future__ import annotations

from pathlib import Path

from support.empty_photos import touched

from simulator.datasets.layouts.london import london


def test_london_drops_minors_and_incomplete_rows(tmp_path: Path) -> None:
    """People under 18 are dropped and counted, of unknown age kept; missing labels are reported."""
    (tmp_path / "london_info.csv").write_text(
        "face_id,face_age,face_gender,face_eth\n001,24,female,white\n002,17,male,black\n"
        "003,NA,male,black\n004,30,,black\n"
    )
    for subject in ("001", "002", "003", "004", "005"):
        touched(tmp_path, f"neutral_front/{subject}_03.jpg")
        touched(tmp_path, f"smiling_front/{subject}_08.jpg")
    found = london(tmp_path)
    assert [row["key"] for row in found.rows] == ["001_03", "003_03", "001_08", "003_08"]
    assert found.rows[1]["age"] == ""
    assert (found.minors, found.minor_photos) == (1, 2)
    assert len(found.incomplete) == 4
