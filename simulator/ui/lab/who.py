"""Who is falsely matched: a row of people for each group, as on the first page."""

from __future__ import annotations

import streamlit as st

from simulator.board.board import Board
from simulator.ui import components, pair_photos, threshold_setting
from simulator.ui.lab.bar import CHANNEL

WHO_KEY = "lab-who"


def who(board: Board) -> None:
    """Show the rows; they follow the bar's thumb without asking the server.

    Args:
        board: the tables of the search.
    """
    now = threshold_setting.in_session(CHANNEL)
    if board.faces:
        with st.container(key="unseen-photos"):
            components.photos(
                key=f"photos-{CHANNEL}",
                data=pair_photos.for_browser(
                    board, CHANNEL, now.stop, threshold_setting.opened_pair(CHANNEL)
                ),
            )
    components.lab_who(key=WHO_KEY, data=board.tables, on_setting_change=lambda: None)
