"""UTKFace: age, gender, and race in the file's name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from support.empty_photos import touched

from simulator.datasets.layouts.utkface import age_group, utkface


def test_utkface_by_its_file_names(tmp_path: Path) -> None:
    """Adults are read, children dropped, and names without a race or with letters left out."""
    touched(
        tmp_path,
        "18_1_2_20170109.jpg.chip.jpg",
        "17_0_0_20170109.jpg.chip.jpg",
        "39_1_20170116174525125.jpg.chip.jpg",
        "x_1_2_20170109.jpg.chip.jpg",
        "30_2_2_20170109.jpg.chip.jpg",
        "30_0_9_20170109.jpg.chip.jpg",
    )
    rows = utkface(tmp_path)
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
    rows = utkface(photos / "utkface" / "UTKFace")
    assert (len(rows.rows), rows.minors, len(rows.incomplete)) == (8381, 40, 3)
    assert Counter(row["race"] for row in rows.rows)["Black"] == 1800


@pytest.mark.parametrize(
    ("age", "group"),
    [(18, "18-29"), (29, "18-29"), (30, "30-44"), (44, "30-44"), (45, "45-59"), (60, "60+")],
)
def test_age_groups_include_their_lower_end(age: int, group: str) -> None:
    """Each group begins at its first age."""
    assert age_group(age) == group
