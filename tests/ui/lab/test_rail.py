"""The Lab's rail: every panel has a place, and old links find theirs."""

from __future__ import annotations

import pytest
from support.opened_pages import link_of, open_page

from simulator.i18n.language import speaking
from simulator.ui.lab.rail import COST, QUESTIONS, SIZE, TWO, WHO, panel_of

PANELS = [*QUESTIONS, "Pairs of groups"]


@pytest.mark.parametrize(
    ("wanted", "panel"),
    [
        ("What it costs", COST),
        ("Gallery size and mix", SIZE),
        ("Two settings", TWO),
        ("What is lost?", COST),
        ("Compare two", TWO),
        ("Pairs of groups", "Pairs of groups"),
        ("nope", WHO),
        ("", WHO),
    ],
)
def test_the_panel_of_a_link(wanted, panel):
    assert panel_of(wanted, PANELS) == panel


def test_a_link_in_the_pages_language_is_understood():
    """Links were once written in the language of the page."""
    with speaking("es"):
        assert panel_of("Lo que cuesta", PANELS) == COST


@pytest.mark.slow
@pytest.mark.usefixtures("fresh_pages")
def test_a_question_and_the_menu_choose_the_same_panel():
    """One of them is set at a time; the link names the panel in English."""
    app = open_page("lab", panel="Two settings")
    assert app.button_group("rail-question").value == TWO
    assert app.selectbox("rail-statistics").value is None
    app.selectbox("rail-statistics").set_value("Pairs of groups").run()
    assert app.button_group("rail-question").value is None
    assert link_of(app)["panel"] == "Pairs of groups"
    app.button_group("rail-question").set_value(COST).run()
    assert app.selectbox("rail-statistics").value is None
    assert link_of(app)["panel"] == COST
