"""Reading and writing ``.npz`` files: a JSON header and arrays, checked before anyone uses them.

Nothing in such a file is ever executed: pickled arrays are refused. A file that is truncated,
altered or of another kind is reported in one sentence that names it and says how to restore it.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import FalseMatchError
from simulator.storage.checksums import check_digest
from simulator.storage.files import write_bytes

_BROKEN = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)
"""The errors that reading a truncated, altered or foreign ``.npz`` file may raise."""


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
        array = self._file[name]
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
        """Return an array of any type and shape."""
        return self._file[name]


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
        with np.load(path, allow_pickle=False) as file:
            header = json.loads(str(file["header"]))
            if header["format"] != kind.format:
                raise ValueError(f"it has format {header['format']}")
            yield NpzContent(header, file)
    except _BROKEN as problem:
        raise kind.error(
            f"{path} is not a whole {kind.name} of format {kind.format} ({problem}). {kind.repair}"
        ) from problem


def write_npz(path: Path, header: dict[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write an ``.npz`` file; the same content always gives the same bytes.

    Args:
        path: the file to write or replace.
        header: plain JSON values; ``format`` is the number of the file's format.
        arrays: name → array, written in this order.

    Raises:
        FalseMatchError: the file cannot be written.
    """
    buffer = io.BytesIO()
    text = json.dumps(header, sort_keys=True, ensure_ascii=False)
    named: dict[str, Any] = {"header": np.array(text), **arrays}
    np.savez_compressed(buffer, **named)
    write_bytes(path, buffer.getvalue())
