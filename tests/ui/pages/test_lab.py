"""The Lab opens every search and every panel that can be chosen."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE, link_of, open_lab, open_page, warnings

from simulator.experiment.choices import CLEAN, conditions, gallery_sets, matchers, probe_sets

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


COMBINATIONS = [
    (probes, gallery, matcher, condition)
    for probes in probe_sets()
    for gallery in gallery_sets(probes)
    for matcher in matchers(probes, gallery)
    for condition in (conditions(probes, gallery) if matcher == "dlib" else [CLEAN])
]


def _every_value_once():
    """Yield each combination; those in which nothing is new are for ``make long``."""
    seen: set[tuple[int, str]] = set()
    for combination in COMBINATIONS:
        new = set(enumerate(combination)) - seen
        seen |= new
        marks = [] if new else [pytest.mark.long]
        yield pytest.param(*combination, marks=marks, id="-".join(combination))


@pytest.mark.parametrize(("probes", "gallery", "matcher", "condition"), list(_every_value_once()))
def test_the_lab_opens_every_installed_combination(probes, gallery, matcher, condition):
    """Whatever can be chosen is searched, shown without an error, and is what was chosen."""
    app = open_lab(probes=probes, gallery=gallery, matcher=matcher, condition=condition)
    assert not app.exception
    assert not app.error
    search = app.session_state["lab-search"]
    chosen = [search.chosen[name] for name in ("probes", "gallery", "matcher", "condition")]
    assert chosen == [probes, gallery, matcher, condition]
    # A pair of data sets may have its own warning; the link was understood.
    assert not [text for text in warnings(app) if "not understood" in text]


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
        {"panel": "Gallery size and mix"},
        {"panel": "Two settings"},
        {"panel": "<script>", "probes": "nobody", "gallery": "../..", "matcher": "%00"},
    ],
    ids=str,
)
def test_the_lab_opens_every_panel(query):
    """Every panel, condition and matcher; what the URL mangles falls back to the default."""
    app = open_page("lab", **query)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize(
    ("name", "shown"), [("gallery", "lfw"), ("panel", "Who is falsely matched")]
)
def test_an_unknown_choice_is_named(name, shown):
    """The page says what was expected and what was found, and what it shows instead is there."""
    app = open_page("lab", **{name: "nope"})
    said = [warning.value for warning in app.warning]
    assert len(said) == 1
    assert "nope" in said[0]
    assert shown in said[0]


def test_the_first_page_is_carried_over():
    """Gallery, portrait, threshold and grouping are those of the first page, and in the link."""
    app = AppTest.from_string(
        "import streamlit as st\n"
        "from simulator.ui.pages.lab import page\n"
        "from simulator.ui.threshold_setting import Setting\n"
        "st.session_state.setdefault('setting-test', Setting(0, 'party', 1, ('99%', 'party')))\n"
        "st.session_state.setdefault('gallery-test', 'legislators')\n"
        "st.session_state.setdefault('portrait-test', 'second')\n"
        "page()",
        default_timeout=PATIENCE,
    ).run()
    until = time.monotonic() + 3 * PATIENCE
    while "setting-lab" not in app.session_state and time.monotonic() < until:
        time.sleep(0.2)
        app.run()
    assert not app.exception
    experiment = app.session_state["lab-search"].experiment
    assert (experiment.gallery, experiment.portrait) == ("legislators", "second")
    setting = app.session_state["setting-lab"]
    assert setting.written == ("99%", "party")
    link = link_of(app)
    assert link["gallery"] == "legislators"
    assert link["threshold"] == "99%"
