"""The Lab's panel on a threshold that one group sets."""

from __future__ import annotations

import time

import pytest
from support.opened_pages import PATIENCE, open_page

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def opened(**link):
    """Open the panel and wait for its search."""
    app = open_page("lab", panel="Compared with one group", **link)
    end = time.monotonic() + PATIENCE
    while not any(box.key == "reference-rate" for box in app.selectbox):
        if time.monotonic() > end:
            break
        time.sleep(0.2)
        app.run()
    assert not app.exception
    assert not app.error
    return app


def test_the_largest_group_sets_the_threshold_until_another_is_chosen():
    app = opened()
    assert any("everyone else is falsely matched" in text.value for text in app.markdown)
    app.selectbox("reference-group-gender").set_value("F").run()
    app.selectbox("reference-rate").set_value(0.003).run()
    assert not app.exception
    assert any("less than one person" in info.value for info in app.info)


def test_thresholds_from_elsewhere_are_below():
    app = opened()
    assert any("On another data set" in text.value for text in app.markdown)
    app.selectbox("transfer-rate").set_value(0.001).run()
    assert not app.exception
    assert "london" in app.selectbox("transfer-from-0.001").options
