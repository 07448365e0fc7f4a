"""The threshold's setting: session, link and thumb agree."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE, open_page

pytestmark = pytest.mark.usefixtures("fresh_pages")


@pytest.mark.slow
def test_letting_go_writes_the_link():
    """The thumb's setting goes into the session and the URL."""
    from simulator.ui import threshold_setting

    app = open_page()
    assert dict(app.query_params) == {}
    told = {"channel": "test", "stop": 345, "grouping": "party"}

    def script(told):
        from simulator.ui import cached, threshold_setting

        board = cached.first_board()
        threshold_setting.current(board, "test")
        threshold_setting.moved(board, "test", told)

    moved = AppTest.from_function(script, default_timeout=PATIENCE, kwargs={"told": told}).run()
    assert not moved.exception
    assert moved.query_params[threshold_setting.THRESHOLD] in ("99.9%", ["99.9%"])
    assert moved.query_params[threshold_setting.GROUPS] in ("party", ["party"])


@pytest.mark.slow
def test_a_link_that_is_behind_is_not_the_back_button():
    """The picture's own rerun may bring the URL from before the last write; the thumb stays."""

    def script():
        import streamlit as st

        from simulator.ui import cached, threshold_setting

        board = cached.first_board()
        threshold_setting.current(board, "test")
        for stop in (345, 346):
            threshold_setting.moved(board, "test", {"stop": stop, "grouping": "party"})
        st.query_params["threshold"] = board.stops.stops[345].key
        before = threshold_setting.in_session("test").revision
        kept = threshold_setting.in_session("test")
        st.write(f"own rerun: {kept.stop}, moved {kept.revision - before}")
        st.write(f"navigation: {threshold_setting.current(board, 'test').stop}")

    app = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not app.exception
    assert [text.value for text in app.markdown] == ["own rerun: 346, moved 0", "navigation: 345"]


@pytest.mark.slow
def test_a_switch_that_a_widget_writes_into_the_link_stays_there():
    """The projector is in the link too: the thumb and both switches write beside it."""

    def script():
        import streamlit as st

        from simulator.ui import cached, threshold_setting

        st.toggle("Projector", key="projector", bind="query-params")
        board = cached.first_board()
        threshold_setting.switches("test")
        threshold_setting.current(board, "test")
        for portrait in ("second", "first"):
            told = {"stop": 345, "grouping": "party", "portrait": portrait}
            threshold_setting.moved(board, "test", told)
            st.write(f"{portrait}: {'&'.join(st.query_params.keys())}")

    app = AppTest.from_function(script, default_timeout=PATIENCE)
    app.query_params["projector"] = "true"
    app.run()
    assert not app.exception
    said = [text.value for text in app.markdown]
    assert said == [
        "second: projector&threshold&by&portrait&gallery",
        "first: projector&threshold&by&gallery",
    ]
