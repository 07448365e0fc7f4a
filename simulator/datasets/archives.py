"""Unpacking a downloaded archive: only ordinary photos and tables, only inside the folder."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path, PurePosixPath

from simulator.encoding import PHOTO_ENDINGS
from simulator.errors import FalseMatchError
from simulator.files import replacing

WANTED = {*PHOTO_ENDINGS, ".csv", ".txt"}
MAX_FILES = 200_000
MAX_BYTES = 20_000_000_000
MAX_RATIO = 200
"""Photos hardly shrink; what unpacks to more than this is a bomb."""


def unpack(archive: Path, folder: Path) -> tuple[int, list[str]]:
    """Unpack a zip archive's photos and tables.

    Every member is written through a temporary file, and files that are there in full are kept, so
    that a run that was killed goes on.

    Returns:
        How many files are there now, and the members that were refused: absolute paths, paths with
        ``..``, links, and files of other kinds.

    Raises:
        FalseMatchError: it is no zip archive, is broken, or unpacks to more than can be right.
    """
    refused: list[str] = []
    written = 0
    try:
        with zipfile.ZipFile(archive) as file:
            members = [member for member in file.infolist() if not member.is_dir()]
            _check_size(members, archive)
            for member in members:
                if not _harmless(member):
                    refused.append(member.filename)
                    continue
                _write(file, member, folder / member.filename)
                written += 1
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise FalseMatchError(
            f"expected a whole zip archive at {archive}, found: {error}. Delete it and fetch it "
            "again."
        ) from error
    return written, refused


def _write(file: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    if target.is_file() and target.stat().st_size == member.file_size:
        return
    with replacing(target) as out, file.open(member) as content:
        shutil.copyfileobj(content, out)


def _harmless(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    mode = member.external_attr >> 16
    link = (mode & 0o170000) == 0o120000
    outside = path.is_absolute() or ".." in path.parts or ":" in member.filename[:3]
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    wanted = path.suffix.lower() in WANTED
    return wanted and not (link or outside or hidden) and member.filename.isprintable()


def _check_size(members: list[zipfile.ZipInfo], archive: Path) -> None:
    total = sum(member.file_size for member in members)
    packed = max(1, archive.stat().st_size)
    if len(members) > MAX_FILES or total > MAX_BYTES or total / packed > MAX_RATIO:
        raise FalseMatchError(
            f"expected photos in {archive}, found {len(members):,} files of "
            f"{total / 1e9:.1f} GB: too much to be right. Delete it and check the address."
        )
