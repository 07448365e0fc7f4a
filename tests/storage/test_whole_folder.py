"""A folder is written whole or not at all, and nothing that was there is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.errors import FalseMatchError
from simulator.storage import whole_folder
from simulator.storage.files import HIDDEN
from simulator.storage.lock import locked, mark_of
from simulator.storage.whole_folder import (
    remove_folder,
    replacing_folder,
    sweep_folders,
    write_folder,
    write_over,
)

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
    usual = whole_folder.write_bytes

    def full(path: Path, content: bytes) -> None:
        if path.name == "b.html":
            raise OSError(28, "No space left on device")
        usual(path, content)

    monkeypatch.setattr(whole_folder, "write_bytes", full)
    with pytest.raises(FalseMatchError, match="No space left"):
        write_folder(out, FILES)
    assert inside(out) == {"a.html": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_a_failed_move_brings_back_what_was_there(tmp_path, monkeypatch):
    """Also where the system cannot exchange two folders."""
    monkeypatch.setattr(whole_folder, "exchange", lambda *_: False)
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


def test_without_an_exchange_the_folder_is_replaced_too(tmp_path, monkeypatch):
    monkeypatch.setattr(whole_folder, "exchange", lambda *_: False)
    out = tmp_path / "pack"
    write_folder(out, {"a.html": b"old"})
    write_folder(out, FILES)
    assert inside(out) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_a_folder_that_a_killed_run_had_put_aside_comes_back(tmp_path):
    """Between two moves, where the system has no exchange: the next run finds the old one."""
    aside = tmp_path / f"{HIDDEN}{mark_of(tmp_path / 'pack')}-old"
    aside.mkdir()
    (aside / "a.html").write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), replacing_folder(tmp_path / "pack"):
        raise ZeroDivisionError
    assert inside(tmp_path / "pack") == {"a.html": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_two_runs_at_once_and_the_second_is_told(tmp_path):
    with (
        replacing_folder(tmp_path / "pack") as staging,
        pytest.raises(FalseMatchError, match="another run that writes there"),
    ):
        (staging / "a.html").write_bytes(b"mine")
        write_folder(tmp_path / "pack", FILES)
    write_folder(tmp_path / "pack", FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_an_earlier_run_goes_and_other_files_stay(tmp_path):
    """No table of another run lies beside the new ones; a linked copy never changes the old."""
    out = tmp_path / "run"
    out.mkdir()
    for name in ("by-party.csv", "notes.txt"):
        (out / name).write_text("old")
    (out / "folder").mkdir()
    written = write_over(out, {"by-sex.csv": b"new"}, re.compile(r"by-.+\.csv"))
    assert written == [out / "by-sex.csv"]
    assert {path.name for path in out.iterdir()} == {"by-sex.csv", "notes.txt", "folder"}
    with pytest.raises(FalseMatchError, match="something else"):
        write_over(out / "notes.txt", {}, re.compile("x"))


def test_hidden_folders_of_killed_runs_are_swept_and_those_of_others_stay(tmp_path):
    gone, busy = (tmp_path / f"{HIDDEN}{mark_of(tmp_path / n)}-gone" for n in ("gone", "busy"))
    for folder in (gone, busy):
        folder.mkdir()
    with locked(tmp_path / "busy"):
        sweep_folders(tmp_path)
        assert busy.exists()
    assert not gone.exists()
    (tmp_path / "data").mkdir()
    remove_folder(tmp_path / "data")
    assert not (tmp_path / "data").exists()
