"""The test: move the threshold and watch who is falsely matched."""

from __future__ import annotations

import streamlit as st

from simulator.board.board import Board
from simulator.board.first_page import LEGISLATORS
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
    chosen, problem = threshold_setting.switches(CHANNEL)
    portrait, gallery = chosen[threshold_setting.PORTRAIT], chosen[threshold_setting.GALLERY]
    board = cached.first_board(portrait, gallery)
    with st.container(key="lead", horizontal=True):
        st.title(_("Who is falsely matched?"), anchor=False, width="content")
        sentence = _(
            "Each mark is a member of Congress. Filled means: falsely matched with somebody else."
        )
        st.markdown(sentence, width="content")
    if problem:
        st.warning(literal(problem))
    threshold_picture(board, CHANNEL)
    st.markdown(_story(board, portrait))
    st.subheader(_("The pairs behind the numbers"), anchor=False)
    pair_photos.switch(board)
    components.pairs(key=f"pairs-{CHANNEL}", data=board.pairs)
    explain_terms(*TERMS)


def _story(board: Board, portrait: str) -> str:
    looks_for = _looks_for(board, portrait).format(
        searched=number(board.searched), photos=number(board.gallery_photos)
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
    return f"{told} {looks_for}"


def _looks_for(board: Board, portrait: str) -> str:
    """Return the sentence about people and gallery, with both numbers still in braces."""
    if board.gallery == LEGISLATORS:
        if portrait == threshold_setting.SECOND:
            return _(
                "It looks for the {searched} with another portrait that is a photograph, among "
                "{photos} other members of Congress since 1973. The ACLU’s gallery was arrest "
                "photos; these are official portraits, so both faces can be shown."
            )
        return _(
            "It looks for the same {searched}, among {photos} other members of Congress since "
            "1973. The ACLU’s gallery was arrest photos; these are official portraits, so both "
            "faces can be shown."
        )
    if portrait == threshold_setting.SECOND:
        return _(
            "It looks for the {searched} with another portrait that is a photograph, in {photos} "
            "news photos of other people."
        )
    if board.searched == ACLU_2018["searches"]:
        return _("It looks for the same {searched}, in {photos} news photos of other people.")
    return _(
        "It looks for the {searched} members whose portraits are bundled, in {photos} news "
        "photos of other people."
    )
