"""What the Lab's bar looks up: the stops of a board, without its people and groups."""

from __future__ import annotations

import json
from typing import Any

from simulator.board.board import Board

WORDS = (
    "language",
    "scale",
    "of_matched",
    "presets",
    "more",
    "at_confidence",
    "at_distance",
)
"""The words of the picture that the bar shows."""


def bar_tables(board: Board) -> dict[str, Any]:
    """Return the part of a board's tables that the bar shows.

    Returns:
        ``stops`` and ``presets`` as in the board; ``total``: how many were searched with;
        ``words``, with ``help`` for the control.
    """
    tables = json.loads(board.tables)
    words = tables["words"]
    return {
        "stops": tables["stops"],
        "presets": tables["presets"],
        "total": len(tables["people"]["name"]),
        "words": {name: words[name] for name in WORDS} | {"help": words["help"]},
    }
