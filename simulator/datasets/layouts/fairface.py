"""FairFace: labels in two tables beside the photos; nobody is identified."""

from __future__ import annotations

from pathlib import Path

from simulator.datasets.ages import Age, read_age
from simulator.datasets.layouts.rows import Rows, expect_rows
from simulator.datasets.manifest import check_path
from simulator.errors import ManifestError
from simulator.storage.formats.table import read_table

TABLES = ("fairface_label_train.csv", "fairface_label_val.csv")


def fairface(photos: Path) -> Rows:
    """Read FairFace: ``fairface_label_{train,val}.csv`` beside ``train/1.jpg``, ``val/1.jpg``.

    Each photo counts as its own subject. Ages are ranges; those that
    reach below 18 (up to 10-19) are dropped and counted.
    """
    tables = [photos / name for name in TABLES if (photos / name).is_file()]
    if not tables:
        raise ManifestError(
            f"expected {TABLES[0]} or {TABLES[1]} in {photos}, found neither. Place FairFace's "
            "label tables beside its train and val folders."
        )
    rows: list[dict[str, str]] = []
    incomplete: list[str] = []
    minors = 0
    for path in tables:
        table = read_table(path)
        incomplete += [f"{path.name} line {line}" for line in table.incomplete]
        missing = {"file", "age", "gender", "race"} - set(table.frame.columns)
        if missing:
            raise ManifestError(
                f"expected the columns file, age, gender and race in {path}, found no "
                f"{min(missing)!r}. Download the table again."
            )
        for row in table.frame.to_dict(orient="records"):
            photo = row["file"]
            check_path(photo, str(path))
            if not all(row[column] for column in ("file", "age", "gender", "race")):
                incomplete.append(photo or path.name)
            elif (age := read_age(row["age"])) is Age.UNKNOWN:
                incomplete.append(photo)
            elif age is Age.MINOR:
                minors += 1
            else:
                rows.append(_row(row))
    expect_rows(rows, photos, "train/1.jpg of people over 19")
    columns = ["key", "subject_id", "photo", "race", "gender", "age_group"]
    note = "people in the age range 10-19 are dropped too, because they may be under 18"
    return Rows(columns, rows, minors, tuple(incomplete), minor_photos=minors, notes=(note,))


def _row(row: dict[str, str]) -> dict[str, str]:
    key = row["file"].rpartition(".")[0]
    return {
        "key": key,
        "subject_id": key,
        "photo": row["file"],
        "race": row["race"],
        "gender": {"Female": "F", "Male": "M"}.get(row["gender"], row["gender"]),
        "age_group": row["age"].replace("more than 70", "70+"),
    }
