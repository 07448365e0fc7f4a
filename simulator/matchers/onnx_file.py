"""Writing an ONNX model without the ``onnx`` package: the few messages that a network needs.

An ONNX file is a protocol-buffers message. Every field is a key, (field number « 3) | kind, and a
value: kind 0 a variable-length integer, kind 2 a length and that many bytes. Source:
``onnx/onnx.proto`` (IR version 7, operator set 13), whose field names stand beside the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

IR_VERSION = 7
OPERATOR_SET = 13
_FLOAT, _UINT8, _INT64 = 1, 2, 7
_ELEMENT = {"float32": _FLOAT, "uint8": _UINT8, "int64": _INT64}
_ATTRIBUTE_INT, _ATTRIBUTE_INTS = 2, 7


@dataclass
class Graph:
    """A network under construction: nodes in the order in which they run, and their constants."""

    _nodes: list[bytes] = field(default_factory=list)
    _constants: list[bytes] = field(default_factory=list)

    def constant(self, value: NDArray[Any]) -> str:
        """Add a tensor and return its name."""
        name = f"c{len(self._constants)}"
        self._constants.append(
            b"".join(_integer(1, side) for side in value.shape)  # dims
            + _integer(2, _ELEMENT[value.dtype.name])  # data_type
            + _text(8, name)
            + _bytes(9, value.astype(value.dtype.newbyteorder("<")).tobytes())  # raw_data
        )
        return name

    def node(self, operator: str, inputs: Sequence[str], **attributes: int | Sequence[int]) -> str:
        """Add an operator and return its output's name."""
        output = f"n{len(self._nodes)}"
        self._nodes.append(
            b"".join(_text(1, name) for name in inputs)
            + _text(2, output)
            + _text(4, operator)  # op_type
            + b"".join(_bytes(5, _attribute(*pair)) for pair in attributes.items())
        )
        return output

    def model(
        self, source: tuple[str, str, Sequence[int]], result: tuple[str, str, Sequence[int]]
    ) -> bytes:
        """Return the finished file.

        Args:
            source: the input's name, element type and shape after the leading, free dimension.
            result: the output's name, element type and shape, likewise.
        """
        graph = (
            b"".join(_bytes(1, node) for node in self._nodes)
            + _text(2, "network")
            + b"".join(_bytes(5, constant) for constant in self._constants)  # initializer
            + _bytes(11, _value(*source))
            + _bytes(12, _value(*result))
        )
        return (
            _integer(1, IR_VERSION)
            + _text(2, "falsematch")  # producer_name
            + _bytes(7, graph)
            + _bytes(8, _integer(2, OPERATOR_SET))  # opset_import
        )


def _attribute(name: str, value: int | Sequence[int]) -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _integer(3, value) + _integer(20, _ATTRIBUTE_INT)
    numbers = b"".join(_integer(8, number) for number in value)
    return _text(1, name) + numbers + _integer(20, _ATTRIBUTE_INTS)


def _value(name: str, element: str, shape: Sequence[int]) -> bytes:
    sides = [_text(2, "batch"), *(_integer(1, side) for side in shape)]  # dim_param, dim_value
    tensor = _integer(1, _ELEMENT[element]) + _bytes(2, b"".join(_bytes(1, s) for s in sides))
    return _text(1, name) + _bytes(2, _bytes(1, tensor))  # type, tensor_type


def _integer(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _bytes(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _text(number: int, content: str) -> bytes:
    return _bytes(number, content.encode())


def _varint(value: int) -> bytes:
    """Encode a number in seven bits a byte, lowest first; the top bit says that more follow."""
    if value < 0:
        raise ValueError(f"expected a number of 0 or more, found {value}")
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    parts.append(value)
    return bytes(parts)


def int64(*values: int) -> NDArray[np.int64]:
    """Return a tensor of integers, as operators such as Pad take it."""
    return np.array(values, np.int64)
