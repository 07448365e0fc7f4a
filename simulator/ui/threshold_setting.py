"""Where the threshold control stands: the URL, the session and the browser's thumb, kept in step.

The URL is the setting that a teacher sends to a class. It is written when the thumb is let go, and
adopted when it differs from what was last written here (a link, or the Back button).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from simulator.board.board import Board
from simulator.errors import ThresholdError
from simulator.i18n.language import _

THRESHOLD, GROUPS = "threshold", "by"
ALONE = ("test", "lab")


@dataclass
class Setting:
    """A control's setting in this session (``board``: of which tables).

    Attributes:
        stop, grouping: where it stands.
        revision: counts the times Python moved the control.
        written: what the URL said last.
        problem: one sentence about a URL that made no sense.
    """

    stop: int
    grouping: str
    revision: int
    written: tuple[str, str] | None = None
    problem: str = ""
    board: int = 0

    def for_browser(self, channel: str, *, compact: bool = False) -> dict[str, Any]:
        """What the setting component takes; ``compact``: without dots and bars."""
        return {
            "channel": channel,
            "revision": self.revision,
            "stop": self.stop,
            "grouping": self.grouping,
            "compact": compact,
        }


def _names(channel: str) -> tuple[str, str]:
    """How the URL calls threshold and grouping; pictures side by side have names of their own."""
    if channel in ALONE:
        return THRESHOLD, GROUPS
    return f"{THRESHOLD}_{channel}", f"{GROUPS}_{channel}"


def current(board: Board, channel: str) -> Setting:
    """This session's setting, after a look at the URL."""
    name = f"setting-{channel}"
    kept = st.session_state.get(name)
    threshold, groups = _names(channel)
    in_url = (st.query_params.get(threshold, ""), st.query_params.get(groups, ""))
    if kept is None:
        kept = Setting(board.stops.default.position, board.groupings[0], 0)
        st.session_state[name] = kept
    _fit(kept, board)
    if in_url == ("", "") and kept.written is not None:
        # Another page was open in between, which clears the URL.
        _write(kept, board, channel)
    elif in_url != (kept.written or ("", "")):
        _adopt(kept, board, *in_url)
    return kept


def moved(board: Board, channel: str, told: dict[str, Any]) -> Setting:
    """Take over where the thumb was let go, and write it into the URL."""
    kept: Setting = st.session_state[f"setting-{channel}"]
    stop, grouping = told.get("stop"), told.get("grouping")
    if isinstance(stop, int) and 0 <= stop < len(board.stops.stops):
        kept.stop = stop
    if grouping in board.groupings:
        kept.grouping = str(grouping)
    kept.problem = ""
    _write(kept, board, channel)
    return kept


def _fit(kept: Setting, board: Board) -> None:
    """Another experiment may have other stops and groups: stay where that is possible."""
    if kept.board != id(board):
        kept.board = id(board)
        kept.stop = min(kept.stop, board.stops.stops[-1].position)
        if kept.written is not None:
            kept.stop = board.stops.find(kept.written[0]).position if kept.written[0] else kept.stop
        if kept.grouping not in board.groupings:
            kept.grouping = board.groupings[0]
        kept.revision += 1


def _write(kept: Setting, board: Board, channel: str) -> None:
    written = (board.stops.stops[kept.stop].key, kept.grouping)
    names = _names(channel)
    if tuple(st.query_params.get(name) for name in names) != written:
        st.query_params.update(dict(zip(names, written, strict=True)))
    kept.written = written


def _adopt(kept: Setting, board: Board, threshold: str, grouping: str) -> None:
    kept.written = (threshold, grouping)
    kept.problem = ""
    kept.revision += 1
    try:
        kept.stop = (
            board.stops.find(threshold).position if threshold else board.stops.default.position
        )
    except ThresholdError as error:
        kept.problem = _("The link was not understood: {problem}").format(problem=error)
        kept.stop = board.stops.default.position
    if grouping in board.groupings:
        kept.grouping = grouping
    elif grouping:
        kept.problem = kept.problem or _(
            "The link was not understood: expected one of the groupings {groupings}, found "
            "{found}. Choose one beside the picture."
        ).format(groupings=", ".join(board.groupings), found=repr(grouping[:40]))
