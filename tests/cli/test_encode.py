"""encode: photos without a face, photos that are not there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from support.command_line import Run, falsematch, one_line
from support.small_datasets import Made


@pytest.mark.slow
def test_photos_without_a_face_are_one_line(tmp_path: Path, here: Run) -> None:
    """A blank picture, a text that is called a picture, and a file that is not there."""
    pytest.importorskip("face_recognition", reason="needs the matcher extra")
    Image.fromarray(np.zeros((100, 100, 3), np.uint8)).save(tmp_path / "blank.png")
    blank = falsematch("encode", str(tmp_path / "blank.png"), "--out", str(tmp_path / "e.npz"))
    assert "no face found" in blank.stderr
    assert blank.returncode == 1
    assert not (tmp_path / "e.npz").exists()
    (tmp_path / "blank.png").write_text("a text")
    assert "not a whole picture" in here("encode", str(tmp_path / "blank.png")).stderr


def test_the_photo_folder_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: Run
) -> None:
    """FALSEMATCH_PHOTOS is what --photos is without being said."""
    monkeypatch.setenv("FALSEMATCH_PHOTOS", str(tmp_path / "my-photos"))
    for words in (("datasets", "build", "lfw"), ("encode", "lfw")):
        assert str(tmp_path / "my-photos") in one_line(here(*words), 1)


@pytest.mark.slow
def test_a_listed_photo_that_is_not_there_is_counted(make_dataset: Made) -> None:
    """Nobody is dropped silently."""
    pytest.importorskip("face_recognition", reason="needs the matcher extra")
    data = pytest.importorskip("skimage.data", reason="needs scikit-image for its photograph")
    folder = make_dataset("two", [(key, key, "F", "north", None) for key in ("a", "b")])
    Image.fromarray(data.astronaut()).save(folder / "a.jpg")
    done = falsematch("encode", str(folder))
    counted = "1 enrolled, 0 failed to enroll, 1 listed without a photo."
    assert done.stdout.strip() == counted, done.stderr
