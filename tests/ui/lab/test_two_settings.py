"""Two settings side by side: two searches, with two settings in the link."""

from __future__ import annotations

import time

import pytest
from support.opened_pages import PATIENCE, open_page

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def test_each_side_has_its_own_search_and_threshold():
    """The link sets one side and leaves the other alone."""
    app = open_page("lab", panel="Two settings", threshold_b="99.9%", matcher_a="dlib")
    end = time.monotonic() + PATIENCE
    while "setting-b" not in app.session_state and time.monotonic() < end:
        time.sleep(0.2)
        app.run()
    assert not app.exception
    assert not app.error
    assert app.selectbox("probes_a").value != app.selectbox("probes_b").value
    first, second = app.session_state["setting-a"], app.session_state["setting-b"]
    assert first.written in (None, ("", ""))
    assert second.written[0] == "99.9%"
