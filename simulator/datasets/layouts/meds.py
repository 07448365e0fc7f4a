"""MEDS-II (NIST Special Database 32): booking photos of people who have died."""

from __future__ import annotations

from pathlib import Path

from simulator.datasets.ages import Age, read_age
from simulator.datasets.layouts.rows import Rows, expect_rows
from simulator.datasets.manifest import check_path
from simulator.errors import ManifestError
from simulator.storage.formats.table import read_table

TABLE = "subject_metadata.csv"
RACES = {"W": "White", "B": "Black", "A": "Asian", "I": "American Indian", "U": ""}
_NEEDED = ("img_dname", "img_name", "subject_id", "age_phd", "sex", "rac")


def meds_ii(photos: Path) -> Rows:
    """Read MEDS-II: ``subject_metadata.csv`` beside ``data/aa/S001-01-t10_01.jpg``.

    Every photo of an adult in the table is listed, even where the file is not on disk. A photo
    taken at an age under 18, or at an unknown age, is dropped; sex and race are those of the
    booking record.
    """
    table = read_table(photos / TABLE)
    missing = [column for column in _NEEDED if column not in table.frame.columns]
    if missing:
        raise ManifestError(
            f"expected the column {missing[0]!r} in {photos / TABLE}, found none. "
            "Use the table that comes with MEDS-II."
        )
    rows: list[dict[str, str]] = []
    incomplete = [f"{TABLE} line {line}" for line in table.incomplete]
    minors: set[str] = set()
    minor_photos = 0
    for row in table.frame.to_dict(orient="records"):
        photo = f"{row['img_dname'].removeprefix('./').strip('/')}/{row['img_name']}"
        check_path(photo, str(photos / TABLE))
        age = read_age(row["age_phd"])
        # An age of 0 in the record is no age.
        unknown = age is Age.UNKNOWN or not row["age_phd"].strip("0. ")
        if unknown or not row["subject_id"] or not row["img_name"]:
            incomplete.append(photo)
        elif age is Age.MINOR:
            minors.add(row["subject_id"])
            minor_photos += 1
        else:
            rows.append(
                {
                    "key": row["img_name"].rpartition(".")[0],
                    "subject_id": row["subject_id"],
                    "photo": photo,
                    "race": RACES.get(row["rac"], row["rac"]),
                    "gender": row["sex"] if row["sex"] in ("F", "M") else "",
                    "pose": row.get("label", ""),
                }
            )
    expect_rows(rows, photos, "data/aa/S001-01-t10_01.jpg")
    columns = ["key", "subject_id", "photo", "race", "gender", "pose"]
    return Rows(columns, rows, len(minors), tuple(incomplete), minor_photos=minor_photos)
