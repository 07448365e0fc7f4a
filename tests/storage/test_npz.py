"""Checked ``.npz`` files: the content, or one error of the right type that names the file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.errors import PackError
from simulator.storage.files import sha256_of_file
from simulator.storage.npz import FileKind, open_npz, write_npz

KIND = FileKind("test file", 2, PackError, "Write it again.")
ARRAYS = {"keys": np.array(["a", "b"]), "vectors": np.zeros((2, 3), np.float32)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A whole file of two rows."""
    write_npz(tmp_path / "a file.npz", {"format": 2, "name": "ñ"}, ARRAYS)
    return tmp_path / "a file.npz"


def read(path: Path, digest: str | None = None) -> dict[str, Any]:
    """Read the file as a loader does, with two arrays that share an axis."""
    with open_npz(path, KIND, digest) as content:
        keys = content.array("keys", "U", "n")
        return {"keys": keys, "vectors": content.array("vectors", "f", "n", 3)} | content.header


def test_what_is_written_is_read(file: Path, tmp_path: Path) -> None:
    """Header and arrays return, and the same content gives the same bytes."""
    content = read(file, sha256_of_file(file))
    assert content["name"] == "ñ"
    assert content["keys"].tolist() == ["a", "b"]
    assert content["vectors"].shape == (2, 3)
    write_npz(tmp_path / "again.npz", {"name": "ñ", "format": 2}, ARRAYS)
    assert (tmp_path / "again.npz").read_bytes() == file.read_bytes()


def test_axes_of_one_name_are_equally_long(file: Path) -> None:
    """A name's length is that of the array read first, or what the loader sets."""
    with open_npz(file, KIND) as content:
        content.array("keys", "U", "n")
        assert content.sizes == {"n": 2}
        assert content.any_array("vectors").shape == (2, 3)
    with pytest.raises(PackError, match="vectors"), open_npz(file, KIND) as content:
        content.sizes["d"] = 4
        content.array("vectors", "f", "n", "d")


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("vectors", np.zeros((2, 3), np.int64)),
        ("vectors", np.zeros((3, 3), np.float32)),
        ("vectors", np.zeros(6, np.float32)),
        ("vectors", np.array([[None] * 3] * 2, object)),
        ("header", np.array('{"format": 1}')),
        ("header", np.array("[]")),
        ("header", np.array("no JSON")),
        ("header", np.array("{}")),
        ("header", np.array([1, 2])),
    ],
)
def test_other_content_is_refused(file: Path, name: str, array: np.ndarray) -> None:
    """A wrong type, shape, header or format, and an array that would run code when read."""
    with np.load(file) as whole:
        arrays = {**whole, name: array}
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    file.write_bytes(buffer.getvalue())
    with pytest.raises(PackError, match=r"a file\.npz is not a whole test file.*Write it again"):
        read(file)


def test_every_cut_is_refused(file: Path) -> None:
    """A file that ends anywhere before its end is never read as a whole one."""
    whole = file.read_bytes()
    for length in range(0, len(whole), 7):
        file.write_bytes(whole[:length])
        with pytest.raises(PackError, match="not a whole test file"):
            read(file)
    file.write_bytes(whole)
    with pytest.raises(PackError, match="altered or cut off"):
        read(file, "0" * 64)
    file.unlink()
    with pytest.raises(PackError, match="no such file"):
        read(file)


def test_a_file_of_another_type_is_refused(file: Path) -> None:
    """A single array, and no archive at all."""
    buffer = io.BytesIO()
    np.save(buffer, np.zeros(3))
    for content in (buffer.getvalue(), b"", b"PK", b"text"):
        file.write_bytes(content)
        with pytest.raises(PackError, match="not a whole test file"):
            read(file)


def test_errors_of_the_program_pass_through(file: Path) -> None:
    """An error that the loader raises keeps its type."""
    with pytest.raises(RuntimeError, match="mine"), open_npz(file, KIND):
        raise RuntimeError("mine")
