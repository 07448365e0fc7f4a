"""The live picture of one search: control, numbers, dots, bars, and its place in the URL."""

from __future__ import annotations

import streamlit as st

from simulator.board.board import Board
from simulator.board.stops import Stop
from simulator.i18n.markdown import literal
from simulator.ui import components, pair_photos, threshold_setting
from simulator.ui.frame import shows_errors


def threshold_picture(board: Board, channel: str, *, compact: bool = False) -> None:
    """Show the picture; while the thumb moves, nothing reruns.

    Args:
        board: what it looks up.
        channel: which picture of a page it is.
        compact: numbers and control only, for a page that shows something else below.
    """
    problem = threshold_setting.current(board, channel).problem
    if problem:
        st.warning(literal(problem))
    _picture(board, channel, compact)


@st.fragment
@shows_errors
def _picture(board: Board, channel: str, compact: bool) -> None:
    reported = getattr(st.session_state.get(f"threshold-{channel}"), "setting", None)
    if reported and reported != st.session_state.get(f"reported-{channel}"):
        st.session_state[f"reported-{channel}"] = reported
        threshold_setting.moved(board, channel, reported)
        if channel == "lab":
            # The panel below shows the same threshold.
            st.rerun()
    now = threshold_setting.current(board, channel)
    with st.container(key=f"unseen-{channel}"):
        components.setting(
            key=f"setting-of-{channel}", data=now.for_browser(channel, compact=compact)
        )
        if channel == "test":
            components.photos(key="photos", data=pair_photos.for_browser(board, now.stop))
    components.threshold_picture(
        key=f"threshold-{channel}", data=board.tables, on_setting_change=lambda: None
    )


def current_stop(board: Board, channel: str) -> Stop:
    """Where the control of a picture stands."""
    return board.stops.stops[threshold_setting.current(board, channel).stop]
