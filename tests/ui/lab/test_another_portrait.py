"""The Lab's panel on another portrait: what it shows, and why it shows nothing."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE
from support.replay import default_replay

from simulator.experiment.another_portrait import another_portrait

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def lab(**query: str) -> AppTest:
    """The Lab with this panel, when both searches are done."""
    app = AppTest.from_string("from simulator.ui.pages.lab import page; page()")
    for name, value in ({"panel": "Another portrait"} | query).items():
        app.query_params[name] = value
    app.run(timeout=PATIENCE)
    end = time.monotonic() + PATIENCE
    while not (app.info or "portrait-by" in [box.key for box in app.selectbox]):
        assert time.monotonic() < end
        time.sleep(0.3)
        app.run(timeout=PATIENCE)
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    parts = [part.value for part in app.markdown] + [part.value for part in app.caption]
    return "\n".join(parts + [part.proto.body for part in app.get("html")])


def test_both_searches_at_the_labs_threshold() -> None:
    """The counts are those of the comparison at the same distance, then at the same count."""
    app = lab()
    portraits = another_portrait(default_replay())
    distance = default_replay().at().distance
    again = portraits.at(distance).again()
    assert f"{again.again} of {again.another}" in shown(app)
    second = portraits.at(distance).counts()["second"]
    assert f"<td>{second} of 525</td>" in shown(app)
    app.toggle("portrait-as-many").set_value(True).run(timeout=PATIENCE)
    assert "<td>28 of 525</td>" in shown(app)
    assert "flags 28 people" in shown(app)


def test_the_link_chooses_the_portrait() -> None:
    """With both portraits 449 are searched, the others are counted, and the panel says why not."""
    app = lab(portrait="both")
    menus = {menu.name: menu for menu in app.session_state["lab-search"].menus}
    assert menus["portrait"].chosen == "both"
    assert menus["condition"].keys == ["none"]
    assert "449 people" in shown(app)
    assert "a painting: 10" in shown(app)
    assert "Choose the first portrait" in app.info[0].value
