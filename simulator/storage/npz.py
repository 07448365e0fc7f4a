"""Reading and writing ``.npz`` files: a JSON header and arrays, checked before anyone uses them.

Nothing in such a file is ever executed: pickled arrays are refused. A file that is truncated,
altered or of another kind is reported in one sentence that names it and says how to restore it.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import FalseMatchError
from simulator.storage.checksums import check_digest
from simulator.storage.files import write_bytes
from simulator.storage.formats.json_files import parse_json
from simulator.storage.reading import BROKEN, MOST_MEMORY, open_regular

_UNEXPECTED = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What reading values of unexpected types raises; what the program itself raises passes through."""

_MOST_TIMES = 8
"""A file may unpack to so many times its size, however much that is: real vectors hardly shrink."""


@dataclass(frozen=True)
class FileKind:
    """A kind of ``.npz`` file, and what to say where one is broken.

    Attributes:
        name: what such a file is called, without an article: "search pack".
        format: the number of its format, which its header states.
        error: the type of error to raise.
        repair: a sentence on how to restore such a file.
    """

    name: str
    format: int
    error: type[FalseMatchError]
    repair: str


@dataclass
class NpzContent:
    """An open ``.npz`` file.

    Attributes:
        header: the values of its JSON header.
        sizes: the lengths of named axes; :meth:`array` adds those it meets first.
    """

    header: dict[str, Any]
    _file: Mapping[str, NDArray[Any]]
    sizes: dict[str, int] = field(default_factory=dict)

    def array(self, name: str, kind: str, *shape: int | str) -> NDArray[Any]:
        """Return an array after checking its type and shape.

        Args:
            name: of the array in the file.
            kind: NumPy's letter: ``f`` float, ``i`` integer, ``u`` unsigned, ``U`` text.
            shape: the length of each axis, or its name; axes of one name must be equally long.

        Raises:
            ValueError: it is of another type or shape; :func:`open_npz` reports it.
        """
        array = self.any_array(name)
        if len(array.shape) == len(shape):
            for axis, length in zip(shape, array.shape, strict=True):
                if isinstance(axis, str):
                    self.sizes.setdefault(axis, length)
        expected = tuple(self.sizes.get(a, a) if isinstance(a, str) else a for a in shape)
        if array.dtype.kind != kind or array.shape != expected:
            raise ValueError(
                f"its {name} are {array.dtype}{array.shape}, expected {kind}{expected}"
            )
        return array

    def any_array(self, name: str) -> NDArray[Any]:
        """Return an array of any type and shape.

        Raises:
            ValueError: it cannot be read; :func:`open_npz` reports it.
        """
        try:
            return self._file[name]
        except BROKEN as problem:
            raise ValueError(f"its {name}: {problem}") from problem


@contextmanager
def open_npz(path: Path, kind: FileKind, digest: str | None = None) -> Iterator[NpzContent]:
    """Open an ``.npz`` file after checking its SHA-256 and its format.

    What reading or checking the content raises inside the block, such as ValueError or KeyError,
    is reported as an error of the file.

    Args:
        path: the file.
        kind: what it must be.
        digest: its SHA-256 as a checksum file states it; None where none is known.

    Raises:
        FalseMatchError: of the kind's type; the file is missing, altered, truncated, or of another
            kind or format.
    """
    if not path.is_file():
        raise kind.error(f"expected the {kind.name} {path}, found no such file. {kind.repair}")
    check_digest(path, digest, kind.error, kind.repair)
    try:
        with open_regular(path) as opened:
            yield _opened(opened, kind)
    except _UNEXPECTED as problem:
        raise kind.error(
            f"{path} is not a whole {kind.name} of format {kind.format} ({problem}). {kind.repair}"
        ) from problem


def _opened(file: IO[bytes], kind: FileKind) -> NpzContent:
    """Return the content of an open file whose header is of this kind.

    Raises:
        ValueError: it is not.
    """
    try:
        _check_claims(file)
        arrays = np.load(file, allow_pickle=False)
        header = parse_json(str(arrays["header"]))
        if header["format"] != kind.format:
            raise ValueError(f"it has format {header['format']}")
    except BROKEN as problem:
        raise ValueError(str(problem) or type(problem).__name__) from problem
    return NpzContent(header, arrays)


def _check_claims(file: IO[bytes]) -> None:
    """Raise unless what the headers claim fits into memory, before any of it is allocated.

    Raises:
        ValueError: an array claims more than there is, or all of them more than any file may.
    """
    size = file.seek(0, io.SEEK_END)
    total = 0
    with zipfile.ZipFile(file) as members:
        for member in members.infolist():
            total += member.file_size
            if total > max(MOST_MEMORY, _MOST_TIMES * size):
                raise ValueError(f"it claims to unpack to more than {total / 1e6:,.0f} MB")
            with members.open(member) as content:
                major, minor = np.lib.format.read_magic(content)
                read = (
                    np.lib.format.read_array_header_1_0
                    if (major, minor) == (1, 0)
                    else np.lib.format.read_array_header_2_0
                )
                shape, _order, kind = read(content)
            if math.prod(shape) * kind.itemsize > member.file_size:
                raise ValueError(f"its {member.filename} claim more than the file holds")
    file.seek(0)


def write_npz(
    path: Path,
    header: dict[str, Any],
    arrays: Mapping[str, NDArray[Any]],
    *,
    private: bool | None = None,
) -> None:
    """Write an ``.npz`` file; the same content always gives the same bytes.

    Args:
        path: the file to write or replace.
        header: plain JSON values; ``format`` is the number of the file's format.
        arrays: name → array, written in this order.
        private: only this user may read it; by default where it lies among the user's own data.

    Raises:
        FalseMatchError: the file cannot be written.
    """
    buffer = io.BytesIO()
    text = json.dumps(header, sort_keys=True, ensure_ascii=False)
    named: dict[str, Any] = {"header": np.array(text), **arrays}
    np.savez_compressed(buffer, **named)
    write_bytes(path, buffer.getvalue(), private=private)
