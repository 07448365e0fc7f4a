"""The Lab's link: it wins where it is new, and the session stays where it is only behind."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE, link_of

pytestmark = pytest.mark.usefixtures("fresh_pages")


def opened(**query: str) -> AppTest:
    """Read the choices once; another run reads them again."""

    def script():
        import streamlit as st

        from simulator.ui.lab import lab_link

        behind = st.session_state.get("behind", False)
        st.session_state["values"] = lab_link.choices(reported=behind)
        if st.session_state.get("choose"):
            lab_link.choose(st.session_state.pop("choose"))

    app = AppTest.from_function(script, default_timeout=PATIENCE)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def test_a_new_link_replaces_every_choice():
    app = opened(gallery="legislators", kin="without", threshold="99%")
    assert app.session_state["values"] == {"gallery": "legislators", "kin": "without"}
    del app.query_params["kin"]
    app.run()
    assert app.session_state["values"] == {"gallery": "legislators"}


def test_a_choice_is_written_and_what_is_gone_leaves_the_link():
    app = opened(gallery="legislators", kin="without")
    app.session_state["choose"] = {"gallery": "lfw"}
    app.run()
    assert link_of(app) == {"gallery": "lfw"}
    app.run()
    assert app.session_state["values"] == {"gallery": "lfw"}


def test_a_link_that_is_behind_is_not_read():
    """What the browser sends with a report may be older than what was written here."""
    app = opened(gallery="lfw")
    app.query_params["gallery"] = "london"
    app.session_state["behind"] = True
    app.run()
    assert app.session_state["values"] == {"gallery": "lfw"}


def test_an_empty_link_of_a_page_opened_again_is_filled():
    app = opened(gallery="legislators", panel="What it costs")
    for name in ("gallery", "panel"):
        del app.query_params[name]
    app.session_state["visit"] = 7
    app.run()
    assert app.session_state["values"]["gallery"] == "legislators"
    assert link_of(app)["panel"] == "What it costs"
