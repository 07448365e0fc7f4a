"""Tonight: the members walk past a camera one by one, and each false match is stopped.

The setting is the first page's: threshold, grouping, gallery and portrait go with the learner from
one page to the other, and are in the link under the same names.
"""

from __future__ import annotations

import streamlit as st

from simulator.board.board import Board
from simulator.board.story import TONIGHT, TONIGHT_LEAD, TONIGHT_TERMS
from simulator.i18n.language import _
from simulator.i18n.markdown import literal
from simulator.ui import cached, components, pair_photos, threshold_setting
from simulator.ui.frame import explain_terms, shows_errors
from simulator.ui.threshold_setting import GALLERY, PORTRAIT, SWITCHED

KEY = "tonight"


@shows_errors
def page() -> None:
    """Show the page."""
    chosen, problem = threshold_setting.switches(SWITCHED)
    portrait, gallery = chosen[PORTRAIT], chosen[GALLERY]
    board = cached.first_board(portrait, gallery)
    with st.container(key="lead", horizontal=True):
        st.title(_(TONIGHT), anchor=False, width="content")
        st.markdown(_(TONIGHT_LEAD), width="content")
    problem = problem or threshold_setting.current(board, SWITCHED).problem
    if problem:
        st.warning(literal(problem))
    _walk(board, cached.tonight(portrait, gallery))
    explain_terms(*TONIGHT_TERMS)


@st.fragment
@shows_errors
def _walk(board: Board, data: bytes) -> None:
    reported = getattr(st.session_state.get(KEY), "setting", None)
    if reported and reported != st.session_state.get(f"reported-{KEY}"):
        st.session_state[f"reported-{KEY}"] = reported
        threshold_setting.moved(board, SWITCHED, reported)
    now = threshold_setting.in_session(SWITCHED)
    with st.container(key=f"unseen-{KEY}"):
        components.setting(key=f"setting-of-{KEY}", data=now.for_browser(SWITCHED))
        if board.faces:
            components.photos(
                key=f"photos-{KEY}", data=pair_photos.for_browser(board, SWITCHED, now.stop)
            )
    components.tonight(key=KEY, data=data, on_setting_change=lambda: None)
