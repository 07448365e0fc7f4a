"""The entry and every page open, with the bundled data alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE, open_page

from simulator.ui import navigation

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("replay", "tonight", "one_of_these", "lab", "audit", "batch", "data", "own_photo")

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def test_the_entry_opens():
    """streamlit_app.py shows the first page."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=PATIENCE).run()
    assert not app.exception
    assert [title.value for title in app.title] == ["Who is falsely matched?"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(page):
    """No exception, no error, one title."""
    app = open_page(page)
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_without_matcher_and_photos(page, monkeypatch):
    """Bundled data need neither face_recognition nor a photo."""

    monkeypatch.delenv("FALSEMATCH_PHOTOS", raising=False)
    for name in ("face_recognition", "dlib"):
        monkeypatch.setitem(sys.modules, name, None)
    app = open_page(page)
    assert not app.exception
    assert not app.error


def test_every_page_is_in_the_navigation(monkeypatch):
    """Each function shows the page that it names, and imports it only then."""
    for name in (*PAGES[1:], "lessons"):
        shown = []
        module = type(sys)("page")
        module.page = lambda name=name, shown=shown: shown.append(name)
        monkeypatch.setitem(sys.modules, f"simulator.ui.pages.{name}", module)
        getattr(navigation, name)()
        assert shown == [name]
