"""The Lab's panel on normalized distances: its picture, its words, and what is not measurable."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE, open_page

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def panel(**query: str) -> AppTest:
    """Return the panel, once its search is done."""
    app = open_page("lab", panel="A fix without labels?", **query)
    end = time.monotonic() + PATIENCE
    while not (app.info or any(text.value.startswith("**") for text in app.markdown)):
        assert time.monotonic() < end
        time.sleep(0.2)
        app.run()
    assert not app.exception
    assert not app.error
    return app


def test_a_takeaway_and_folded_tables() -> None:
    app = panel()
    takeaway = next(text.value for text in app.markdown if text.value.startswith("**"))
    assert "Women" in takeaway
    assert "rue matches" in takeaway
    assert sum("<table" in part.proto.body for part in app.get("html")) >= 2
    app.selectbox("normalization-by").select("race_ethnicity").run()
    assert not app.exception
    changed = next(text.value for text in app.markdown if text.value.startswith("**"))
    assert changed != takeaway


def test_a_finished_search_cannot_be_normalized() -> None:
    app = panel(gallery="utkface-adults")
    assert "Not measurable here" in app.info[0].value
