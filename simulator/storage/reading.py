"""Opening files from anybody: ordinary files only, and never more bytes than they may have.

A link may lead to a device that never ends, and a pipe may never begin. Every reader of this
package opens its files here.
"""

from __future__ import annotations

import errno
import lzma
import os
import stat
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

MOST_TEXT = 50_000_000
"""Bytes of a table, a card or another text; decoded and split, each takes about ten of memory."""
MOST_MEMORY = 500_000_000
"""Bytes that what one file holds may take in memory, whatever its header claims."""

BROKEN = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    EOFError,
    MemoryError,
    RuntimeError,  # also RecursionError, NotImplementedError, and a password that is asked for
    SyntaxError,  # NumPy reads its headers as Python
    struct.error,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
)
"""What reading a truncated, altered or foreign file may raise."""


@contextmanager
def open_regular(path: Path, most: int | None = None) -> Iterator[IO[bytes]]:
    """Open an ordinary file for reading.

    Args:
        path: the file, or a link to one.
        most: bytes it may have; any number by default.

    Raises:
        OSError: there is none, it is a device, a folder or a pipe, or it is larger.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    except ValueError as error:
        raise OSError(errno.EINVAL, "it is no valid path", str(path)) from error
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is no ordinary file", str(path))
        if most is not None and status.st_size > most:
            raise OSError(
                errno.EFBIG,
                f"it has {status.st_size / 1e6:,.0f} MB, and {most / 1e6:,.0f} MB are the most",
                str(path),
            )
        yield file


def read_regular(path: Path, most: int = MOST_TEXT) -> bytes:
    """Return the bytes of an ordinary file.

    Raises:
        OSError: as :func:`open_regular`.
    """
    with open_regular(path, most) as file:
        return file.read(most)


def is_there(path: Path) -> bool:
    """Return whether something is at the path; nothing is at a path that no system allows."""
    try:
        return os.path.lexists(path)
    except (OSError, ValueError):
        return False
