"""Compare two: a link opens its pair, and the menus offer what differs."""

from __future__ import annotations

import time

import pytest
from support.opened_pages import PATIENCE, open_page

from simulator.experiment.experiment import Experiment

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def compared(**query):
    """Open the panel and wait for both searches."""
    app = open_page("lab", panel="Two settings", **query)
    until = time.monotonic() + 3 * PATIENCE
    while "lab-pair" not in app.session_state and time.monotonic() < until:
        time.sleep(0.2)
        app.run()
    assert not app.exception
    assert not app.error
    return app


def test_a_new_link_names_both_sides():
    app = compared(differs="gallery", other="legislators")
    pair = app.session_state["lab-pair"]
    assert pair.one.experiment == Experiment()
    assert pair.other.experiment == Experiment(gallery="legislators")
    assert app.warning == []


def test_an_old_link_opens_both_its_settings():
    """Two thresholds were possible; the page says that one slider moves both."""
    app = compared(gallery_a="legislators", threshold_a="99%", threshold_b="99.9%")
    pair = app.session_state["lab-pair"]
    assert pair.one.experiment == Experiment(gallery="legislators")
    assert pair.other.experiment == Experiment(probes="congress-114")
    assert app.session_state["setting-lab"].written[0] == "99%"
    assert any("two thresholds" in info.value for info in app.info)


def test_an_unknown_other_side_is_named():
    app = compared(differs="gallery", other="nope")
    assert any("nope" in warning.value for warning in app.warning)
