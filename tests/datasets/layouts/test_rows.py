"""Code that the layout readers share, and their behavior with an empty folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.empty_photos import touched

from simulator.datasets.layouts import LAYOUT_READERS
from simulator.datasets.layouts.rows import manifest_text, photos_below
from simulator.errors import ManifestError


@pytest.mark.parametrize("name", sorted(LAYOUT_READERS))
def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path, name: str) -> None:
    """An empty folder is an error, not an empty manifest."""
    with pytest.raises(ManifestError, match="found n"):
        LAYOUT_READERS[name](tmp_path)


@pytest.mark.parametrize(
    ("text", "safe"), [("ann", "ann"), ("=1+1", "'=1+1"), ("a\nb", "a_b"), ("Zoë", "Zoë")]
)
def test_keys_and_labels_are_printable_and_no_formulas(text: str, safe: str) -> None:
    """A cell that a spreadsheet would run gets an apostrophe."""
    assert manifest_text(text) == safe


def test_photos_are_listed_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Only the requested file endings count; a folder that does not exist has no photos."""
    touched(tmp_path, "b/2.JPG", "a/1.jpg", "b/1.png", "note.txt")
    names = [path.relative_to(tmp_path).as_posix() for path in photos_below(tmp_path)]
    assert names == ["a/1.jpg", "b/2.JPG"]
    assert list(photos_below(tmp_path / "nowhere")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_link_out_of_the_folder_is_ignored(tmp_path: Path) -> None:
    """A link inside the folder counts; one that leaves it does not."""
    touched(tmp_path, "outside.jpg", "in/1.jpg")
    (tmp_path / "in" / "2.jpg").symlink_to(tmp_path / "in" / "1.jpg")
    (tmp_path / "in" / "3.jpg").symlink_to(tmp_path / "outside.jpg")
    assert [path.name for path in photos_below(tmp_path / "in")] == ["1.jpg", "2.jpg"]
