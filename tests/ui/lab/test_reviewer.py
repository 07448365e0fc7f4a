"""The Lab's panel on the reviewer: what it shows at its sliders, and why it shows nothing."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def lab(**query: str) -> AppTest:
    """Open the Lab with this panel."""
    app = AppTest.from_string("from simulator.ui.pages.lab import page; page()")
    for name, value in ({"panel": "Does a human check stop it?"} | query).items():
        app.query_params[name] = value
    app.run(timeout=PATIENCE)
    end = time.monotonic() + PATIENCE
    while not (app.info or "review-k" in [slider.key for slider in app.select_slider]):
        assert time.monotonic() < end
        time.sleep(0.3)
        app.run(timeout=PATIENCE)
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    return "\n".join(part.value for part in [*app.markdown, *app.caption])


def test_the_sliders_change_the_sentence() -> None:
    """28 of 535 at the threshold; one candidate and a perfect reviewer name nobody."""
    app = lab()
    assert "28 of 535" in shown(app)
    assert "86%" in shown(app)
    app.select_slider("review-k").set_value(1).run(timeout=PATIENCE)
    assert "closest stranger of every search" in shown(app)
    app.select_slider("review-r").set_value(1.0).run(timeout=PATIENCE)
    assert "about 0.0 searches" in shown(app)
    app.toggle("review-free").set_value(True).run(timeout=PATIENCE)
    app.selectbox("review-by").set_value("gender").run(timeout=PATIENCE)
    assert not app.exception


def test_two_portraits_at_once_say_why_not() -> None:
    app = lab(portrait="either")
    assert any("two searches of each person" in info.value for info in app.info)
