"""The page about an own photo: what it says when it is off, and what it asks before anything."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator.live_matcher import own_photo
from simulator.live_matcher.own_photo import NearbyPhoto, OwnPhotoResult, ThresholdMatches

LOOK = OwnPhotoResult(
    size=(40, 30),
    box=(1, 20, 21, 2),
    landmarks=tuple(range(136)),
    nearest=(NearbyPhoto(17, 0.48, 0.99, "05" * 136),),
    thresholds=(ThresholdMatches(0.6, None, 39),),
    photos=13194,
)
pytestmark = pytest.mark.usefixtures("fresh_pages")


@pytest.fixture
def allowed(monkeypatch):
    """Act as a server that was started with --allow-own-photo."""
    monkeypatch.setitem(own_photo._switch, "on", True)


def opened(**query: str) -> AppTest:
    """Open the page with a query."""
    source = "from simulator.ui.pages.own_photo import page; page()"
    app = AppTest.from_string(source, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def fields(app: AppTest) -> int:
    """Count the page's fields for a file."""
    return sum("own_photo" in str(element.proto) for element in app.get("bidi_component"))


@pytest.mark.parametrize(
    "query",
    [{}, {"allow-own-photo": "1"}, {"allow_own_photo": "true", "own-photo-adult": "true"}],
    ids=str,
)
def test_off_it_says_so_why_and_how(query):
    """The page is off whatever the link says."""
    app = opened(**query)
    assert not app.exception
    assert not app.checkbox
    assert fields(app) == 0
    assert app.info[0].value.startswith("Switched off")
    text = " ".join(element.value for element in app.markdown)
    assert "falsematch app --allow-own-photo" in text
    assert "Why it is off" in text


def test_the_field_appears_only_after_the_promise(allowed):
    """The field appears once an adult promises to use their own photo, and disappears again."""
    app = opened()
    assert not app.exception
    assert app.checkbox[0].label == "I am 18 or older and this is my own photo"
    assert app.checkbox[0].value is False
    assert fields(app) == 0
    app.checkbox[0].check().run()
    assert fields(app) == 1
    app.checkbox[0].uncheck().run()
    assert fields(app) == 0


def test_a_link_does_not_make_the_promise(allowed):
    """Only the student can make the promise."""
    app = opened(**{"own-photo-adult": "true"})
    assert app.checkbox[0].value is False


def test_unticking_forgets_the_result(allowed):
    """It is shown while the promise stands, and gone from the session without it."""
    app = opened()
    app.checkbox[0].check().run()
    app.session_state["own-photo-result"] = LOOK
    app.run()
    assert sum("stand-in 17" in str(e.proto) for e in app.get("bidi_component")) == 1
    app.checkbox[0].uncheck().run()
    assert "own-photo-result" not in app.session_state


def test_another_machine_s_browser_is_refused(allowed, monkeypatch):
    """A browser behind a proxy in front of the app gets no field."""
    local_browser = importlib.import_module("simulator.ui.serving.local_browser")
    monkeypatch.setattr(local_browser, "at_this_machine", lambda: False)
    app = opened()
    assert not app.exception
    assert not app.checkbox
    assert "only in a browser on the machine" in app.info[0].value


def test_nothing_of_a_photo_goes_into_a_cache():
    """The page's files name no cache, and only the page asks for a look."""
    folder = Path(own_photo.__file__).resolve().parents[1]
    page = (folder / "ui" / "pages" / "own_photo.py").read_text("utf-8")
    assert "cache" not in page
    assert "own_photo" not in (folder / "ui" / "cached.py").read_text("utf-8")
    asking = [
        file.name for file in folder.rglob("*.py") if "search_photo(" in file.read_text("utf-8")
    ]
    assert sorted(asking) == ["own_photo.py", "own_photo.py"]
