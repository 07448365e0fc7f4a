"""Labeled Faces in the Wild, and any folder with one folder per person."""

from __future__ import annotations

from pathlib import Path

from simulator.datasets.layouts.rows import Rows, expect_rows, key_text, photos_below
from simulator.errors import ManifestError


def lfw(photos: Path) -> Rows:
    """Read Labeled Faces in the Wild as scikit-learn stores it: ``NAME/NAME_0001.jpg``.

    Gender comes per photo from ``male_names.txt`` and ``female_names.txt`` beside the photo folder
    (Afifi & Abdelhamed 2017). A person whose photos disagree gets no label.
    """
    genders = _lfw_genders(photos.parent)
    rows: list[dict[str, str]] = []
    seen: dict[str, set[str]] = {}
    incomplete: list[str] = []
    for path in photos_below(photos):
        person, key = path.parent.name, path.stem
        if key.rpartition("_")[0] != person:
            incomplete.append(str(path.relative_to(photos)))
            continue
        gender = genders.get(key, "")
        seen.setdefault(person, set()).add(gender)
        rows.append(
            {"key": key, "subject_id": person, "photo": f"{person}/{path.name}", "gender": gender}
        )
    for row in rows:
        known = seen[row["subject_id"]] - {""}
        row["gender"] = next(iter(known)) if len(known) == 1 else ""
    expect_rows(rows, photos, "NAME/NAME_0001.jpg")
    return Rows(["key", "subject_id", "photo", "gender"], rows, incomplete=tuple(incomplete))


def _lfw_genders(folder: Path) -> dict[str, str]:
    genders: dict[str, str] = {}
    for file, gender in (("male_names.txt", "M"), ("female_names.txt", "F")):
        path = folder / file
        if path.is_file():
            for line in path.read_text("utf-8").splitlines():
                key = line.strip().removesuffix(".jpg")
                # A photo on both lists has no label.
                genders[key] = "" if genders.get(key, gender) != gender else gender
    return genders


def folders(photos: Path) -> Rows:
    """Read one folder per person: ``Ann_Lee/anything.jpg``. Photos in no folder are left out.

    Raises:
        ManifestError: there are no photos, or some lie deeper, where either folder may be a person.
    """
    rows: list[dict[str, str]] = []
    incomplete: list[str] = []
    for path in photos_below(photos, None):
        relative = path.relative_to(photos)
        if len(relative.parts) < 2:
            incomplete.append(str(relative))
            continue
        photo = relative.as_posix()
        if len(relative.parts) > 2:
            raise ManifestError(
                f"expected one folder per person, such as NAME/1.jpg, in {photos}, found {photo}: "
                f"the person may be {relative.parts[0]!r} or {relative.parts[-2]!r}. Give the "
                "folder above the people's with --photos, or a table with --labels."
            )
        rows.append(
            {
                "key": key_text(photo),
                "subject_id": key_text(relative.parts[0]),
                "photo": photo,
            }
        )
    expect_rows(rows, photos, "NAME/anything.jpg")
    return Rows(["key", "subject_id", "photo"], rows, incomplete=tuple(incomplete))
