"""The bar looks up the board's stops, and nothing about people or groups."""

from __future__ import annotations

import json

from support.replay import replay_in

from simulator.board.bar_tables import bar_tables
from simulator.board.build_board import make_board


def test_the_bar_has_the_boards_stops() -> None:
    """Stops, presets and total are the same; the rest stays on the server."""
    board = make_board(replay_in("legislators"), "lab", with_pairs=False)
    tables, whole = bar_tables(board), json.loads(board.tables)
    assert tables["stops"] == whole["stops"]
    assert tables["presets"] == whole["presets"]
    assert tables["total"] == board.searched
    assert set(tables) == {"stops", "presets", "total", "words"}
