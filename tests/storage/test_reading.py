"""Only ordinary files are opened, and none that is larger than it may be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.storage.reading import is_there, open_regular, read_regular


def test_devices_pipes_and_folders_are_no_files(tmp_path: Path) -> None:
    """None of them blocks, and none of them is read."""
    (tmp_path / "zero").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    for name in ("zero", "pipe", ""):
        with pytest.raises(OSError, match=r"ordinary file|Is a directory"):
            read_regular(tmp_path / name)
    with pytest.raises(OSError, match="no valid path"):
        read_regular(Path("a\0b"))


def test_a_file_and_a_link_to_one_are_read_up_to_the_limit(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    (tmp_path / "link").symlink_to("file")
    assert read_regular(tmp_path / "link") == b"12345"
    with pytest.raises(OSError, match="are the most"), open_regular(tmp_path / "file", 4):
        pass


def test_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to("nowhere")
    assert is_there(tmp_path / "dangling")
    assert not is_there(tmp_path / "nothing")
    assert not is_there(Path("a\0b"))
