"""Reading the weights of dlib's face recognition network from the file its package ships.

The file is dlib's own serialization: a row of records, beginning at the input. In each layer with
parameters, the record's name (``con_4``, ``affine_``, ``fc_2``) is followed by a tensor: version,
four sizes, then little-endian float32. An integer is a byte that says how many bytes follow (its
top bit is the sign), then those bytes, lowest first. Source: dlib, ``serialize.h``, ``tensor.cpp``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.errors import WeightsError
from simulator.matchers.dlib_network import BLOCKS, STEM, VECTOR, Block, Convolution

KNOWN_SHA256 = "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30"
"""``dlib_face_recognition_resnet_model_v1.dat`` as face-recognition-models(-ng) ships it."""

SIZE = 22_466_066
_TENSOR_VERSION = 2

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class FoldedConvolution:
    """A convolution with the affine layer after it folded in.

    Attributes:
        weight: (outputs, inputs, size, size) float32.
        bias: (outputs,) float32.
    """

    weight: Floats
    bias: Floats


@dataclass(frozen=True)
class Weights:
    """All parameters of the network.

    Attributes:
        convolutions: 29, beginning at the input.
        dense: (256, 128) float32, the last layer, which has no bias.
    """

    convolutions: tuple[FoldedConvolution, ...]
    dense: Floats


def read_weights(path: Path) -> Weights:
    """Read the network's weights from the one file that this reader was written for.

    Args:
        path: ``dlib_face_recognition_resnet_model_v1.dat``.

    Raises:
        WeightsError: the file is missing or has another SHA-256.
    """
    return parse_weights(_known(path))


def check_weights(path: Path) -> None:
    """Raise an error unless this is the one file that this reader was written for.

    Raises:
        WeightsError: the file is missing or has another SHA-256.
    """
    _known(path)


def _known(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size == SIZE else b""
    except OSError as error:
        raise WeightsError(
            f"expected dlib's weights at {path}, found none that can be read ({error.strerror})."
        ) from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != KNOWN_SHA256:
        content_words = f"SHA-256 {digest[:12]}…" if content else f"a file of {size:,} bytes"
        raise WeightsError(
            f"expected dlib's weights with SHA-256 {KNOWN_SHA256[:12]}… in {path.name}, found "
            f"{content_words}."
        )
    return content


def parse_weights(content: bytes) -> Weights:
    """Read the records of a weights file; nothing is trusted beyond its length.

    Raises:
        WeightsError: a record is missing, cut off or of another size.
    """
    reader = _Reader(content)
    convolutions = tuple(_folded(reader, layer) for layer in _convolutions())
    reader.seek("fc_2")
    outputs, inputs = reader.integer(), reader.integer()
    if (inputs, outputs) != VECTOR:
        raise WeightsError(f"expected a last layer of {VECTOR}, found {(inputs, outputs)}.")
    return Weights(convolutions, reader.tensor((*VECTOR, 1, 1)).reshape(VECTOR))


def _convolutions() -> Iterator[Convolution]:
    yield STEM
    for block in BLOCKS:
        yield from _of_block(block)


def _of_block(block: Block) -> tuple[Convolution, Convolution]:
    return block.first, block.second


def _folded(reader: _Reader, layer: Convolution) -> FoldedConvolution:
    """Fold scale · (w ∗ x + b) + shift into (scale · w) ∗ x + (scale · b + shift), in float64."""
    shape = (layer.outputs, layer.inputs, layer.size, layer.size)
    count = int(np.prod(shape))
    reader.seek("con_4")
    convolution = reader.tensor((count + layer.outputs, 1, 1, 1)).astype(np.float64)
    reader.seek("affine_")
    affine = reader.tensor((2 * layer.outputs, 1, 1, 1)).astype(np.float64)
    scale, shift = np.split(affine, 2)
    weight = convolution[:count].reshape(shape) * scale[:, None, None, None]
    bias = convolution[count:] * scale + shift
    return FoldedConvolution(weight.astype(np.float32), bias.astype(np.float32))


class _Reader:
    """A cursor over the file that never leaves it."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def seek(self, name: str) -> None:
        """Move to the byte after the next record of that name."""
        mark = bytes([1, len(name)]) + name.encode()
        place = self._content.find(mark, self._at)
        if place < 0:
            raise WeightsError(f"expected a further layer {name!r} in dlib's weights, found none.")
        self._at = place + len(mark)

    def integer(self) -> int:
        """Read the next integer, which must be a size: not negative and at most four bytes long."""
        length = self._take(1)[0]
        if not 1 <= length <= 4:
            raise WeightsError(f"expected a size in dlib's weights, found the mark {length}.")
        return int.from_bytes(self._take(length), "little")

    def tensor(self, shape: tuple[int, int, int, int]) -> Floats:
        """Read the next tensor, flat, which must have this shape and hold finite numbers."""
        version = self.integer()
        actual = tuple(self.integer() for _ in shape)
        if version != _TENSOR_VERSION or actual != shape:
            raise WeightsError(
                f"expected a tensor {shape} of version {_TENSOR_VERSION} in dlib's weights, found "
                f"{actual} of version {version}."
            )
        values = np.frombuffer(self._take(4 * int(np.prod(shape))), "<f4")
        if not np.isfinite(values).all():
            raise WeightsError("expected finite weights, found others in dlib's file.")
        return values.astype(np.float32)

    def _take(self, count: int) -> bytes:
        taken = self._content[self._at : self._at + count]
        if len(taken) != count:
            raise WeightsError("expected a whole file of dlib's weights, found one cut off.")
        self._at += count
        return taken
