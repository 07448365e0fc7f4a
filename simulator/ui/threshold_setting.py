"""The threshold control's setting: the URL, the session and the browser's thumb agree on it.

The URL holds the setting that a teacher sends to a class. It is written when the thumb is released,
and read when it differs from what was last written here (a link, or the Back button).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from simulator.board.board import Board
from simulator.board.first_page import GALLERIES, GALLERY_FIRST, GALLERY_OF_OLD_LINKS
from simulator.errors import ThresholdError
from simulator.i18n.language import _

THRESHOLD, GROUPS, PORTRAIT, GALLERY = "threshold", "by", "portrait", "gallery"
FIRST, SECOND = "first", "second"
"""The portraits that the first page can search with."""
SWITCHES = {PORTRAIT: (FIRST, SECOND), GALLERY: GALLERIES}
"""Switches of the picture on the first page → what each can choose."""
AT_FIRST = {PORTRAIT: FIRST, GALLERY: GALLERY_FIRST}
"""What each switch is set to where the link says nothing at all."""
NAMED = (GALLERY,)
"""Switches that every link names, whatever they are set to; the others only if they were moved."""
SWITCHED = "test"
"""The picture with the switches."""
PREDICT, OFF = "predict", "off"
"""``predict=off`` in a link switches the first page's question off, for a teacher who asks it."""
PAIR = "pair"
VISIT = "visit"
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
        visit: the visit to a page in which it was last used.
    """

    stop: int
    grouping: str
    revision: int
    written: tuple[str, str] | None = None
    problem: str = ""
    board: int = 0
    visit: int = 0

    def for_browser(self, channel: str) -> dict[str, Any]:
        """Return the setting component's data."""
        return {
            "channel": channel,
            "revision": self.revision,
            "stop": self.stop,
            "grouping": self.grouping,
            "switches": channel == SWITCHED,
            "predict": st.query_params.get(PREDICT) != OFF,
            "opening": not (self.written and self.written[0]),
        }


def _names(channel: str) -> tuple[str, str]:
    """Return the URL's names of threshold and grouping; pictures side by side have their own."""
    if channel in ALONE:
        return THRESHOLD, GROUPS
    return f"{THRESHOLD}_{channel}", f"{GROUPS}_{channel}"


def note_page(page: str) -> None:
    """Remember which page is open; opening another one clears the URL, which Back does not."""
    if st.session_state.get("page") != page:
        st.session_state["page"] = page
        st.session_state[VISIT] = st.session_state.get(VISIT, 0) + 1


def switches(channel: str) -> tuple[dict[str, str], str]:
    """Return what each switch is set to, after reading the URL, and what is wrong with the URL."""
    chosen, problem, returned = {}, "", _returned(channel)
    for name, known in SWITCHES.items():
        in_url = st.query_params.get(name, "")
        if returned:
            chosen[name] = _switch(channel, name)
            continue
        chosen[name] = in_url if in_url in known else _unnamed(channel, name)
        st.session_state[f"{name}-{channel}"] = chosen[name]
        if in_url and in_url not in known:
            problem = problem or _not_understood(name, in_url)
    return chosen, problem


def _unnamed(channel: str, name: str) -> str:
    """Return what a switch is set to where the link does not name it.

    Links that set something but name no gallery were written when there was only one.
    """
    old = name == GALLERY and any(n in st.query_params for n in (*_names(channel), PORTRAIT))
    return GALLERY_OF_OLD_LINKS if old and GALLERY not in st.query_params else AT_FIRST[name]


def _switch(channel: str, name: str) -> str:
    return str(st.session_state.get(f"{name}-{channel}", AT_FIRST[name]))


def _not_understood(name: str, found: str) -> str:
    expected = {
        PORTRAIT: _(
            "The link was not understood: expected the portrait {first} or {second}, found "
            "{found}. Choose one above the picture."
        ),
        GALLERY: _(
            "The link was not understood: expected the gallery {first} or {second}, found "
            "{found}. Choose one above the picture."
        ),
    }[name]
    first, second = SWITCHES[name]
    return expected.format(first=first, second=second, found=repr(found[:40]))


def _returned(channel: str) -> bool:
    """Return whether the page was opened again, so that its URL is still empty."""
    setting = st.session_state.get(f"setting-{channel}")
    return (
        setting is not None
        and setting.written is not None
        and setting.visit != st.session_state.get(VISIT, 0)
        and not any(name in st.query_params for name in (*_names(channel), *SWITCHES))
    )


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
    returned = _returned(channel)
    setting.visit = st.session_state.get(VISIT, 0)
    if returned:
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
    """Adopt what the picture reported, where the thumb was released, and write it into the URL."""
    setting = in_session(channel)
    stop, grouping = reported.get("stop"), reported.get("grouping")
    if isinstance(stop, int) and 0 <= stop < len(board.stops.stops):
        setting.stop = stop
    if grouping in board.groupings:
        setting.grouping = str(grouping)
    if channel == SWITCHED:
        for name, known in SWITCHES.items():
            if reported.get(name) in known:
                st.session_state[f"{name}-{channel}"] = reported[name]
    pair = reported.get("pair")
    st.session_state[f"{PAIR}-{channel}"] = (
        pair if isinstance(pair, int) and 0 <= pair < len(board.pair_keys) else None
    )
    setting.problem = ""
    _write(setting, board, channel)
    return setting


def opened_pair(channel: str) -> int | None:
    """Return the pair beyond the threshold that was opened in a picture; None without one."""
    pair: int | None = st.session_state.get(f"{PAIR}-{channel}")
    return pair


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
    wanted = dict(zip(_names(channel), written, strict=True))
    if channel == SWITCHED:
        switched = {name: _switch(channel, name) for name in SWITCHES}
        wanted |= {
            name: at for name, at in switched.items() if name in NAMED or at != AT_FIRST[name]
        }
        # One at a time: Streamlit refuses to write all again where a widget is bound to the link.
        for name in SWITCHES:
            if name in st.query_params and name not in wanted:
                del st.query_params[name]
    if any(st.query_params.get(name) != at for name, at in wanted.items()):
        st.query_params.update(wanted)
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
    if grouping in board.groupings or not grouping:
        setting.grouping = grouping or board.groupings[0]
    else:
        setting.problem = setting.problem or _(
            "The link was not understood: expected one of the groupings {groupings}, found "
            "{found}. Choose one beside the picture."
        ).format(groupings=", ".join(board.groupings), found=repr(grouping[:40]))
