"""Reading the network's weights: the known file gives its layers, any other an error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from simulator.errors import WeightsError
from simulator.matchers.dlib_network import BLOCKS, STEM
from simulator.matchers.dlib_weights import (
    SIZE,
    Weights,
    check_weights,
    parse_weights,
    read_weights,
)

models = pytest.importorskip("face_recognition_models", reason="needs the matcher extra")


@pytest.fixture(scope="module")
def file() -> Path:
    return Path(models.face_recognition_model_location())


@pytest.fixture(scope="module")
def weights(file: Path) -> Weights:
    return read_weights(file)


def test_all_layers_are_there(weights: Weights) -> None:
    """29 convolutions in the network's order, then 256 × 128 without a bias."""
    layers = [STEM, *(layer for block in BLOCKS for layer in (block.first, block.second))]
    assert len(weights.convolutions) == len(layers) == 29
    for found, layer in zip(weights.convolutions, layers, strict=True):
        assert found.weight.shape == (layer.outputs, layer.inputs, layer.size, layer.size)
        assert found.bias.shape == (layer.outputs,)
        assert found.weight.dtype == np.float32
    assert weights.dense.shape == (256, 128)


def test_the_affine_is_folded_in(file: Path, weights: Weights) -> None:
    """First filter, by hand from the file's bytes: scale · weight, scale · bias + shift."""
    content = file.read_bytes()
    at = content.index(b"con_4") + len(b"con_4") + 2 + 3 + 6
    raw = np.frombuffer(content[at : at + 4 * 4736], "<f4").astype(float)
    at = content.index(b"affine_") + len(b"affine_") + 2 + 2 + 6
    scale, shift = np.frombuffer(content[at : at + 4 * 64], "<f4").astype(float).reshape(2, 32)
    first = weights.convolutions[0]
    assert np.allclose(first.weight[0].ravel(), raw[:147] * scale[0], rtol=1e-6)
    assert np.allclose(first.bias, raw[4704:] * scale + shift, rtol=1e-6)


def test_another_file_is_refused(file: Path, tmp_path: Path) -> None:
    """Missing, of another size, or with one bit changed: the message says which."""
    with pytest.raises(WeightsError, match="none that can be read"):
        check_weights(tmp_path / "none.dat")
    (tmp_path / "short.dat").write_bytes(b"x" * 99)
    with pytest.raises(WeightsError, match="found a file of 99 bytes"):
        read_weights(tmp_path / "short.dat")
    changed = bytearray(file.read_bytes())
    assert len(changed) == SIZE
    changed[5_000_000] ^= 1
    (tmp_path / "changed.dat").write_bytes(changed)
    with pytest.raises(WeightsError, match="expected dlib's weights with SHA-256 55533b28a958"):
        check_weights(tmp_path / "changed.dat")


@pytest.mark.parametrize("length", [0, 300, 341, 345, 352, 20_000, 22_334_910, SIZE - 60_000])
def test_a_file_that_is_cut_off(file: Path, length: int) -> None:
    """Wherever it ends, the error is one of this program."""
    with pytest.raises(WeightsError):
        parse_weights(file.read_bytes()[:length])


def test_sizes_that_are_not_the_networks(file: Path) -> None:
    """A tensor that claims another size is refused before anything of that size is made."""
    content = bytearray(file.read_bytes()[:20_000])
    at = content.index(b"con_4") + len(b"con_4")
    content[at + 2 : at + 5] = b"\x02\xff\xff"
    with pytest.raises(WeightsError, match="expected a tensor"):
        parse_weights(bytes(content))
    content[at + 2] = 0x82  # negative
    with pytest.raises(WeightsError, match="expected a size"):
        parse_weights(bytes(content))


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_anything_else(noise: bytes) -> None:
    """Hostile bytes after the first record's name only ever raise the error of this program."""
    with pytest.raises(WeightsError):
        parse_weights(b"\x01\x05con_4" + noise)
