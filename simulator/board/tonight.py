"""Tonight: the people searched for walk past a camera one by one, and false matches are stopped.

Nothing is counted here: who is stopped, how many of each group, their rates and the verdict come
from the tables of :mod:`simulator.board.build_board`. This module adds the order of the walk and
the words. Nothing heavy is imported: a page of the app needs it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from simulator.board.board import Board
from simulator.board.tonight_words import tonight_words


def walking_order(names: Sequence[str]) -> list[int]:
    """Return the order in which people walk past the camera: places in ``names``.

    The order is drawn by lot once: people are sorted by the SHA-256 of their names. It depends
    neither on the threshold nor on the gallery, so that two runs differ only in who is stopped.
    """
    drawn = [hashlib.sha256(name.encode()).hexdigest() for name in names]
    return sorted(range(len(names)), key=lambda place: (drawn[place], place))


def walk_of(tables: dict[str, Any]) -> dict[str, Any]:
    """Return what a walk needs besides a board's tables and pairs: the order and the words."""
    names = tables["people"]["name"]
    return {"walk": walking_order(names), "words": tonight_words(len(names))}


def tonight_data(board: Board) -> bytes:
    """Return everything that the walk looks up, as JSON, in the current language.

    Returns:
        ``id`` and ``channel``, by which the browser recognizes it, ``walk`` and ``words`` of
        :func:`walk_of`, and the board's ``tables`` and ``pairs`` as they are.
    """
    tables = json.loads(board.tables)
    walk = json.dumps(walk_of(tables), ensure_ascii=False, separators=(",", ":")).encode()
    body = b'%b,"tables":%b,"pairs":%b}' % (walk[1:-1], board.tables, board.pairs)
    digest = hashlib.sha256(body).hexdigest()[:16]
    return b'{"id":"%b","channel":"%b",%b' % (digest.encode(), tables["channel"].encode(), body)
