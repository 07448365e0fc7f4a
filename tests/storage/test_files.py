"""Files are replaced whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import FalseMatchError
from simulator.storage.files import replacing, sha256_of_file, write_bytes


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
