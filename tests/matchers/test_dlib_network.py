"""The architecture of dlib's network: its layers fit together, and are those dlib publishes."""

from __future__ import annotations

import itertools

from simulator.matchers.dlib_network import BLOCKS, STEM, VECTOR, Convolution


def test_each_layer_takes_what_the_one_before_gives() -> None:
    """29 convolutions from three colors to the inputs of the last layer."""
    layers = [STEM, *(layer for block in BLOCKS for layer in (block.first, block.second))]
    assert len(layers) == 29
    assert layers[0].inputs == 3
    assert all(a.outputs == b.inputs for a, b in itertools.pairwise(layers))
    assert layers[-1].outputs == VECTOR[0] == 256


def test_the_number_of_parameters() -> None:
    """By hand: size² · inputs · outputs summed over the layers, and the last layer's 256 · 128."""
    counts = {32: 6, 64: 7, 128: 5, 256: 7}  # 3×3 convolutions from and to as many channels
    weights = 49 * 3 * 32 + 9 * (32 * 64 + 64 * 128 + 128 * 256)
    weights += sum(9 * channels**2 * count for channels, count in counts.items()) + 256 * 128
    layers = [STEM, *(layer for block in BLOCKS for layer in (block.first, block.second))]
    total = sum(layer.size**2 * layer.inputs * layer.outputs for layer in layers)
    assert total + VECTOR[0] * VECTOR[1] == weights


def test_padding_and_halving_follow_the_stride() -> None:
    """A 3×3 convolution of stride 1 keeps the side; stride 2 halves it, without padding."""
    assert Convolution(8, 8, 3, 1).padding == 1
    assert Convolution(8, 8, 3, 2).padding == STEM.padding == 0
    assert [block.halves for block in BLOCKS].count(True) == 4
    assert all(block.second.stride == 1 for block in BLOCKS)
