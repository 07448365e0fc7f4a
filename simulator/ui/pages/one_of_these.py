"""One of these is you: learners hold numbered cards, and stand when the threshold matches them."""

from __future__ import annotations

import streamlit as st

from simulator.board.first_page import LFW
from simulator.errors import ThresholdError
from simulator.i18n.language import _, language
from simulator.i18n.markdown import literal
from simulator.lessons.one_of_these import CLASSES, USUAL
from simulator.ui import cached, components
from simulator.ui.frame import explain_terms, shows_errors
from simulator.ui.threshold_setting import THRESHOLD

KEY = "one-of-these"
CARDS = "cards"
TERMS = ("search", "false match", "threshold", "confidence", "distance")


@shows_errors
def page() -> None:
    """Show the page; a link may name the threshold and the number of cards."""
    with st.container(key="lead", horizontal=True):
        st.title(_("One of these is you"), anchor=False, width="content")
        st.markdown(_("Take a card. Stand when your number lights up."), width="content")
    stop, problem = None, ""
    cards = str(st.query_params.get(CARDS, USUAL))
    if cards not in map(str, CLASSES):
        problem = _(
            "The link was not understood: expected one of {known} cards, found {found}."
        ).format(known=", ".join(map(str, CLASSES)), found=repr(cards[:40]))
        cards = str(USUAL)
    if THRESHOLD in st.query_params:
        try:
            stop = cached.first_board(gallery=LFW).stops.find(st.query_params[THRESHOLD]).position
        except ThresholdError as error:
            problem = _("The link was not understood: {reason}").format(reason=error)
    if problem:
        st.warning(literal(problem))
    components.one_of_these(key=KEY, data=cached.one_of_these(language(), stop, int(cards)))
    explain_terms(*TERMS)
