"""The architecture of dlib's face recognition network, as plain values.

A residual network of 29 convolutions on a 150×150 RGB face chip. Source: dlib,
``examples/dnn_face_recognition_ex.cpp`` (``anet_type``) and ``tools/python/src/
face_recognition.cpp``. dlib pads a 3×3 convolution of stride 1 with one row and column;
convolutions of stride 2 and pooling are not padded.
"""

from __future__ import annotations

from dataclasses import dataclass

CHIP = 150
"""Side of a face chip in pixels."""

MEAN = (122.782, 117.001, 104.298)
"""The means subtracted from R, G and B; the difference is divided by ``SCALE``."""

SCALE = 256.0

VECTOR = (256, 128)
"""Inputs and outputs of the last layer."""


@dataclass(frozen=True)
class Convolution:
    """A convolution with bias: a square kernel, followed by an affine layer."""

    inputs: int
    outputs: int
    size: int
    stride: int

    @property
    def padding(self) -> int:
        """Rows and columns of zeros on each side."""
        return self.size // 2 if self.stride == 1 else 0


@dataclass(frozen=True)
class Block:
    """Two convolutions beside a shortcut: y = relu(second(relu(first(x))) + shortcut(x)).

    Where the first halves the picture, the shortcut is a 2×2 average pooling; the smaller
    of the two is padded with zeros, in channels and at the lower and right edges.
    """

    first: Convolution
    second: Convolution

    @property
    def halves(self) -> bool:
        """True if the block halves the picture's sides."""
        return self.first.stride == 2


def _block(inputs: int, outputs: int, stride: int) -> Block:
    return Block(Convolution(inputs, outputs, 3, stride), Convolution(outputs, outputs, 3, 1))


STEM = Convolution(3, 32, 7, 2)
"""Followed by relu and a 3×3 maximum pooling of stride 2."""

BLOCKS = (
    *(_block(32, 32, 1) for _ in range(3)),
    _block(32, 64, 2),
    *(_block(64, 64, 1) for _ in range(3)),
    _block(64, 128, 2),
    *(_block(128, 128, 1) for _ in range(2)),
    _block(128, 256, 2),
    *(_block(256, 256, 1) for _ in range(2)),
    _block(256, 256, 2),
)
