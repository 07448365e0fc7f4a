"""The Lab's bar: what it reports is heard once, and its menus choose the search."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE, link_of, open_lab

pytestmark = pytest.mark.usefixtures("fresh_pages")


def run(code: str, **state: object) -> AppTest:
    """Run code of a page, with this in its session."""
    app = AppTest.from_string(code, default_timeout=PATIENCE)
    for name, value in state.items():
        app.session_state[name] = value
    return app.run()


def test_a_report_is_heard_once():
    """A rerun for another reason must not take it for a new one."""
    code = (
        "import types, streamlit as st\n"
        "from simulator.ui.lab.bar import news\n"
        "st.session_state['x'] = types.SimpleNamespace(setting={'stop': 3})\n"
        "st.session_state['first'], st.session_state['second'] = news('x'), news('x')\n"
        "st.session_state['nothing'] = news('y')\n"
    )
    app = run(code)
    assert not app.exception
    assert app.session_state["first"] == {"stop": 3}
    assert app.session_state["second"] is None
    assert app.session_state["nothing"] is None


def test_a_menu_chooses_another_search():
    """The bar reports the key of each menu; what does not exist is not chosen."""
    code = (
        "import streamlit as st\n"
        "from simulator.ui.lab.bar import chosen_search\n"
        "search, another = chosen_search({'gallery': 'legislators'})\n"
        "st.session_state['gallery'] = search.experiment.gallery\n"
        "st.session_state['another'] = another\n"
    )
    app = run(code)
    assert not app.exception
    assert (app.session_state["gallery"], app.session_state["another"]) == ("legislators", True)
    assert link_of(app)["gallery"] == "legislators"


def test_the_link_chooses_the_search_and_its_setting():
    """Threshold and grouping are the bar's as well."""
    app = open_lab(gallery="lfw", threshold="99%", by="gender")
    assert not app.exception
    assert app.session_state["setting-lab"].grouping == "gender"
    assert app.session_state["lab-search"].experiment.gallery == "lfw"
