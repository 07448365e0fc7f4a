"""The encodings file: equal bytes for equal content, and suspicion of everything else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.small_datasets import INFO, encodings_of

from simulator.errors import EncodingFileError, EncodingMismatch
from simulator.faces.encodings import Encodings, load_encodings
from simulator.matchers.base import MatcherInfo
from simulator.storage.files import sha256_of_file

SOME = encodings_of({"a": (0, 1, 2, 3), "b": (4, 5, 6, 7)}, failures={"c": "no face found"})


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "encodings.npz"
    SOME.save(path)
    return path


def test_what_is_saved_is_loaded(saved: Path) -> None:
    """Vectors, failures and the matcher's settings come back."""
    loaded = load_encodings(saved, sha256_of_file(saved))
    assert loaded.keys.tolist() == ["a", "b"]
    assert (loaded.vectors == SOME.vectors).all()
    assert loaded.failures == {"c": "no face found"}
    assert loaded.matcher == INFO


def test_equal_content_gives_equal_bytes(saved: Path, tmp_path: Path) -> None:
    """No clock and no random order in the file."""
    SOME.save(tmp_path / "again.npz")
    assert saved.read_bytes() == (tmp_path / "again.npz").read_bytes()


@pytest.mark.parametrize("length", [0, 10, 500, -1])
def test_a_truncated_file_is_never_read_as_whole(saved: Path, length: int) -> None:
    """Whatever is left of the file, it is refused, also without a checksum."""
    saved.write_bytes(saved.read_bytes()[:length])
    with pytest.raises(EncodingFileError, match="not a whole encodings file"):
        load_encodings(saved)


def test_an_altered_file_is_refused(saved: Path) -> None:
    """Whole, but not what the checksum says."""
    digest = sha256_of_file(saved)
    encodings_of({"a": (0, 1, 2, 3.001), "b": (4, 5, 6, 7)}).save(saved)
    with pytest.raises(EncodingFileError, match="altered or cut off"):
        load_encodings(saved, digest)


def test_pickles_are_refused(saved: Path) -> None:
    """An object array would run code when it is read; it is not read."""
    with np.load(saved) as file:
        arrays = dict(file)
    arrays["keys"] = np.array([{"a": 1}, {"b": 2}], dtype=object)
    np.savez(saved, **arrays)
    with pytest.raises(EncodingFileError, match="allow_pickle=False"):
        load_encodings(saved)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("vectors", np.zeros((2, 5), np.float32), "vectors are"),
        ("vectors", np.full((2, 4), np.nan, np.float32), "not all finite"),
        ("keys", np.array(["a", "a"]), "not all different"),
        ("landmarks", np.zeros((2, 5, 2), np.int16), "landmarks are"),
        ("header", np.array('{"format": 99}'), "format 99"),
        ("header", np.array("[]"), "not a whole"),
    ],
)
def test_wrong_contents(saved: Path, name: str, value: np.ndarray, message: str) -> None:
    """Shapes, types, gaps and doubles are checked, not assumed."""
    with np.load(saved) as file:
        arrays = dict(file)
    np.savez(saved, **(arrays | {name: value}))
    with pytest.raises(EncodingFileError, match=message):
        load_encodings(saved)


def test_a_missing_file(tmp_path: Path) -> None:
    """Not there is one sentence with what to do."""
    with pytest.raises(EncodingFileError, match="no such file.*datasets build"):
        load_encodings(tmp_path / "none.npz")


def test_other_settings_are_another_matcher() -> None:
    """Distances between vectors of two matchers mean nothing."""
    other = encodings_of({"x": (0, 0, 0, 0)}, MatcherInfo("dlib", INFO.version, 4, {"jitters": 9}))
    SOME.check_comparable(encodings_of({"x": (0, 0, 0, 0)}))
    with pytest.raises(EncodingMismatch, match="Build both"):
        SOME.check_comparable(other)


def test_encodings_of_nobody(tmp_path: Path) -> None:
    """A data set of which nothing was enrolled can be saved and loaded."""
    nobody: Encodings = encodings_of({}, failures={"a": "no face found"})
    nobody.save(tmp_path / "e.npz")
    assert len(load_encodings(tmp_path / "e.npz")) == 0
