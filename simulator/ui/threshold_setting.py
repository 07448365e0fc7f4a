"""The threshold control's setting: the URL, the session and the browser's thumb agree on it.

The URL holds the setting that a teacher sends to a class. It is written when the thumb is released,
and read when it differs from what was last written here (a link, or the Back button).
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
    """A control's setting in this session.

    Attributes:
        stop, grouping: the setting.
        revision: counts how often Python moved the control.
        written: threshold and grouping that were last written into the URL.
        problem: one sentence about a URL that was not understood.
        board: identifies the tables that the setting belongs to.
    """

    stop: int
    grouping: str
    revision: int
    written: tuple[str, str] | None = None
    problem: str = ""
    board: int = 0

    def for_browser(self, channel: str, *, compact: bool = False) -> dict[str, Any]:
        """Return the setting component's data; ``compact``: without dots and bars."""
        return {
            "channel": channel,
            "revision": self.revision,
            "stop": self.stop,
            "grouping": self.grouping,
            "compact": compact,
        }


def _names(channel: str) -> tuple[str, str]:
    """Return the URL's names of threshold and grouping; pictures side by side have their own."""
    if channel in ALONE:
        return THRESHOLD, GROUPS
    return f"{THRESHOLD}_{channel}", f"{GROUPS}_{channel}"


def current(board: Board, channel: str) -> Setting:
    """Return this session's setting, after reading the URL."""
    name = f"setting-{channel}"
    setting = st.session_state.get(name)
    threshold, groups = _names(channel)
    in_url = (st.query_params.get(threshold, ""), st.query_params.get(groups, ""))
    if setting is None:
        setting = Setting(board.stops.default.position, board.groupings[0], 0)
        st.session_state[name] = setting
    _fit(setting, board)
    if in_url == ("", "") and setting.written is not None:
        # Another page was open in between; opening it clears the URL.
        _write(setting, board, channel)
    elif in_url != (setting.written or ("", "")):
        _adopt(setting, board, *in_url)
    return setting


def in_session(channel: str) -> Setting:
    """Return this session's setting without reading the URL.

    A rerun that the picture itself asks for brings the URL as the browser knew it when it asked;
    what was written here since then is not in it, and must not be taken for the Back button.
    """
    setting: Setting = st.session_state[f"setting-{channel}"]
    return setting


def moved(board: Board, channel: str, reported: dict[str, Any]) -> Setting:
    """Adopt the setting at which the thumb was released, and write it into the URL."""
    setting = in_session(channel)
    stop, grouping = reported.get("stop"), reported.get("grouping")
    if isinstance(stop, int) and 0 <= stop < len(board.stops.stops):
        setting.stop = stop
    if grouping in board.groupings:
        setting.grouping = str(grouping)
    setting.problem = ""
    _write(setting, board, channel)
    return setting


def _fit(setting: Setting, board: Board) -> None:
    """Keep the setting if possible: another experiment may have other stops and groups."""
    if setting.board != id(board):
        setting.board = id(board)
        setting.stop = min(setting.stop, board.stops.stops[-1].position)
        if setting.written is not None:
            setting.stop = (
                board.stops.find(setting.written[0]).position
                if setting.written[0]
                else setting.stop
            )
        if setting.grouping not in board.groupings:
            setting.grouping = board.groupings[0]
        setting.revision += 1


def _write(setting: Setting, board: Board, channel: str) -> None:
    written = (board.stops.stops[setting.stop].key, setting.grouping)
    names = _names(channel)
    if tuple(st.query_params.get(name) for name in names) != written:
        st.query_params.update(dict(zip(names, written, strict=True)))
    setting.written = written


def _adopt(setting: Setting, board: Board, threshold: str, grouping: str) -> None:
    setting.written = (threshold, grouping)
    setting.problem = ""
    setting.revision += 1
    try:
        setting.stop = (
            board.stops.find(threshold).position if threshold else board.stops.default.position
        )
    except ThresholdError as error:
        setting.problem = _("The link was not understood: {problem}").format(problem=error)
        setting.stop = board.stops.default.position
    if grouping in board.groupings:
        setting.grouping = grouping
    elif grouping:
        setting.problem = setting.problem or _(
            "The link was not understood: expected one of the groupings {groupings}, found "
            "{found}. Choose one beside the picture."
        ).format(groupings=", ".join(board.groupings), found=repr(grouping[:40]))
