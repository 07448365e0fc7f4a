"""Face Research Lab London Set: 102 adults, photographed neutral and smiling."""

from __future__ import annotations

from pathlib import Path

from simulator.datasets.ages import Age, read_age
from simulator.datasets.layouts.rows import Rows, expect_rows, photos_below
from simulator.errors import ManifestError
from simulator.storage.formats.table import read_table

NOT_GIVEN = ("", "NA")
"""The set's table has no age for some of the 102."""


def london(photos: Path) -> Rows:
    """Read the London set: ``neutral_front/001_03.jpg``, ``smiling_front/001_08.jpg``."""
    info = photos / "london_info.csv"
    try:
        rows_of_people = read_table(info).frame.to_dict(orient="records")
        people = {row["face_id"].lstrip("X"): row for row in rows_of_people}
    except (ManifestError, KeyError) as error:
        raise ManifestError(
            f"expected the London set's table with a face_id column at {info}, found none "
            "that can be read. Download london_info.csv from figshare 5047666 and place it there."
        ) from error
    rows: list[dict[str, str]] = []
    minors: set[str] = set()
    minor_photos = 0
    incomplete: list[str] = []
    for expression in ("neutral", "smiling"):
        for path in photos_below(photos / f"{expression}_front"):
            subject = path.stem.partition("_")[0]
            person = people.get(subject)
            if person is None or not person.get("face_gender") or not person.get("face_eth"):
                incomplete.append(path.name)
                continue
            age = (person.get("face_age") or "").strip()
            # Its authors write that all are adults; without an age, that is what is known.
            known = Age.ADULT if age in NOT_GIVEN else read_age(age)
            if known is Age.UNKNOWN:
                incomplete.append(path.name)
                continue
            if known is Age.MINOR:
                minors.add(subject)
                minor_photos += 1
                continue
            rows.append(
                {
                    "key": path.stem,
                    "subject_id": subject,
                    "photo": f"{expression}_front/{path.name}",
                    "gender": person["face_gender"],
                    "age": age if age.isdigit() else "",
                    "ethnicity": person["face_eth"],
                    "expression": expression,
                }
            )
    expect_rows(rows, photos, "neutral_front/001_03.jpg")
    columns = ["key", "subject_id", "photo", "gender", "age", "ethnicity", "expression"]
    return Rows(columns, rows, len(minors), tuple(incomplete), minor_photos)
