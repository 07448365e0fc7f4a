"""Manifests: the people in photos, in a CSV with strict rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.datasets.manifest import load_manifest, save_manifest
from simulator.errors import ManifestError

GOOD = "key,subject_id,photo,gender\n007,james,007.jpg,M\nNA,nora,sub/NA.jpg,\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "manifest.csv"
    path.write_bytes(text.encode())
    return path


def test_cells_stay_as_they_are_written(tmp_path: Path) -> None:
    """007 keeps its zeros, NA is a name rather than a gap, and an empty cell is empty."""
    frame = load_manifest(written(tmp_path, GOOD))
    assert frame["key"].tolist() == ["007", "NA"]
    assert frame["gender"].tolist() == ["M", ""]


@pytest.mark.parametrize("text", ["\ufeff" + GOOD, GOOD.replace("\n", "\r\n")])
def test_spreadsheet_habits_are_fine(tmp_path: Path, text: str) -> None:
    """A byte-order mark and Windows line ends change nothing."""
    assert load_manifest(written(tmp_path, text))["key"].tolist() == ["007", "NA"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("key,photo\na,a.jpg\n", "no 'subject_id' among key, photo"),
        (GOOD + "007,jane,8.jpg,F\n", "'007' more than once"),
        (GOOD + ",jane,8.jpg,F\n", "no|none in line 4"),
        (GOOD + "8, ,8.jpg,F\n", "none in line 4"),
        (GOOD + "8,eve,../../etc/passwd,F\n", "without '..'"),
        (GOOD + "8,eve,/etc/passwd,F\n", "relative to that folder"),
        (GOOD + "8,eve,C:\\x.jpg,F\n", "relative to that folder"),
        ("", "CSV with a header"),
        (GOOD + 'x,"y,z.jpg,F\n', "CSV|found"),
    ],
)
def test_broken_manifests_say_where(tmp_path: Path, text: str, message: str) -> None:
    """The error says what was expected, what was found, and in which line."""
    with pytest.raises(ManifestError, match=message):
        load_manifest(written(tmp_path, text))


def test_no_manifest(tmp_path: Path) -> None:
    """A missing file is an expected error, not a traceback."""
    with pytest.raises(ManifestError, match="found none"):
        load_manifest(tmp_path / "manifest.csv")


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """Commas, quotes and line breaks in a cell survive."""
    row = {"key": "a", "subject_id": 'Ann "A" Lee, Jr.', "photo": "a.jpg"}
    save_manifest([row], list(row), tmp_path / "m.csv")
    assert load_manifest(tmp_path / "m.csv").iloc[0].to_dict() == row
