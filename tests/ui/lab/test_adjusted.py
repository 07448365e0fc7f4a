"""The Lab's panel on what else differs: its sentence, caveat and table, and what it cannot say."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE, open_page

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def panel(**query: str) -> AppTest:
    """The panel, once its search is done."""
    app = open_page("lab", panel="What else differs?", **query)
    end = time.monotonic() + PATIENCE
    while not app.subheader and time.monotonic() < end:
        time.sleep(0.2)
        app.run()
    assert not app.exception
    assert not app.error
    return app


def test_people_of_color_first_and_any_other_label() -> None:
    app = panel()
    said = "\n".join(text.value for text in app.markdown)
    assert "alike in gender, age and photo" in said
    assert "not why" in said
    assert any("<table" in part.proto.body for part in app.get("html"))
    app.selectbox("adjusted-by").set_value("race_ethnicity").run(timeout=PATIENCE)
    assert not app.exception
    app.selectbox("adjusted-of-race_ethnicity").set_value("Black").run(timeout=PATIENCE)
    assert any(text.value.startswith("**Black") for text in app.markdown)
