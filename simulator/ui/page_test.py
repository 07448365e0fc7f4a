"""The test: move the threshold and watch who is falsely matched."""

from __future__ import annotations

import streamlit as st

from simulator.board import Board
from simulator.ui import cached, components, photos
from simulator.ui.frame import guarded, words
from simulator.ui.picture import picture

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


@guarded
def page() -> None:
    """Show the page."""
    board = cached.first_board()
    st.title("Who is falsely matched?", anchor=False)
    st.markdown(_story(board))
    picture(board, CHANNEL)
    st.subheader("The pairs behind the numbers", anchor=False)
    photos.switch(board)
    components.pairs(key="pairs", data=board.pairs)
    words(*TERMS)


def _story(board: Board) -> str:
    return (
        "In July 2018 the ACLU searched for all 535 members of Congress in 25,000 arrest photos "
        "with Amazon Rekognition, at its default threshold of 80%, and reported 28 false matches. "
        f"This page repeats the search with an open matcher: {board.searched} of the members, "
        f"whose portrait is bundled, in {board.gallery_photos:,} news photos of other people. "
        "**Move the threshold and see who pays for it.**"
    )
