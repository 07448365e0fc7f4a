"""The live picture of one search: control, numbers, dots, bars, and its place in the URL."""

from __future__ import annotations

import streamlit as st

from simulator.board.board import Board
from simulator.board.stops import Stop
from simulator.i18n.markdown import literal
from simulator.ui import components, pair_photos as photos, setting
from simulator.ui.frame import guarded


def picture(board: Board, channel: str, *, compact: bool = False) -> None:
    """Show the picture; while the thumb moves, nothing reruns.

    Args:
        board: what it looks up.
        channel: which picture of a page it is.
        compact: numbers and control only, for a page that shows something else below.
    """
    problem = setting.current(board, channel).problem
    if problem:
        st.warning(literal(problem))
    _live(board, channel, compact)


@st.fragment
@guarded
def _live(board: Board, channel: str, compact: bool) -> None:
    told = getattr(st.session_state.get(f"live-{channel}"), "setting", None)
    if told and told != st.session_state.get(f"told-{channel}"):
        st.session_state[f"told-{channel}"] = told
        setting.moved(board, channel, told)
        if channel == "lab":
            # The panel below shows the same threshold.
            st.rerun()
    now = setting.current(board, channel)
    with st.container(key=f"unseen-{channel}"):
        components.setting(
            key=f"setting-of-{channel}", data=now.for_browser(channel, compact=compact)
        )
        if channel == "test":
            components.photos(key="photos", data=photos.for_browser(board, now.stop))
    components.live(key=f"live-{channel}", data=board.tables, on_setting_change=lambda: None)


def stop_of(board: Board, channel: str) -> Stop:
    """Where the control of a picture stands."""
    return board.stops.stops[setting.current(board, channel).stop]
