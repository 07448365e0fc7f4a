"""The test: move the threshold and watch who is falsely matched."""

from __future__ import annotations

import streamlit as st

from simulator.board.board import Board
from simulator.i18n.language import _, number, percent
from simulator.i18n.markdown import literal
from simulator.stats.published import ACLU_2018
from simulator.ui import cached, components, pair_photos, threshold_setting
from simulator.ui.frame import explain_terms, shows_errors
from simulator.ui.threshold_picture import threshold_picture

CHANNEL = "test"
TERMS = (
    "search",
    "false match",
    "threshold",
    "distance",
    "confidence",
    "95% interval",
    "stand-in",
    "White or not listed",
)


@shows_errors
def page() -> None:
    """Show the page."""
    portrait, problem = threshold_setting.portrait(CHANNEL)
    board = cached.first_board(portrait)
    st.title(_("Who is falsely matched?"), anchor=False)
    st.markdown(_story(board, portrait))
    if problem:
        st.warning(literal(problem))
    threshold_picture(board, CHANNEL)
    st.subheader(_("The pairs behind the numbers"), anchor=False)
    pair_photos.switch(board)
    components.pairs(key="pairs", data=board.pairs)
    explain_terms(*TERMS)


def _story(board: Board, portrait: str) -> str:
    if portrait == threshold_setting.SECOND:
        looks_for = _(
            "It looks for the {searched} with another portrait that is a photograph, in {photos} "
            "news photos of other people."
        )
    elif board.searched == ACLU_2018["searches"]:
        looks_for = _("It looks for the same {searched}, in {photos} news photos of other people.")
    else:
        looks_for = _(
            "It looks for the {searched} members whose portraits are bundled, in {photos} news "
            "photos of other people."
        )
    told = _(
        "In July 2018 the ACLU searched for all {members} members of Congress in {arrest_photos} "
        "arrest photos with Amazon Rekognition, at its default threshold of {threshold}, and "
        "reported {false_matches} false matches. This page repeats the search with an open matcher."
    ).format(
        members=number(ACLU_2018["searches"]),
        arrest_photos=number(ACLU_2018["gallery_size"]),
        threshold=percent(ACLU_2018["threshold_confidence"], 0),
        false_matches=number(ACLU_2018["false_matches"]),
    )
    looks_for = looks_for.format(
        searched=number(board.searched), photos=number(board.gallery_photos)
    )
    move = _("Move the threshold and see who pays for it.")
    return f"{told} {looks_for} **{move}**"
