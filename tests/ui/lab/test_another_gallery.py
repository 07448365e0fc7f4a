"""The Lab's panel on another gallery: a sentence, a picture, the numbers folded."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def lab(wait_for: str = "reach-by", **query: str) -> AppTest:
    """The Lab with this panel, when the searches are done."""
    app = AppTest.from_string("from simulator.ui.pages.lab import page; page()")
    for name, value in ({"panel": "Another gallery", "gallery": "lfw"} | query).items():
        app.query_params[name] = value
    app.run(timeout=PATIENCE)
    end = time.monotonic() + PATIENCE
    while not (app.info or wait_for in [box.key for box in app.selectbox]):
        assert time.monotonic() < end
        time.sleep(0.3)
        app.run(timeout=PATIENCE)
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    parts = [part.value for part in app.markdown] + [part.value for part in app.caption]
    return "\n".join(parts + [part.proto.body for part in app.get("html")])


def test_people_of_color_among_the_people_of_lfw() -> None:
    """The intervals, what another gallery adds, and the halves at the replay's threshold."""
    text = shown(lab())
    assert "15.3%" in text
    assert "adds nothing" in text
    assert "6 to 11 of the 28" in text
    assert "… and other photos" in text


def test_with_both_portraits_it_says_which_to_choose() -> None:
    app = lab(portrait="both")
    assert "first or the second portrait" in app.info[0].value
