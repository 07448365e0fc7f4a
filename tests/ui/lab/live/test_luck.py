"""Bias or luck: a verdict, and the numbers behind a fold."""

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


def test_luck_has_a_verdict_and_its_numbers():
    """A verdict for all groups in bold, and a table behind a fold."""
    app = panel("Bias or luck?")
    assert any(text.value.startswith("**") for text in app.markdown)
    assert any("<table" in part.proto.body for part in app.get("html"))
