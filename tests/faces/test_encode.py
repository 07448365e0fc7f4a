"""Encoding many photos: cached, resumable, in order, and honest about failures."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from simulator.errors import FalseMatchError, PhotoError
from simulator.faces import encode as encoding
from simulator.faces.encode import PhotoFile, default_cache, encode_photos, open_cache, photos_in
from simulator.matchers.base import Face, FailureToEnrol, MatcherInfo

pytest.importorskip("face_recognition", reason="needs the matcher extra")
data = pytest.importorskip("skimage.data", reason="needs scikit-image for its photograph")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A portrait, the same bytes under another name, a blank picture and a text."""
    folder = tmp_path / "photos"
    folder.mkdir()
    Image.fromarray(data.astronaut()[:300, 100:400]).save(folder / "eileen.png")
    shutil.copy(folder / "eileen.png", folder / "again.png")
    Image.new("RGB", (200, 200)).save(folder / "blank.png")
    (folder / "text.jpg").write_text("not a picture")
    return folder


@pytest.mark.slow
def test_a_folder_of_everything(folder: Path) -> None:
    """Enrolled in order, equal photos encoded once, failures with their reason."""
    calls: list[tuple[int, int]] = []
    found = encode_photos(photos_in(folder), progress=lambda *done: calls.append(done))
    assert found.keys.tolist() == ["again.png", "eileen.png"]
    assert (found.vectors[0] == found.vectors[1]).all()
    assert found.failures == {
        "blank.png": "no face found",
        "text.jpg": "not a whole picture file",
    }
    assert calls[-1] == (4, 4)
    assert found.digests.shape == (2, 32)


@pytest.mark.slow
def test_a_second_run_takes_everything_from_the_cache(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Renamed files are found again by content, and no matcher is loaded."""
    first = encode_photos(photos_in(folder))
    (folder / "eileen.png").rename(folder / "renamed.png")
    monkeypatch.setattr(encoding, "run_in_workers", lambda *_: pytest.fail("encoded again"))
    second = encode_photos(photos_in(folder))
    assert second.keys.tolist() == ["again.png", "renamed.png"]
    assert (second.vectors == first.vectors).all()


def test_other_settings_are_not_taken_from_the_cache(tmp_path: Path) -> None:
    """The key is photo and matcher identity together."""
    info = MatcherInfo("m", "1", 2, {})
    with open_cache(tmp_path / "c.sqlite") as store:
        store.put("photo", info, FailureToEnrol("no face found"))
        assert store.get("photo", info) == FailureToEnrol("no face found")
        assert store.get("photo", MatcherInfo("m", "2", 2, {})) is None
        vector = np.array([1, 2], np.float32)
        face = Face((1, 4, 3, 2), np.ones((68, 2), np.int32), vector, 3, (9, 8))
        store.put("other", info, face)
        back = store.get("other", info)
        assert isinstance(back, Face)
        assert (back.box, back.others, back.size) == (face.box, 3, (9, 8))
        assert (back.vector == face.vector).all()


def test_a_missing_photo_is_an_error(tmp_path: Path) -> None:
    """Not a failure to enroll: the list is wrong."""
    with pytest.raises(PhotoError, match="expected a photo at"):
        encode_photos([PhotoFile("x", tmp_path / "x.jpg")])


def test_a_cache_that_is_no_database(tmp_path: Path) -> None:
    """One sentence with the file's name."""
    (tmp_path / "c.sqlite").write_text("this is not a database, and it is long enough to tell" * 9)
    with (
        pytest.raises(FalseMatchError, match="c.sqlite could not be used"),
        open_cache(tmp_path / "c.sqlite"),
    ):
        pass


def test_links_out_of_the_folder_are_ignored(folder: Path, tmp_path: Path) -> None:
    """A photo folder gives access to itself only."""
    (tmp_path / "secret.png").write_bytes((folder / "eileen.png").read_bytes())
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    assert "link.png" not in [photo.key for photo in photos_in(folder)]


def test_killed_and_resumed(photos: Path, tmp_path: Path) -> None:
    """After SIGKILL in the middle, what was finished is there and is not encoded again."""
    some = tmp_path / "some"
    some.mkdir()
    for path in sorted((photos / "congress" / "225x275").glob("*.jpg"))[:40]:
        shutil.copy(path, some / path.name)
    command = [sys.executable, "-m", "simulator.cli.main", "encode", str(some), "--workers", "2"]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    end = time.monotonic() + 120
    while finished() < 5 and time.monotonic() < end:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    kept = finished()
    assert 5 <= kept < 40
    done: list[tuple[int, int]] = []
    found = encode_photos(photos_in(some), progress=lambda *now: done.append(now))
    assert len(found) + len(found.failures) == 40
    assert done[0] == (kept, 40)


def finished() -> int:
    """Photos in the cache."""
    try:
        with sqlite3.connect(f"file:{default_cache()}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM face").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_the_encoders_are_cached_apart(tmp_path: Path) -> None:
    """Comparable, but a row says which one made it."""
    reference = MatcherInfo("m", "1", 2, {})
    fast = MatcherInfo("m", "1", 2, {}, encoder="fast-1")
    assert reference.identity == fast.identity
    assert reference.cache_key == reference.identity != fast.cache_key
    with open_cache(tmp_path / "c.sqlite") as store:
        store.put("photo", fast, FailureToEnrol("no face found"))
        assert store.get("photo", reference) is None


@pytest.mark.slow
def test_both_encoders_give_the_same_vectors(folder: Path) -> None:
    """Comparable files with their encoder's name; the same faces to within 1e-4."""
    pytest.importorskip("onnxruntime", reason="needs the matcher extra")
    fast = encode_photos(photos_in(folder))
    reference = encode_photos(photos_in(folder), encoder="dlib")
    fast.check_comparable(reference)
    assert (fast.matcher.encoder, reference.matcher.encoder) == ("fast-1", "")
    assert np.linalg.norm(fast.vectors - reference.vectors, axis=1).max() < 1e-4
    assert (fast.boxes == reference.boxes).all()
    assert (fast.landmarks == reference.landmarks).all()
    assert fast.failures == reference.failures


@pytest.mark.slow
def test_a_photo_on_which_the_process_dies_is_reported_and_not_cached(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed twice on one photo: the others are enrolled, and a later run tries that one again."""
    real = encoding.command
    killer = (
        "import os, sys; from simulator.faces import encode_worker as worker;"
        "real = worker.decode_photo;"
        "worker.decode_photo = lambda c, p: os._exit(9) if 'blank' in p else real(c, p);"
        "worker.main()"
    )

    def deadly(matcher: str, encoder: str) -> list[str]:
        python, _, _, path, *names = real(matcher, encoder)
        return [python, "-c", killer, path, *names]

    monkeypatch.setattr(encoding, "command", deadly)
    found = encode_photos(photos_in(folder), workers=1)
    assert found.keys.tolist() == ["again.png", "eileen.png"]
    assert found.failures["blank.png"] == "the encoder's process died on it, twice"
    monkeypatch.setattr(encoding, "command", real)
    assert encode_photos(photos_in(folder)).failures["blank.png"] == "no face found"
