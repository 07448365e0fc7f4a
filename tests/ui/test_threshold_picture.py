"""The threshold picture: what the browser reports is adopted once."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def script():
    """Show the first page's picture, and remember where its control is."""
    import streamlit as st

    from simulator.ui import cached
    from simulator.ui.threshold_picture import current_stop, threshold_picture

    board = cached.first_board()
    threshold_picture(board, "test")
    st.session_state["stop"] = current_stop(board, "test").key


def test_the_link_sets_the_control():
    """A link that cannot be read leads to a warning above the picture."""
    app = AppTest.from_function(script, default_timeout=PATIENCE)
    app.query_params["threshold"] = "99.9%"
    app.run()
    assert not app.exception
    assert app.session_state["stop"] == "99.9%"
    app.query_params["threshold"] = "<b>"
    app.run()
    assert not app.exception
    assert len(app.warning) == 1
    assert app.session_state["stop"] == "aclu-count"
