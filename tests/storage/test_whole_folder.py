"""A folder is written whole or not at all, and nothing that was there is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import FalseMatchError
from simulator.storage.whole_folder import write_folder

FILES = {"a.html": b"A", "b.html": b"B"}


def inside(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_new_folders_are_made(tmp_path):
    write_folder(tmp_path / "deep" / "pack", FILES)
    assert inside(tmp_path / "deep" / "pack") == FILES
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["pack"]


def test_an_earlier_run_and_an_empty_folder_are_replaced(tmp_path):
    out = tmp_path / "pack"
    out.mkdir()
    write_folder(out, {"a.html": b"old"})
    write_folder(out, FILES)
    assert inside(out) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


@pytest.mark.parametrize("stranger", ["notes.txt", "a.html/notes.txt"])
def test_a_folder_with_anything_else_is_left_alone(tmp_path, stranger):
    """Also where a folder has the name of a file."""
    kept = tmp_path / "pack" / stranger
    kept.parent.mkdir(parents=True)
    kept.write_text("mine")
    with pytest.raises(FalseMatchError, match="new or empty folder"):
        write_folder(tmp_path / "pack", FILES)
    assert kept.read_text() == "mine"
    assert not (tmp_path / "pack" / "b.html").exists()


def test_a_file_or_a_link_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("file", "link"):
        with pytest.raises(FalseMatchError, match="something else"):
            write_folder(tmp_path / name, FILES)


def test_a_place_that_cannot_be_written(tmp_path):
    """No folder can be created below a file, not even by an administrator."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(FalseMatchError, match="could not") as caught:
        write_folder(tmp_path / "file" / "pack", FILES)
    assert "\n" not in str(caught.value)


def test_a_failure_half_way_changes_nothing(tmp_path, monkeypatch):
    """The disk is full at the second file: the earlier pack is still there, and nothing else."""
    out = tmp_path / "pack"
    write_folder(out, {"a.html": b"old"})
    usual = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if self.name == "b.html":
            raise OSError(28, "No space left on device")
        return usual(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(FalseMatchError, match="No space left"):
        write_folder(out, FILES)
    assert inside(out) == {"a.html": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_a_failed_move_brings_back_what_was_there(tmp_path, monkeypatch):
    out = tmp_path / "pack"
    write_folder(out, {"a.html": b"old"})
    usual = Path.rename
    moves = []

    def second_fails(self: Path, target: Path) -> Path:
        moves.append(target)
        if len(moves) == 2:
            raise OSError(13, "Permission denied")
        return usual(self, target)

    monkeypatch.setattr(Path, "rename", second_fails)
    with pytest.raises(FalseMatchError, match="Permission denied"):
        write_folder(out, FILES)
    assert inside(out) == {"a.html": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]
