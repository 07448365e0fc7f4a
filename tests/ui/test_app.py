"""Every page opens without an exception, whatever the URL says."""

import sys
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator.experiment.choices import CLEAN, conditions, gallery_sets, matchers, probe_sets

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("replay", "lab", "audit", "batch", "data", "own_photo")
SLOW = 60
pytestmark = pytest.mark.usefixtures("fresh_pages")


def opened(page="replay", **query):
    """The app on one page, with a query."""
    source = f"from simulator.ui.pages.{page} import page; page()"
    app = AppTest.from_string(source, default_timeout=SLOW)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def warnings(app):
    """What the page warns of."""
    return [element.value for element in app.warning]


def test_the_entry_opens():
    """streamlit_app.py shows the first page."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SLOW).run()
    assert not app.exception
    assert [title.value for title in app.title] == ["Who is falsely matched?"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(page):
    """No exception, no error, one title."""
    app = opened(page)
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_without_matcher_and_photos(page, monkeypatch):
    """Bundled data need neither face_recognition nor a photo."""

    monkeypatch.delenv("FALSEMATCH_PHOTOS", raising=False)
    for name in ("face_recognition", "dlib"):
        monkeypatch.setitem(sys.modules, name, None)
    app = opened(page)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("threshold", ["99.9%", "0.5000", "default", "aclu-rate"])
def test_a_link_opens_its_setting(threshold):
    """A setting in the URL is adopted without a word."""
    app = opened(threshold=threshold, by="gender")
    assert not app.exception
    assert warnings(app) == []
    assert app.session_state["setting-test"].grouping == "gender"


@pytest.mark.parametrize(
    "query",
    [
        {"threshold": "<b>"},
        {"threshold": "nan"},
        {"threshold": "9" * 400},
        {"by": "shoe_size"},
        {"by": "gender*"},
        {"threshold": "%"},
    ],
    ids=str,
)
def test_a_mangled_link_is_one_sentence(query):
    """The page opens at its default and says what was not understood."""
    app = opened(**query)
    assert not app.exception
    assert len(warnings(app)) == 1
    assert "The link was not understood" in warnings(app)[0]


def test_letting_go_writes_the_link():
    """What the thumb tells goes into the session and the URL."""
    from simulator.ui import threshold_setting

    app = opened()
    assert dict(app.query_params) == {}
    told = {"channel": "test", "stop": 345, "grouping": "party"}

    def script(told):
        from simulator.ui import cached, threshold_setting

        board = cached.first_board()
        threshold_setting.current(board, "test")
        threshold_setting.moved(board, "test", told)

    moved = AppTest.from_function(script, default_timeout=SLOW, kwargs={"told": told}).run()
    assert not moved.exception
    assert moved.query_params[threshold_setting.THRESHOLD] in ("99.9%", ["99.9%"])
    assert moved.query_params[threshold_setting.GROUPS] in ("party", ["party"])


def test_a_lost_bundle_file_is_one_sentence(monkeypatch, tmp_path):
    """A page whose data are gone says which file, and shows no traceback."""
    import shutil

    from simulator.ui import cached

    folder = tmp_path / "datasets" / "lost"
    shutil.copytree(ROOT / "datasets" / "london", folder)
    (folder / "encodings.npz").unlink()
    monkeypatch.setenv("FALSEMATCH_DATA", str(tmp_path))
    cached.installed.clear()
    app = opened("data")
    assert not app.exception
    assert len(app.error) == 1
    assert "encodings.npz" in app.error[0].value


COMBINATIONS = [
    (probes, gallery, matcher, condition)
    for probes in probe_sets()
    for gallery in gallery_sets(probes)
    for matcher in matchers(probes, gallery)
    for condition in (conditions(probes, gallery) if matcher == "dlib" else [CLEAN])
]


@pytest.mark.parametrize(
    ("probes", "gallery", "matcher", "condition"), COMBINATIONS, ids=map("-".join, COMBINATIONS)
)
def test_the_lab_opens_every_installed_combination(probes, gallery, matcher, condition):
    """Whatever can be chosen is searched, shown without an error, and is what was chosen."""
    app = opened("lab", probes=probes, gallery=gallery, matcher=matcher, condition=condition)
    until = time.monotonic() + 3 * SLOW
    while "setting-lab" not in app.session_state and time.monotonic() < until:
        assert not app.exception
        assert not app.error
        time.sleep(0.2)
        app.run()
    assert "setting-lab" in app.session_state
    assert not app.exception
    assert not app.error
    chosen = [app.selectbox(key).value for key in ("probes", "gallery", "matcher", "condition")]
    assert chosen == [probes, gallery, matcher, condition]


@pytest.mark.parametrize(
    "query",
    [
        {"condition": "low-light"},
        {"matcher": "eigenfaces"},
        {"panel": "What it costs"},
        {"panel": "Pairs of groups"},
        {"panel": "Pairs of groups", "matcher": "eigenfaces"},
        {"panel": "What it costs", "matcher": "eigenfaces"},
        {"panel": "What it costs", "condition": "grain"},
        {"panel": "Bias or luck?"},
        {"panel": "Bias or luck?", "condition": "motion-blur"},
        {"panel": "Both errors"},
        {"panel": "Both errors", "matcher": "eigenfaces"},
        {"panel": "What a match is worth"},
        {"panel": "What a match is worth", "matcher": "eigenfaces"},
        {"panel": "One threshold or several"},
        {"panel": "Two settings"},
        {"panel": "<script>", "probes": "nobody", "gallery": "../..", "matcher": "%00"},
    ],
    ids=str,
)
def test_the_lab_opens_every_panel(query):
    """Every panel, condition and matcher; what the URL mangles falls back to the default."""
    app = opened("lab", **query)
    assert not app.exception
    assert not app.error


def test_an_error_in_a_panel_is_one_sentence():
    """London has too few false matches for a threshold per group: a sentence, no traceback."""
    app = opened("lab", panel="One threshold or several", gallery="london", probes="london")
    for _ in range(20):
        if app.error:
            break
        app.run()
    assert not app.exception
    assert len(app.error) == 1
    assert "expected" in app.error[0].value


@pytest.mark.parametrize(
    "query",
    [
        {"women": "50", "refuse": "90"},
        {"women": "1", "tested": "london"},
        {"women": "99", "tested": "lfw, held out", "refuse": "99"},
        {"dial": "People per group"},
        {"women": "0"},
        {"women": "nan", "refuse": "-1", "tested": "<script>", "dial": "%00"},
    ],
    ids=str,
)
def test_the_audit_opens_at_every_setting(query):
    """What the dials cannot say falls back to where they stand first."""
    app = opened("audit", **query)
    assert not app.exception
    assert not app.error
    assert len(app.subheader) >= 5


def test_moving_the_audits_dials():
    """Another share, then people per group; nothing breaks, and what is trained on follows."""
    app = opened("audit")
    app.slider(key="women").set_value(50).run()
    assert not app.exception
    assert any("500 women and 500 men" in html.body for html in app.get("html"))
    app.segmented_control(key="dial").set_value("People per group").run()
    assert not app.exception
    app.number_input(key="women_n").set_value(1).run()
    assert not app.exception
    assert any("1 women and 900 men" in html.body for html in app.get("html"))
