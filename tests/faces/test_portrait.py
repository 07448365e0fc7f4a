"""The one photograph: in scikit-image's package, checked, read without importing it."""

from __future__ import annotations

import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from simulator.errors import PhotoError
from simulator.faces import portrait as module
from simulator.faces.portrait import COLUMNS, ROWS, SIDE, as_png, portrait, portrait_file

data = pytest.importorskip("skimage.data", reason="needs scikit-image for its photograph")


def test_it_is_scikit_image_s_photograph():
    """The upper part of what its own loader gives, pixel for pixel."""
    assert (portrait() == data.astronaut()[ROWS, COLUMNS]).all()
    assert portrait().shape == (SIDE, SIDE, 3)


def test_nothing_of_scikit_image_is_imported_and_no_socket_is_opened():
    """Its loader looks into a cache and on the network; the file is read instead."""
    code = (
        "import sys; sys.addaudithook(lambda name, _: sys.exit(3) if name.startswith('socket.') "
        "else None); from simulator.faces.portrait import portrait; portrait(); "
        "sys.exit(4 if any(name.startswith('skimage') for name in sys.modules) else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_scikit_image_it_says_what_to_install(monkeypatch):
    """No search on the network instead."""
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda _: None)
    assert portrait_file() is None
    with pytest.raises(PhotoError, match="falsematch matcher install"):
        portrait()


def test_another_picture_in_its_place_is_refused(monkeypatch, tmp_path):
    """The lesson shows this person and no other."""
    Image.new("RGB", (512, 512)).save(tmp_path / "astronaut.png")
    monkeypatch.setattr(module, "portrait_file", lambda: tmp_path / "astronaut.png")
    with pytest.raises(PhotoError, match="another picture"):
        portrait()


def test_a_picture_as_png_is_the_picture():
    """The picture loses nothing."""
    pixels = np.random.default_rng(0).integers(0, 256, (9, 7, 3), np.uint8)
    assert (np.asarray(Image.open(io.BytesIO(as_png(pixels)))) == pixels).all()
