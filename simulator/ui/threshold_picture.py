"""The first page's picture of the threshold, and its setting in the URL."""

from __future__ import annotations

import streamlit as st

from simulator.board.board import Board
from simulator.board.stops import Stop
from simulator.i18n.markdown import literal
from simulator.ui import components, pair_photos, threshold_setting
from simulator.ui.frame import shows_errors


def threshold_picture(board: Board, channel: str) -> None:
    """Show the first page's picture; moving the thumb reruns nothing on the server.

    Args:
        board: the tables that it looks up.
        channel: identifies the picture on its page.
    """
    problem = threshold_setting.current(board, channel).problem
    if problem:
        st.warning(literal(problem))
    _picture(board, channel)


@st.fragment
@shows_errors
def _picture(board: Board, channel: str) -> None:
    reported = getattr(st.session_state.get(f"threshold-{channel}"), "setting", None)
    if reported and reported != st.session_state.get(f"reported-{channel}"):
        st.session_state[f"reported-{channel}"] = reported
        threshold_setting.moved(board, channel, reported)
        if not threshold_setting.SWITCHES.keys().isdisjoint(reported):
            # The rest of the page shows the same portraits and gallery.
            st.rerun()
    now = threshold_setting.in_session(channel)
    with st.container(key=f"unseen-{channel}"):
        components.setting(key=f"setting-of-{channel}", data=now.for_browser(channel))
        components.photos(
            key=f"photos-{channel}",
            data=pair_photos.for_browser(
                board, channel, now.stop, threshold_setting.opened_pair(channel)
            ),
        )
    components.shift_picture(
        key=f"threshold-{channel}", data=board.tables, on_setting_change=lambda: None
    )


def current_stop(board: Board, channel: str) -> Stop:
    """Return the stop at which the control of a picture is set."""
    return board.stops.stops[threshold_setting.current(board, channel).stop]
