"""Harmful archives write nothing outside the folder and no partial file."""

from __future__ import annotations

import io
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from simulator.datasets.archives import unpack, unpack_tar
from simulator.errors import FalseMatchError


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def test_members_that_leave_the_folder_are_refused(tmp_path: Path) -> None:
    """Dots, absolute paths, drives and backslashes are refused and named; the photo is written."""
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
    """A link could lead the next member out of the folder, so it is refused."""
    member = zipfile.ZipInfo("link.jpg")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr(member, "/etc/passwd")
    assert unpack(tmp_path / "a.zip", tmp_path / "out") == (0, ["link.jpg"])


def test_a_bomb_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """A member that unpacks to 200 times its size is not a photo."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("big.jpg", b"\0" * 50_000_000)
    with pytest.raises(FalseMatchError, match="too much to be right"):
        unpack(tmp_path / "a.zip", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 half"])
def test_what_is_no_whole_archive_is_said(tmp_path: Path, content: bytes) -> None:
    """An empty file, a text and half an archive are errors."""
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(FalseMatchError, match=r"expected .* zip archive at .*Delete it"):
        unpack(tmp_path / "a.zip", tmp_path / "out")


def test_a_damaged_member_is_not_left_behind(tmp_path: Path) -> None:
    """If a member's checksum is wrong, it is not written; the good member stays."""
    archive = packed(tmp_path / "a.zip", {"a.jpg": b"good" * 50, "b.jpg": b"evil" * 50})
    content = archive.read_bytes()
    archive.write_bytes(content.replace(b"evil" * 50, b"even" * 50))
    with pytest.raises(FalseMatchError, match=r"expected .* zip archive at .*Delete it"):
        unpack(archive, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.jpg"]


def test_unpacking_again_goes_on(tmp_path: Path) -> None:
    """Unpacking again completes a partial file."""
    archive = packed(tmp_path / "a.zip", {"a.jpg": b"one", "b.jpg": b"two"})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.jpg").write_bytes(b"on")
    assert unpack(archive, tmp_path / "out")[0] == 2
    assert (tmp_path / "out" / "a.jpg").read_bytes() == b"one"


def tarred(path: Path, members: dict[str, bytes | str]) -> Path:
    """Return a tar archive; a text stands for a link to that path."""
    with tarfile.open(path, "w:gz") as file:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            if isinstance(content, str):
                member.type, member.linkname = tarfile.SYMTYPE, content
                file.addfile(member)
            else:
                member.size = len(content)
                file.addfile(member, io.BytesIO(content))
    return path


def test_a_tar_archives_folder_appears_whole(tmp_path: Path) -> None:
    """Members that lead out, links and hidden files are refused and named; no other trace."""
    archive = tarred(
        tmp_path / "a.tgz",
        {
            "lfw/Ann/a.jpg": b"one",
            "lfw/../../evil.jpg": b"x",
            "/evil.jpg": b"x",
            "lfw/link.jpg": "/etc/passwd",
            "lfw/Ann/.a.jpg": b"x",
            "elsewhere/b.jpg": b"x",
        },
    )
    left = tmp_path / "out" / ".photos-unpacking-_killed_"
    left.mkdir(parents=True)
    refused = unpack_tar(archive, "lfw", tmp_path / "out" / "photos")
    assert len(refused) == 4
    found = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.jpg")]
    assert found == ["out/photos/Ann/a.jpg"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["photos"]


@pytest.mark.parametrize("damage", ["cut", "text", "bomb", "other folder", "bit"])
def test_a_bad_tar_archive_leaves_nothing(tmp_path: Path, damage: str) -> None:
    """A truncated or altered archive, a bomb or another folder is one sentence, and no folder."""
    content = b"\0" * 50_000_000 if damage == "bomb" else bytes(range(256)) * 400
    folder = "else" if damage == "other folder" else "lfw"
    archive = tarred(tmp_path / "a.tgz", {f"{folder}/{i}.jpg": content for i in range(3)})
    whole = archive.read_bytes()
    if damage == "cut":
        archive.write_bytes(whole[: len(whole) // 2])
    elif damage == "text":
        archive.write_text("no archive")
    elif damage == "bit":
        middle = len(whole) // 2
        archive.write_bytes(whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :])
    with pytest.raises(FalseMatchError, match="expected"):
        unpack_tar(archive, "lfw", tmp_path / "out" / "lfw")
    assert list((tmp_path / "out").iterdir()) == []
