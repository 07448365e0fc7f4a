"""A site holds drawings and numbers: no key, no photo, no name of anybody in a gallery."""

from __future__ import annotations

import json

import pytest

from simulator.site.drawings import drawn_only

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("gallery", ["legislators", "lfw"])
def test_a_drawn_board_keeps_every_number_and_loses_every_person(site_board, gallery):
    """Counts, distances and drawings stay; names, offices, faces and keys go."""
    board = site_board(gallery)
    drawn = drawn_only(board)
    before, after = json.loads(board.pairs), json.loads(drawn.pairs)
    for name in ("probe", "distance", "confidence", "probe_sketch", "stand_in_sketch", "group"):
        assert after[name] == before[name]
    assert all(name.startswith("stand-in ") for name in after["stand_in"])
    assert len(set(after["stand_in"])) == len(set(board_keys(board)))
    assert not {"probe_face", "stand_in_face", "stand_in_office", "faces"} & set(after)
    assert drawn.pair_keys == drawn.faces == ()
    tables = json.loads(drawn.tables)
    assert tables["stops"] == json.loads(board.tables)["stops"]
    assert not any("(faces)" in words for _name, words in tables["galleries"]["choices"])
    assert list(after)[:2] == list(tables)[:2] == ["id", "channel"]


def board_keys(board):
    """Return the keys of a board's stand-ins."""
    return [stand_in for _probe, stand_in in board.pair_keys]
