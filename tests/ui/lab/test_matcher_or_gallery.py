"""The Lab's panel on matcher or gallery: the verdict, the matrix, the choice of two groups."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE, open_page

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def panel(**query: str) -> AppTest:
    """Return the panel, once its search is done."""
    app = open_page("lab", panel="Matcher or gallery?", **query)
    end = time.monotonic() + PATIENCE
    while not (app.info or any(box.key == "blame-mix" for box in app.selectbox)):
        assert time.monotonic() < end
        time.sleep(0.2)
        app.run()
    assert not app.exception
    assert not app.error
    return app


def verdict(app: AppTest) -> str:
    return next(text.value for text in app.markdown if text.value.startswith("**"))


def test_the_verdict_and_the_matrix_follow_the_two_groups() -> None:
    app = panel(gallery="utkface-adults")
    first = verdict(app)
    assert any("matrix" in part.proto.body for part in app.get("html"))
    boxes = {box.key: box for box in app.selectbox}
    boxes["blame-mix"].set_value("us-arrests-2018").run()
    assert not app.exception
    assert verdict(app) != first
    key = next(key for key in boxes if key and key.startswith("blame-group-"))
    other = next(key for key in boxes if key and key.startswith("blame-other-"))
    app.selectbox(key=key).set_value(app.selectbox(key=other).value).run()
    assert not app.exception
    assert len(app.warning) == 1


def test_where_nothing_is_measurable_the_panel_says_so() -> None:
    app = panel(portrait="both", gallery="lfw")
    assert "Not measurable" in app.info[0].value
