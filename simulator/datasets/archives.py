"""Unpacking a downloaded archive: only ordinary photos and tables, and only inside the folder."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from simulator.errors import FalseMatchError
from simulator.faces.find_photos import PLAIN_ENDINGS
from simulator.i18n.plurals import plural
from simulator.storage.files import replacing
from simulator.storage.reading import BROKEN

WANTED = {*PLAIN_ENDINGS, ".csv", ".txt"}
MAX_FILES = 200_000
MAX_BYTES = 20_000_000_000
MAX_RATIO = 200
"""Photos hardly compress: an archive that unpacks to more times its size than this is a bomb."""


def unpack(archive: Path, folder: Path) -> tuple[int, list[str]]:
    """Unpack a zip archive's photos and tables.

    Each member is written through a temporary file, and complete files are kept, so that a run that
    was killed can be continued.

    Returns:
        How many files are there now, and the members that were refused: absolute paths, paths with
        ``..``, links, and files of other kinds.

    Raises:
        FalseMatchError: it is not a zip archive, is broken, or unpacks to an implausible size.
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
    except BROKEN as error:  # among them other packings, passwords, and links in a circle
        raise FalseMatchError(
            f"expected a complete zip archive at {archive}, found: {error}. Delete it and fetch it "
            "again."
        ) from error
    return written, refused


def unpack_tar(archive: Path, name: str, target: Path) -> list[str]:
    """Unpack the folder ``name`` of a tar archive as ``target``: completely or not at all.

    It is unpacked into a hidden folder and then moved, so that a run that was killed leaves no
    folder that looks finished; anything such a run left behind is deleted.

    Returns:
        The members that were refused, as :func:`unpack` refuses them.

    Raises:
        FalseMatchError: it is not a complete tar archive, has no such folder, unpacks to an
            implausible size, or the disk is full.
    """
    hidden = f".{target.name}-unpacking-"
    refused: list[str] = []
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for left in target.parent.glob(f"{hidden}????????"):
            shutil.rmtree(left, ignore_errors=True)
        staging = Path(tempfile.mkdtemp(prefix=hidden, dir=target.parent))
        try:
            with tarfile.open(archive) as file:
                _extract(file, archive, staging, refused)
            if not (staging / name).is_dir():
                raise FalseMatchError(
                    f"expected photos in a folder {name!r} in {archive}, found none. Delete it and "
                    "fetch it again."
                )
            (staging / name).rename(target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except (tarfile.TarError, *BROKEN) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise FalseMatchError(
                f"could not unpack {archive}: {error.strerror or error}. Check that the folder is "
                "writable and the disk has room; nothing was changed."
            ) from error
        raise FalseMatchError(
            f"expected a complete tar archive at {archive}, found: {error}. Delete it and fetch it "
            "again."
        ) from error
    return refused


def _extract(file: tarfile.TarFile, archive: Path, folder: Path, refused: list[str]) -> None:
    """Write a tar archive's harmless members below a folder; append the names of the others."""
    packed = max(1, archive.stat().st_size)
    count = total = 0
    for member in file:
        if member.isdir():
            continue
        if not member.isfile() or not _harmless_name(member.name):
            refused.append(member.name)
            continue
        count, total = count + 1, total + member.size
        if count > MAX_FILES or total > MAX_BYTES or total / packed > MAX_RATIO:
            raise _too_much(archive, count, total)
        path = folder / member.name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = file.extractfile(member)
        assert content is not None  # it is a file
        with content, path.open("wb") as out:
            shutil.copyfileobj(content, out)
    # The checksum of the compressed archive follows the last member.
    while file.fileobj is not None and file.fileobj.read(1 << 20):
        pass


def _write(file: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    if target.is_file() and target.stat().st_size == member.file_size:
        return
    with replacing(target) as out, file.open(member) as content:
        shutil.copyfileobj(content, out)


def _harmless(member: zipfile.ZipInfo) -> bool:
    mode = member.external_attr >> 16
    link = (mode & 0o170000) == 0o120000
    return not link and _harmless_name(member.filename)


def _harmless_name(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts or ":" in name[:3]
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    wanted = path.suffix.lower() in WANTED
    return wanted and not (outside or hidden) and name.isprintable()


def _check_size(members: list[zipfile.ZipInfo], archive: Path) -> None:
    total = sum(member.file_size for member in members)
    packed = max(1, archive.stat().st_size)
    if len(members) > MAX_FILES or total > MAX_BYTES or total / packed > MAX_RATIO:
        raise _too_much(archive, len(members), total)


def _too_much(archive: Path, files: int, total: int) -> FalseMatchError:
    return FalseMatchError(
        f"expected photos in {archive}, found {plural(files, 'file')} of {total / 1e9:.1f} GB: "
        "too much to be right. Delete it and check the address."
    )
