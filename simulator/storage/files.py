"""Writing files so that no reader ever sees half of one, and nobody else a private one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from simulator.errors import FalseMatchError
from simulator.storage.paths import is_private
from simulator.storage.reading import open_regular

HIDDEN = ".falsematch-"
"""How everything begins that is written beside a file or a folder before it takes its place."""
_HOST = hashlib.sha256(platform.node().encode()).hexdigest()[:6]
_PART = re.compile(rf"{re.escape(HIDDEN)}{_HOST}-(\d{{1,10}})-[0-9a-f]+\.part")
_swept: set[Path] = set()


@contextmanager
def replacing(path: Path, *, private: bool | None = None) -> Iterator[IO[bytes]]:
    """Open a temporary file beside ``path``; move it over ``path`` only if the block succeeds.

    What an earlier run left behind in that folder when it was killed is deleted.

    Args:
        path: the file; an ordinary one, or nothing, may be there.
        private: only this user may read it; by default where it lies among the user's own data.

    Raises:
        FalseMatchError: the folder cannot be written to, or the disk is full, or something other
            than an ordinary file is there.
    """
    temporary = None
    try:
        make_folder(path.parent)
        _check_ordinary(path)
        sweep_files(path.parent)
        temporary = path.parent / f"{HIDDEN}{_HOST}-{os.getpid()}-{secrets.token_hex(6)}.part"
        alone = is_private(path) if private is None else private
        with open(temporary, "xb", opener=_opener(0o600 if alone else 0o666)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _check_ordinary(path)
        temporary.replace(path)
        temporary = None
        sync_folder(path.parent)
    except ValueError as error:  # a path that no system allows
        if "null" not in str(error):
            raise
        raise FalseMatchError(
            f"expected the path of a file, found {str(path)!r}. Correct it."
        ) from error
    except OSError as error:
        raise FalseMatchError(
            f"could not write {path}: {error.strerror or error}. "
            "Check that the folder is writable and the disk has room; nothing was changed."
        ) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError, ValueError):
                temporary.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes, *, private: bool | None = None) -> None:
    """Write ``content`` to ``path`` through a temporary file, as :func:`replacing`."""
    with replacing(path, private=private) as file:
        file.write(content)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; among the user's own data, only the user may enter it.

    Raises:
        OSError: it cannot be made.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700 if is_private(folder) else 0o777)


def sweep_files(folder: Path) -> None:
    """Delete what killed runs of this machine left half-written in a folder; once for each run."""
    if folder in _swept:
        return
    _swept.add(folder)
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            left = _PART.fullmatch(entry.name)
            if left and not _is_alive(int(left[1])):
                with contextlib.suppress(OSError):
                    Path(entry.path).unlink()


def sync_folder(folder: Path) -> None:
    """Let a power cut not undo a move into the folder, where the system can promise that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of an ordinary file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with open_regular(path) as file:
        for chunk in iter(lambda: file.read(1 << 20), b""):
            digest.update(chunk)
    return digest.hexdigest()


def _opener(mode: int) -> Callable[[str, int], int]:
    return lambda path, flags: os.open(path, flags, mode)


def _check_ordinary(path: Path) -> None:
    """Raise unless an ordinary file, or nothing, is at a path: no device, pipe, link or folder."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        kind = "a link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "a device"
        raise FalseMatchError(
            f"expected a new or an ordinary file at {path}, found {kind}, which is not replaced. "
            "Choose another name."
        )


def _is_alive(process: int) -> bool:
    if process == os.getpid():
        return True
    if os.name == "nt":
        return False  # a file that is being written cannot be deleted there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
