"""Both errors need all comparisons of the matcher."""

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


def test_both_errors_need_all_comparisons_of_that_matcher():
    """Eigenfaces has none: the panel says so, and shows no chart of dlib's."""
    app = panel("Both errors", matcher="eigenfaces")
    assert len(app.info) == 1
    assert "Not measurable here" in app.info[0].value
    assert not any(box.key == "london-by" for box in app.selectbox)
