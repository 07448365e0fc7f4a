"""Which two searches are compared: by the link, by an old link, or the first pair that differs."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE, link_of

from simulator.experiment.experiment import Experiment
from simulator.ui.lab.menus import search_of
from simulator.ui.lab.two_choice import differences, in_one_gallery, pair_of

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


def test_it_opens_on_a_pair_that_differs():
    """Two matchers, where there are two."""
    pair = pair_of(search_of({}), {})
    assert (pair.one.experiment, pair.other.experiment) == (DLIB, EIGENFACES)
    assert (pair.differs, pair.value) == ("matcher", "eigenfaces")


@pytest.mark.parametrize("wanted", [{}, {"gallery": "legislators"}, {"probes": "london"}])
def test_every_choice_differs_in_one_thing(wanted):
    search = search_of(wanted)
    for name, keys in differences(search).items():
        for key in keys:
            pair = pair_of(search, {"differs": name, "other": key})
            assert pair.differs == name
            assert pair.value == key
            assert not pair.problem
            assert pair.other.experiment != search.experiment


def test_an_unknown_choice_is_a_problem():
    """Another pair is shown, and the page must say so."""
    pair = pair_of(search_of({}), {"differs": "gallery", "other": "nope"})
    assert pair.problem
    assert pair.differs == "gallery"


def test_a_link_with_several_differences_is_kept():
    wanted = {"differs": "probes,gallery", "other": "congress-114,legislators"}
    pair = pair_of(search_of({}), wanted)
    assert pair.other.experiment == Experiment(probes="congress-114", gallery="legislators")
    assert pair.value == "congress-114,legislators"


def adopted(**query: str) -> AppTest:
    """Adopt a link that was written before."""

    def script():
        from simulator.ui.lab.two_choice import adopt_old_link

        adopt_old_link()

    app = AppTest.from_function(script, default_timeout=PATIENCE)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


@pytest.mark.usefixtures("fresh_pages")
def test_an_old_link_becomes_a_new_one():
    """Its first setting is the bar's, its second what is compared; one threshold is kept."""
    app = adopted(matcher_a="dlib", gallery_b="legislators", threshold_a="99%", threshold_b="80%")
    link = link_of(app)
    assert link["probes"] == "congress-115"
    assert link["differs"] == "probes,gallery"
    assert link["other"] == "congress-114,legislators"
    assert link["threshold"] == "99%"
    assert link["panel"] == "Two settings"
    assert not any(name.endswith(("_a", "_b")) for name in link)
    assert app.session_state["two-thresholds"]


@pytest.mark.usefixtures("fresh_pages")
def test_a_new_link_is_left_alone():
    assert link_of(adopted(matcher="eigenfaces")) == {"matcher": "eigenfaces"}
