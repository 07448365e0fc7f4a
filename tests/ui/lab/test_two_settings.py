"""Two settings side by side: two searches, with two settings in the link."""

from __future__ import annotations

import time

import pytest
from support.opened_pages import PATIENCE, open_page

from simulator.experiment.experiment import Experiment
from simulator.ui.lab.two_settings import in_one_gallery

DLIB, EIGENFACES = Experiment(), Experiment(matcher="eigenfaces")


def test_dlib_searches_the_photos_that_eigenfaces_searched():
    assert in_one_gallery(DLIB, EIGENFACES) == Experiment(same_gallery_as="eigenfaces")
    assert in_one_gallery(EIGENFACES, DLIB) == EIGENFACES


def test_other_comparisons_stay_as_they_are():
    others = Experiment(probes="congress-114"), Experiment(gallery="legislators"), DLIB
    for other in others:
        assert in_one_gallery(DLIB, other) == DLIB
    elsewhere = Experiment(gallery="legislators")
    assert in_one_gallery(elsewhere, EIGENFACES) == elsewhere


@pytest.mark.slow
@pytest.mark.usefixtures("fresh_pages")
def test_each_side_has_its_own_search_and_threshold():
    """The link sets one side and leaves the other alone."""
    app = open_page("lab", panel="Two settings", threshold_b="99.9%", matcher_a="dlib")
    end = time.monotonic() + PATIENCE
    while "setting-b" not in app.session_state and time.monotonic() < end:
        time.sleep(0.2)
        app.run()
    assert not app.exception
    assert not app.error
    assert app.selectbox("probes_a").value != app.selectbox("probes_b").value
    first, second = app.session_state["setting-a"], app.session_state["setting-b"]
    assert first.written in (None, ("", ""))
    assert second.written[0] == "99.9%"
