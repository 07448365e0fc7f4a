"""Two searches side by side, each with its own threshold."""

from __future__ import annotations

import streamlit as st

from simulator.i18n.language import _
from simulator.ui.lab.experiment_fields import chosen_experiment
from simulator.ui.search_job import search_board
from simulator.ui.threshold_picture import threshold_picture


def two_settings() -> None:
    """Show two pictures, each with its own search and threshold."""
    st.markdown(_("Each side has its own search and threshold; the link saves both."))
    left, right = st.columns(2, gap="medium")
    with left:
        st.header(_("Setting A"), anchor=False)
        _one_of_two("_a", "a", "congress-115")
    with right:
        st.header(_("Setting B"), anchor=False)
        _one_of_two("_b", "b", "congress-114")


def _one_of_two(suffix: str, channel: str, probes: str) -> None:
    board = search_board(chosen_experiment(suffix, probes), channel)
    if board is not None:
        threshold_picture(board, channel)
