"""The panel on the gallery's size: its chart's data are for all stops, its table for one."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE, open_page

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def panel(name: str, wait_for: str, **query: str) -> AppTest:
    """The Lab with a panel, when its search is done."""
    app = open_page("lab", panel=name, **query)
    end = time.monotonic() + PATIENCE
    while not (app.info or wait_for in [box.key for box in app.selectbox]):
        assert time.monotonic() < end
        time.sleep(0.3)
        app.run(timeout=PATIENCE)
    assert not app.exception
    assert not app.error
    return app


def test_the_table_is_of_the_released_threshold_and_its_groups() -> None:
    """A row for each size; with a label, one for each group and size."""
    app = panel("How big a gallery?", "size-by")
    table = next(p.proto.body for p in app.get("html") if "13,194" in p.proto.body)
    assert "5.2%" in table
    app.selectbox("size-by").set_value("gender").run(timeout=PATIENCE)
    assert not app.error
    table = next(p.proto.body for p in app.get("html") if "13,194" in p.proto.body)
    assert table.count(">Women<") == table.count(">Men<") > 10
