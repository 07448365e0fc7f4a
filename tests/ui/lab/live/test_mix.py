"""The panel on who is in the gallery, also of a gallery that comes without encodings."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE, open_page

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def panel(**query: str) -> AppTest:
    """The Lab with this panel, when its search is done."""
    app = open_page("lab", panel="Who is in it?", **query)
    end = time.monotonic() + PATIENCE
    while not (app.info or "mix-by" in [box.key for box in app.selectbox]):
        assert time.monotonic() < end
        time.sleep(0.3)
        app.run(timeout=PATIENCE)
    assert not app.exception
    assert not app.error
    return app


def test_utkface_is_mixed_from_its_labels() -> None:
    """No encodings come with it; every named mix is in the table, small groups are marked."""
    app = panel(gallery="utkface-adults")
    table = "\n".join(part.proto.body for part in app.get("html"))
    for title in ("As many of each group", "US adults, 2018", "Arrests in the US, 2018"):
        assert title in table
    assert "Asian or Pacific Islander †" in table
