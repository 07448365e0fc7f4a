"""UTKFace: age, gender, and race in the file's name; nobody is identified."""

from __future__ import annotations

from pathlib import Path

from simulator.datasets.ages import Age, read_age
from simulator.datasets.layouts.rows import Rows, expect_rows, photos_below

GENDERS = {"0": "M", "1": "F"}
RACES = {"0": "White", "1": "Black", "2": "Asian", "3": "Indian", "4": "Other"}
AGES = ((18, "18-29"), (30, "30-44"), (45, "45-59"), (60, "60+"))
"""The lowest age of each group, and the group's name."""


def utkface(photos: Path) -> Rows:
    """Read UTKFace's crops: ``{age}_{gender}_{race}_{date}.jpg.chip.jpg``.

    Each photo counts as its own subject, because it is not known who is shown twice. A photo whose
    name lacks a field is left out; people under 18 are dropped.
    """
    rows: list[dict[str, str]] = []
    incomplete: list[str] = []
    minors = 0
    for path in photos_below(photos):
        key = path.name.partition(".")[0].strip()
        parts = key.split("_")
        known = len(parts) == 4 and all(part.isascii() and part.isdigit() for part in parts)
        age = read_age(parts[0])
        if not known or parts[1] not in GENDERS or parts[2] not in RACES or age is Age.UNKNOWN:
            incomplete.append(path.relative_to(photos).as_posix())
            continue
        if age is Age.MINOR:
            minors += 1
            continue
        rows.append(
            {
                "key": key,
                "subject_id": key,
                "photo": path.relative_to(photos).as_posix(),
                "race": RACES[parts[2]],
                "gender": GENDERS[parts[1]],
                "age_group": age_group(int(parts[0])),
            }
        )
    expect_rows(rows, photos, "26_0_1_20170117195838909.jpg.chip.jpg")
    columns = ["key", "subject_id", "photo", "race", "gender", "age_group"]
    return Rows(columns, rows, minors, tuple(incomplete), minor_photos=minors)


def age_group(age: int) -> str:
    """Return the age group of an adult, e.g. 44 → ``30-44``."""
    return [name for low, name in AGES if age >= low][-1]
