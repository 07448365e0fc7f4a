"""The test: move the threshold and watch who is falsely matched."""

from __future__ import annotations

import streamlit as st

from simulator.board.story import LEAD, TERMS, TITLE, story
from simulator.i18n.language import _
from simulator.i18n.markdown import literal
from simulator.ui import cached, components, pair_photos, threshold_setting
from simulator.ui.frame import explain_terms, shows_errors
from simulator.ui.threshold_picture import threshold_picture

CHANNEL = "test"


@shows_errors
def page() -> None:
    """Show the page."""
    chosen, problem = threshold_setting.switches(CHANNEL)
    portrait, gallery = chosen[threshold_setting.PORTRAIT], chosen[threshold_setting.GALLERY]
    board = cached.first_board(portrait, gallery)
    with st.container(key="lead", horizontal=True):
        st.title(_(TITLE), anchor=False, width="content")
        st.markdown(_(LEAD), width="content")
    if problem:
        st.warning(literal(problem))
    threshold_picture(board, CHANNEL)
    st.markdown(story(board, portrait))
    st.subheader(_("The pairs behind the numbers"), anchor=False)
    pair_photos.switch(board)
    components.pairs(key=f"pairs-{CHANNEL}", data=board.pairs)
    explain_terms(*TERMS)
