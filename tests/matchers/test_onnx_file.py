"""The ONNX writer: bytes worked by hand, and small graphs that ONNX Runtime runs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from simulator.matchers.onnx_file import Graph, _bytes, _integer, _varint, int64


def test_the_example_of_the_protocol_buffers_manual() -> None:
    """Field 1 = 150 is 08 96 01; field 2 = "testing" is 12 07 74 65 73 74 69 6e 67."""
    assert _integer(1, 150).hex(" ") == "08 96 01"
    assert _bytes(2, b"testing").hex(" ") == "12 07 74 65 73 74 69 6e 67"


@given(st.integers(0, 2**64 - 1))
def test_integers_can_be_read_back(value: int) -> None:
    """Seven bits a byte, the lowest first."""
    parts = _varint(value)
    assert sum((byte & 0x7F) << 7 * i for i, byte in enumerate(parts)) == value
    assert all(byte & 0x80 for byte in parts[:-1])
    assert not parts[-1] & 0x80


def test_a_negative_number_is_refused() -> None:
    """It would never end."""
    with pytest.raises(ValueError, match="found -1"):
        _varint(-1)


def test_a_graph_that_adds_and_pads() -> None:
    """[[1, 2]] + [10, 20] with a column of zeros behind it."""
    onnxruntime = pytest.importorskip("onnxruntime", reason="needs the matcher extra")
    graph = Graph()
    x = graph.node("Add", ["x", graph.constant(np.array([10, 20], np.float32))])
    x = graph.node("Pad", [x, graph.constant(int64(0, 0, 0, 1))])
    session = onnxruntime.InferenceSession(
        graph.model(("x", "float32", (2,)), (x, "float32", (3,))),
        providers=["CPUExecutionProvider"],
    )
    result = session.run(None, {"x": np.array([[1, 2]], np.float32)})[0]
    assert result.tolist() == [[11, 22, 0]]
