"""Archives made to do harm: nothing is written outside the folder, nothing half."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from simulator.datasets.archives import unpack
from simulator.errors import FalseMatchError


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def test_members_that_leave_the_folder_are_refused(tmp_path: Path) -> None:
    """Dots, absolute paths, drives, backslashes: refused and named; the photo is there."""
    archive = packed(
        tmp_path / "a.zip",
        {
            "photos/a.jpg": b"one",
            "../evil.jpg": b"x",
            "photos/../../evil.jpg": b"x",
            "/evil.jpg": b"x",
            "..\\evil.jpg": b"x",
            "C:evil.jpg": b"x",
            "run.exe": b"x",
            ".hidden.jpg": b"x",
        },
    )
    folder = tmp_path / "inner" / "folder"
    written, refused = unpack(archive, folder)
    assert (written, len(refused)) == (1, 7)
    assert (folder / "photos" / "a.jpg").read_bytes() == b"one"
    everything = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(everything) == ["a.jpg", "a.zip"]


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    """It could lead the next member out of the folder."""
    member = zipfile.ZipInfo("link.jpg")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr(member, "/etc/passwd")
    assert unpack(tmp_path / "a.zip", tmp_path / "out") == (0, ["link.jpg"])


def test_a_bomb_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """What unpacks to 200 times its size is no photo."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("big.jpg", b"\0" * 50_000_000)
    with pytest.raises(FalseMatchError, match="too much to be right"):
        unpack(tmp_path / "a.zip", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 half"])
def test_what_is_no_whole_archive_is_said(tmp_path: Path, content: bytes) -> None:
    """An empty file, a text, a half one."""
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(FalseMatchError, match="whole zip archive"):
        unpack(tmp_path / "a.zip", tmp_path / "out")


def test_a_damaged_member_is_not_left_behind(tmp_path: Path) -> None:
    """A wrong checksum inside: the good member stays, the bad one is not written."""
    archive = packed(tmp_path / "a.zip", {"a.jpg": b"good" * 50, "b.jpg": b"evil" * 50})
    content = archive.read_bytes()
    archive.write_bytes(content.replace(b"evil" * 50, b"even" * 50))
    with pytest.raises(FalseMatchError, match="whole zip archive"):
        unpack(archive, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.jpg"]


def test_unpacking_again_goes_on(tmp_path: Path) -> None:
    """Files that are there in full are kept."""
    archive = packed(tmp_path / "a.zip", {"a.jpg": b"one", "b.jpg": b"two"})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.jpg").write_bytes(b"on")
    assert unpack(archive, tmp_path / "out")[0] == 2
    assert (tmp_path / "out" / "a.jpg").read_bytes() == b"one"
