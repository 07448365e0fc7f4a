"""The panel on the other side of a threshold: whose mates are missed."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest

PATIENCE = 120
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def lab(**query: str) -> AppTest:
    """The Lab, when its search and its panel are there."""
    app = AppTest.from_string("from simulator.ui.pages.lab import page; page()")
    for name, value in query.items():
        app.query_params[name] = value
    app.run(timeout=PATIENCE)
    end = time.monotonic() + PATIENCE
    while not (app.info or {"fmr-of", "mated"} & set(keys(app))) and time.monotonic() < end:
        time.sleep(0.3)
        app.run(timeout=PATIENCE)
    assert not app.exception
    return app


def keys(app: AppTest) -> list[str | None]:
    return [box.key for box in app.selectbox]


def shown(app: AppTest) -> str:
    return "\n".join(part.proto.body for part in app.get("html"))


def test_misses_are_those_of_the_same_matcher() -> None:
    """Eigenfaces' own mated searches are offered, and none of dlib's."""
    by_dlib = lab(panel="What it costs").selectbox("mated").options
    by_eigenfaces = lab(panel="What it costs", matcher="eigenfaces").selectbox("mated").options
    assert any("London" in title for title in by_dlib)
    assert by_eigenfaces
    assert not any("London" in title or "LFW: each" in title for title in by_eigenfaces)


def test_congress_is_first_with_both_errors_by_the_same_groups() -> None:
    """Members with two portraits come first, with those left out and the false matches."""
    app = lab(panel="What it costs")
    assert app.selectbox("mated").value == "congress-115-two-portraits"
    end = time.monotonic() + PATIENCE
    while shown(app).count("95% interval") < 2 and time.monotonic() < end:
        time.sleep(0.3)
        app.run(timeout=PATIENCE)
    assert shown(app).count("95% interval") >= 2
    for text in ("FNIR", "FPIR", "Black-and-white photo", "too few people"):
        assert text in shown(app)
    words = "\n".join(part.value for part in app.markdown)
    assert "one photograph twice: 192" in words
    assert "of 255 are missed" in words
    app.selectbox("mated").set_value("lfw").run(timeout=PATIENCE)
    assert "of 255 are missed" not in "\n".join(part.value for part in app.markdown)
