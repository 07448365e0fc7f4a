"""What the Lab's bar looks up is calculated once for a board."""

from __future__ import annotations

import dataclasses

import pytest
from support.replay import default_replay

from simulator.board.build_board import make_board
from simulator.ui import cached_bar


@pytest.fixture(scope="module")
def board():
    return make_board(default_replay(), "lab")


def test_a_board_is_recognized_by_its_tables(board):
    """Another copy of it asks for nothing again; other tables do."""
    first = cached_bar.tables(board)
    assert cached_bar.tables(dataclasses.replace(board)) is first
    other = dataclasses.replace(board, tables=board.tables.replace(b'"id":"', b'"id":"0', 1))
    assert cached_bar.tables(other) is not first


def test_everything_here_is_forgotten_with_the_data(board):
    first = cached_bar.tables(board)
    for cache in cached_bar.OF_BAR:
        cache.clear()
    assert cached_bar.tables(board) is not first
