"""Faces inside a page: each once, only of the closest pairs, none of private people."""

from __future__ import annotations

import base64
import functools
import json

from support.replay import default_replay

from simulator import Experiment, run
from simulator.board.board import Board
from simulator.board.build_board import make_board
from simulator.board.inlined_faces import inlined_faces, with_faces
from simulator.datasets.bundled_faces import bundled_face
from simulator.datasets.dataset import load_dataset


@functools.cache
def politicians() -> Board:
    return make_board(run(Experiment(gallery="legislators")), "lesson")


def test_faces_are_those_of_the_closest_pairs():
    """As bytes, and under the keys that the list of pairs names."""
    board = politicians()
    faces = inlined_faces(board, 6)
    listed = json.loads(board.pairs)
    named = {key for side in ("probe_face", "stand_in_face") for key in listed[side][:6] if key}
    assert set(faces) == named
    assert len(named) > 6
    members = load_dataset("congress-115")
    for key, uri in faces.items():
        if key.startswith("p/"):
            kind, _, content = uri.partition(";base64,")
            assert kind == "data:image/webp"
            assert base64.b64decode(content) == bundled_face(members, key[2:])


def test_the_list_carries_them_once():
    """The same JSON with one more entry; as many faces as there are different people."""
    board = politicians()
    listed = json.loads(with_faces(board, 60))
    assert listed.pop("faces") == inlined_faces(board, 60)
    assert listed == json.loads(board.pairs)


def test_stand_ins_have_none():
    board = make_board(default_replay(), "lesson")
    assert inlined_faces(board, 60) == {}
    assert with_faces(board, 60) == board.pairs
