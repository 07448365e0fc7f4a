"""What a match is worth depends on the base rate."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE, open_page

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def panel(name: str, **query: str) -> AppTest:
    """One panel, once its search is done."""
    app = open_page("lab", panel=name, **query)
    end = time.monotonic() + PATIENCE
    while not (app.expander[1:] or app.info) and time.monotonic() < end:
        time.sleep(0.2)
        app.run()
    assert not app.exception
    assert not app.error
    return app


def test_a_match_is_worth_what_the_base_rate_makes_it():
    """The slider of the base rate is there once mated searches are."""
    app = panel("What a match is worth")
    end = time.monotonic() + PATIENCE
    while len(app.markdown) < 3 and time.monotonic() < end:
        time.sleep(0.2)
        app.run()
    before = [text.value for text in app.markdown]
    app.select_slider(key="prior").set_value(0.5).run()
    assert not app.exception
    assert [text.value for text in app.markdown] != before
