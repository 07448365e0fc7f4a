"""The Lab opens every search and every panel that can be chosen."""

from __future__ import annotations

import time

import pytest
from support.opened_pages import PATIENCE, open_page

from simulator.experiment.choices import CLEAN, conditions, gallery_sets, matchers, probe_sets

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


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
    app = open_page("lab", probes=probes, gallery=gallery, matcher=matcher, condition=condition)
    until = time.monotonic() + 3 * PATIENCE
    while "setting-lab" not in app.session_state and time.monotonic() < until:
        assert not app.exception
        assert [error.value for error in app.error] == []
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
    app = open_page("lab", **query)
    assert not app.exception
    assert not app.error
