"""The cache of what the Lab's bar and its comparison of two searches look up."""

from __future__ import annotations

from typing import Any

import streamlit as st

from simulator.board.bar_tables import bar_tables
from simulator.board.board import Board

BOARD = "simulator.board.board.Board"


def _digest(board: Board) -> bytes:
    """Return the beginning of the tables: their digest and their channel."""
    return board.tables[:60]


@st.cache_resource(show_spinner=False, max_entries=16, hash_funcs={BOARD: _digest})
def tables(board: Board) -> dict[str, Any]:
    """Return the part of a board's tables that the bar shows."""
    return bar_tables(board)


@st.cache_resource(show_spinner=False, max_entries=16, hash_funcs={BOARD: _digest})
def two(one: Board, other: Board, same: str, grouping: str | None) -> dict[str, Any]:
    """Return what a picture of two searches looks up."""
    # It needs NumPy, which the first page does without.
    from simulator.board.two_boards import two_boards

    return two_boards(one, other, same, grouping)


OF_BAR = (tables, two)
"""Every cache here; :func:`simulator.ui.cached.forget_data` empties them too."""
