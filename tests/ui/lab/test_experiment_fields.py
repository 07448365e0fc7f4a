"""The Lab's fields describe one experiment, and offer only what can be searched."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE

from simulator.experiment.choices import CLEAN, gallery_sets, matchers, probe_sets
from simulator.experiment.experiment import Experiment
from simulator.ui.lab.experiment_fields import in_words

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def opened(suffix: str = "", probes: str = "congress-115", **query: str) -> AppTest:
    """The fields alone; their experiment goes into the session."""

    def script(suffix, probes):
        import streamlit as st

        from simulator.ui.lab.experiment_fields import chosen_experiment

        st.session_state["experiment"] = chosen_experiment(suffix, probes)

    app = AppTest.from_function(script, args=(suffix, probes), default_timeout=PATIENCE)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def test_the_first_choice_is_the_test():
    """Congress searched for in LFW by dlib, from clean photos."""
    app = opened()
    assert app.session_state["experiment"] == Experiment()
    assert app.selectbox("probes").options == probe_sets()
    assert app.selectbox("condition").value == CLEAN


def test_the_fields_follow_each_other():
    """The galleries are those of the probes, and the matchers those of both."""
    app = opened()
    app.selectbox("probes").set_value("congress-114").run()
    galleries = gallery_sets("congress-114")
    assert app.selectbox("gallery").options == [in_words(name) for name in galleries]
    gallery = app.selectbox("gallery").value
    assert app.selectbox("matcher").options == matchers("congress-114", gallery)
    assert app.session_state["experiment"].probes == "congress-114"


@pytest.mark.parametrize("value", ["nobody", "../..", "<script>", ""])
def test_a_mangled_link_is_something_installed(value):
    """Whatever the link says, the fields describe a search that can be done."""
    app = opened(probes=value, gallery=value, matcher=value, condition=value)
    assert not app.exception
    experiment = app.session_state["experiment"]
    assert experiment.probes in probe_sets()
    assert experiment.gallery in gallery_sets(experiment.probes)
    assert experiment.matcher in matchers(experiment.probes, experiment.gallery)
    assert experiment.condition is None


def test_two_sets_of_fields_have_names_of_their_own():
    """Side by side, each has its own place in the link."""
    app = opened("_b", "congress-114")
    assert {box.key for box in app.selectbox} == {
        f"{name}_b" for name in ("probes", "portrait", "gallery", "matcher", "condition")
    }
    assert app.session_state["experiment"].probes == "congress-114"


def test_the_portrait_is_offered_where_there_are_two():
    """Congress has two of each member, London one; under a second portrait no photo is changed."""
    app = opened(portrait="second", condition="grain")
    assert app.session_state["experiment"] == Experiment(portrait="second")
    assert app.selectbox("portrait").options == ["first", "second", "either", "both"]
    assert app.selectbox("condition").options == [CLEAN]
    app.selectbox("probes").set_value("london").run()
    assert "portrait" not in [box.key for box in app.selectbox]
    assert app.session_state["experiment"].portrait == "first"


def test_a_mangled_portrait_is_the_first():
    """A link cannot name a search that does not exist."""
    assert opened(portrait="first of two").session_state["experiment"] == Experiment()


def test_a_link_names_the_gallery_by_its_key_and_leaves_relatives_out():
    """The menu has words for it; the list of relatives comes with it."""
    app = opened(gallery="legislators", kin="without")
    expected = Experiment(gallery="legislators", without_kin=True)
    assert app.session_state["experiment"] == expected
    app.selectbox("kin").set_value("with").run()
    assert app.session_state["experiment"] == Experiment(gallery="legislators")
    app.selectbox("gallery").set_value("lfw").run()
    assert "kin" not in [box.key for box in app.selectbox]
    assert app.session_state["experiment"] == Experiment()
