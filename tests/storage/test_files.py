"""Files are replaced whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator.errors import FalseMatchError
from simulator.storage import files
from simulator.storage.files import replacing, sha256_of_file, write_bytes
from simulator.storage.paths import user_datasets

TEXT: dict[str, Any] = {"check": True, "text": True, "stdout": subprocess.PIPE}


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    """An exception in the middle changes nothing on disk."""
    path = tmp_path / "table.csv"
    write_bytes(path, b"old")
    with pytest.raises(ZeroDivisionError), replacing(path) as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    """No room: the old state stays, and the message says so."""
    path = tmp_path / "table.csv"
    write_bytes(path, b"old")
    with pytest.raises(FalseMatchError, match="No space left.*nothing was changed"):
        with replacing(path):
            raise OSError(28, "No space left on device")
    assert path.read_bytes() == b"old"


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    """Writing below a file is refused in words."""
    (tmp_path / "file").write_text("")
    with pytest.raises(FalseMatchError, match="could not write"):
        write_bytes(tmp_path / "file" / "x.csv", b"")


def test_sha256_of_the_empty_file(tmp_path: Path) -> None:
    """The well-known digest of nothing."""
    (tmp_path / "empty").write_bytes(b"")
    assert sha256_of_file(tmp_path / "empty").startswith("e3b0c44298fc1c14")


@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "device"])
def test_only_ordinary_files_are_replaced(tmp_path: Path, kind: str) -> None:
    """A report never takes the place of a device, a pipe, or what a link leads to."""
    path = tmp_path / kind
    if kind == "link":
        path.symlink_to("/dev/null")
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path = Path("/dev/null")
    before = path.lstat().st_mode
    with pytest.raises(FalseMatchError, match="ordinary file"):
        write_bytes(path, b"x")
    assert path.lstat().st_mode == before
    assert [p.name for p in tmp_path.iterdir()] == ([] if kind == "device" else [kind])


def test_what_a_killed_run_left_is_swept_and_what_a_live_one_writes_stays(tmp_path: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], **TEXT)
    with replacing(tmp_path / "a") as file:
        mine = Path(file.name)
        theirs = mine.with_name(mine.name.replace(f"-{os.getpid()}-", f"-{dead.stdout.strip()}-"))
        theirs.touch()
        files._swept.clear()
        write_bytes(tmp_path / "b", b"b")
        assert mine.exists()
        assert not theirs.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b"}


def test_own_data_is_private_and_other_files_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_bytes(user_datasets() / "x" / "labels.csv", b"")
        write_bytes(tmp_path / "report.html", b"")
    finally:
        os.umask(before)
    own = user_datasets() / "x"
    assert [p.stat().st_mode & 0o777 for p in (own, own / "labels.csv")] == [0o700, 0o600]
    assert (tmp_path / "report.html").stat().st_mode & 0o777 == 0o644
