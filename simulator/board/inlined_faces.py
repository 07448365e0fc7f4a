"""Bundled portraits of a board's pairs as ``data:`` addresses, for pages without a server.

Each face is written once, however many pairs it is in.
"""

from __future__ import annotations

import json

from simulator.board.board import GALLERY, PROBE, Board
from simulator.datasets.bundled_faces import bundled_face_uri
from simulator.datasets.dataset import load_dataset


def inlined_faces(board: Board, count: int) -> dict[str, str]:
    """Return the faces of the closest pairs: their key in the list of pairs → a ``data:`` address.

    Args:
        board: a board with its pairs.
        count: how many pairs, from the closest.
    """
    if not board.faces:
        return {}
    sides = ((load_dataset(board.probes), PROBE), (load_dataset(board.gallery), GALLERY))
    faces: dict[str, str] = {}
    for pair in board.pair_keys[:count]:
        for (dataset, side), key in zip(sides, pair, strict=True):
            if f"{side}{key}" not in faces:
                uri = bundled_face_uri(dataset, key)
                if uri is not None:
                    faces[f"{side}{key}"] = uri
    return faces


def with_faces(board: Board, count: int) -> bytes:
    """Return a board's list of pairs with the faces of the closest ones in it, as JSON."""
    faces = inlined_faces(board, count)
    if not faces:
        return board.pairs
    return (
        board.pairs[:-1] + b',"faces":' + json.dumps(faces, separators=(",", ":")).encode() + b"}"
    )
