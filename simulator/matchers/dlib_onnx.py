"""dlib's face recognition network on ONNX Runtime: the same weights, the same vectors, faster.

The graph is built in memory from the weights of the installed package (about 0.1 s, as long as
reading and checking a cached copy would take), so there is no cache to go stale or be tampered
with.
"""

from __future__ import annotations

import importlib.util
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.matchers.dlib_network import BLOCKS, CHIP, MEAN, SCALE, STEM, VECTOR, Block
from simulator.matchers.dlib_weights import FoldedConvolution, Weights
from simulator.matchers.onnx_file import Graph, int64


class OnnxNetwork:
    """The network, ready to run on one core."""

    def __init__(self, weights: Weights) -> None:
        """Build the graph and hand it to ONNX Runtime."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # Photos are spread over processes: one thread each, none that spins while it waits.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Memory patterns and the arena keep the largest batch's memory; batches are small.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            build_model(weights), options, providers=["CPUExecutionProvider"]
        )

    def vectors(self, chips: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Encode face chips.

        Args:
            chips: (n, 150, 150, 3) RGB, 0–255.

        Returns:
            (n, 128).
        """
        if not len(chips):
            return np.empty((0, VECTOR[1]), np.float32)
        result: NDArray[np.float32] = self._session.run(None, {"chips": chips})[0]
        return result


def is_installed() -> bool:
    """Return whether ONNX Runtime is installed, without loading it."""
    return importlib.util.find_spec("onnxruntime") is not None


def build_model(weights: Weights) -> bytes:
    """Return an ONNX file of the network: chips (n, 150, 150, 3) uint8 → (n, 128) float32."""
    graph = Graph()
    convolutions = iter(weights.convolutions)
    x = graph.node("Cast", ["chips"], to=1)
    x = graph.node("Transpose", [x], perm=(0, 3, 1, 2))
    x = _convolve(graph, x, _normalizing(next(convolutions)), STEM.stride, STEM.padding)
    x = graph.node("Relu", [x])
    x = graph.node("MaxPool", [x], kernel_shape=(3, 3), strides=(2, 2))
    side = ((CHIP - 7) // 2 + 1 - 3) // 2 + 1
    for block in BLOCKS:
        x, side = _residual(graph, x, side, block, (next(convolutions), next(convolutions)))
    x = graph.node("GlobalAveragePool", [x])
    x = graph.node("Flatten", [x])
    x = graph.node("MatMul", [x, graph.constant(weights.dense)])
    vectors = graph.node("Identity", [x])
    return graph.model(("chips", "uint8", (CHIP, CHIP, 3)), (vectors, "float32", VECTOR[1:]))


def _normalizing(first: FoldedConvolution) -> FoldedConvolution:
    """Return W ∗ ((x − mean) / scale) + b as one convolution of x: exact without padding."""
    weight = first.weight.astype(np.float64) / SCALE
    shift = np.einsum("oikl,i->o", weight, np.array(MEAN))
    return FoldedConvolution(
        weight.astype(np.float32), (first.bias.astype(np.float64) - shift).astype(np.float32)
    )


def _convolve(graph: Graph, x: str, layer: FoldedConvolution, stride: int, padding: int) -> str:
    return graph.node(
        "Conv",
        [x, graph.constant(layer.weight), graph.constant(layer.bias)],
        kernel_shape=layer.weight.shape[2:],
        strides=(stride, stride),
        pads=(padding,) * 4,
    )


def _residual(
    graph: Graph,
    x: str,
    side: int,
    block: Block,
    layers: tuple[FoldedConvolution, FoldedConvolution],
) -> tuple[str, int]:
    """Add a block for pictures of side × side; return its output's name and side."""
    y = _convolve(graph, x, layers[0], block.first.stride, block.first.padding)
    y = graph.node("Relu", [y])
    y = _convolve(graph, y, layers[1], block.second.stride, block.second.padding)
    if block.halves:
        small = (side - block.first.size) // 2 + 1
        side = side // 2
        x = graph.node("AveragePool", [x], kernel_shape=(2, 2), strides=(2, 2))
        x = _pad_with_zeros(graph, x, block.first.outputs - block.first.inputs, 0)
        y = _pad_with_zeros(graph, y, 0, side - small)
    return graph.node("Relu", [graph.node("Add", [y, x])]), side


def _pad_with_zeros(graph: Graph, x: str, channels: int, sides: int) -> str:
    """Pad with zeros behind the channels and at the lower and right edges."""
    if not channels and not sides:
        return x
    pads: Any = graph.constant(int64(0, 0, 0, 0, 0, channels, sides, sides))
    return graph.node("Pad", [x, pads])
