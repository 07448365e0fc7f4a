"""A worker process encodes files and sends faces to its parent."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st
from PIL import Image

from simulator.errors import PhotoError
from simulator.faces.encode_worker import command, encode_files, from_json, to_json
from simulator.faces.photos import photo_digest
from simulator.matchers.base import Face, FailureToEnrol, MatcherInfo


class Sized:
    """A matcher that gives each picture's size for a vector."""

    info = MatcherInfo("sized", "1", 2, {})

    def encode(self, pixels: np.ndarray) -> Face | FailureToEnrol:
        size = (pixels.shape[0], pixels.shape[1])
        return Face((0, 1, 2, 3), np.ones((68, 2), np.int32), np.array(size, np.float32), 0, size)

    def encode_all(self, photos: Sequence[np.ndarray]) -> list[Face | FailureToEnrol]:
        return [self.encode(pixels) for pixels in photos]


def test_broken_files_do_not_shift_the_others(tmp_path: Path) -> None:
    """Each outcome stands beside its own file's digest."""
    for name, size in (("a.png", (4, 5)), ("c.png", (6, 7))):
        Image.new("RGB", size).save(tmp_path / name)
    (tmp_path / "b.png").write_text("no picture")
    paths = [str(tmp_path / name) for name in ("a.png", "b.png", "c.png")]
    (d1, one), (d2, two), (d3, three) = encode_files(Sized(), paths)
    assert [d1, d2, d3] == [photo_digest(Path(path).read_bytes()) for path in paths]
    assert isinstance(one, Face)
    assert isinstance(three, Face)
    assert two == FailureToEnrol("not a whole picture file")
    assert (one.size, three.size) == ((5, 4), (7, 6))


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    """The list is wrong, and the run ends."""
    with pytest.raises(PhotoError):
        encode_files(Sized(), [str(tmp_path / "none.png")])


@given(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), max_size=9))
def test_a_vector_arrives_bit_for_bit(numbers: list[float]) -> None:
    """Numbers survive JSON's decimal digits."""
    vector = np.array(numbers, np.float32)
    face = Face((1, 4, 3, 2), np.arange(136, dtype=np.int32).reshape(68, 2), vector, 3, (9, 8))
    back = from_json(json.loads(json.dumps(to_json(face))))
    assert isinstance(back, Face)
    assert back.vector.tobytes() == vector.tobytes()
    assert (back.landmarks == face.landmarks).all()
    assert (back.box, back.others, back.size) == (face.box, 3, (9, 8))


def test_a_failure_arrives() -> None:
    """A failure arrives with its reason."""
    failure = FailureToEnrol("no face found")
    assert from_json(json.loads(json.dumps(to_json(failure)))) == failure


def test_a_worker_from_a_foreign_folder(tmp_path: Path) -> None:
    """It imports this package wherever it is started, even beside a folder of the same name."""
    (tmp_path / "simulator").mkdir()
    (tmp_path / "simulator" / "__init__.py").write_text("raise SystemExit('the wrong one')")
    done = subprocess.run(
        command("x", "dlib"), cwd=tmp_path, input="", capture_output=True, text=True, check=False
    )
    answer = json.loads(done.stdout)
    assert answer["error"] == "FalseMatchError"
    assert "expected a matcher among" in answer["message"]


def test_what_a_library_prints_is_no_answer(tmp_path: Path) -> None:
    """The worker's own stdout leads to stderr while the answers have a pipe of their own."""
    words = command("dlib", "dlib")
    words[2] = (
        "import json, sys; sys.path[:] = json.loads(sys.argv[1]); import os;"
        "from simulator.faces import encode_worker as worker;"
        "worker._load = lambda *_: os.write(1, b'noise') and None; worker.main()"
    )
    done = subprocess.run(words, cwd=tmp_path, input=b"", capture_output=True, check=False)
    assert done.stdout.strip() == b'"ready"'
    assert b"noise" in done.stderr
