"""The Lab's rail: a question for each picture, and the other panels in a menu for statisticians."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from simulator.i18n.language import _, marked
from simulator.i18n.markdown import literal
from simulator.ui.lab import lab_link
from simulator.ui.lab.lab_link import PANEL

WHO, SIZE, MIX = (
    marked("Who is falsely matched"),
    marked("How big a gallery?"),
    marked("Who is in it?"),
)
COST, LUCK, TWO = marked("What it costs"), marked("Bias or luck?"), marked("Two settings")
QUESTIONS = {
    WHO: marked("Who?"),
    SIZE: SIZE,
    MIX: MIX,
    COST: marked("What is lost?"),
    LUCK: marked("Luck?"),
    TWO: marked("Compare two"),
}
"""The panels that have a button, by their names in the link → the words on it."""
OLD_NAMES = {"Gallery size and mix": SIZE, "Tamaño y mezcla de la galería": SIZE}
"""Names of panels in links that were written before → the panel that shows the same."""
_QUESTION, _STATISTICS = "rail-question", "rail-statistics"


def chosen_panel(panels: Sequence[str]) -> str:
    """Show the rail, and return the name of the panel that is chosen.

    Args:
        panels: the names of all panels.
    """
    values = lab_link.choices()
    wanted = values.get(PANEL, "")
    panel = panel_of(wanted, panels)
    rest = [name for name in panels if name not in QUESTIONS]
    st.session_state[_QUESTION] = panel if panel in QUESTIONS else None
    st.session_state[_STATISTICS] = panel if panel in rest else None
    with st.container(key="rail", horizontal=True, vertical_alignment="center"):
        st.pills(
            _("Question"),
            list(QUESTIONS),
            key=_QUESTION,
            format_func=lambda name: _(QUESTIONS[name]),
            label_visibility="collapsed",
            on_change=_choose,
            args=(_QUESTION, panel),
        )
        st.selectbox(
            _("For statisticians"),
            rest,
            index=None,
            key=_STATISTICS,
            format_func=_,
            placeholder=_("For statisticians"),
            label_visibility="collapsed",
            on_change=_choose,
            args=(_STATISTICS, panel),
            width=230,
        )
    if wanted and panel_of(wanted, panels, unknown="") == "":
        st.warning(
            literal(
                _(
                    "The link was not understood: expected {name} to be one of {expected}, found "
                    "{found}. Choose one in the line above."
                ).format(name=PANEL, expected=", ".join(panels), found=repr(wanted[:40]))
            )
        )
    return panel


def panel_of(wanted: str, panels: Sequence[str], unknown: str = WHO) -> str:
    """Return the panel that a link names in English or in the page's language; else ``unknown``."""
    wanted = OLD_NAMES.get(wanted, wanted)
    named = {_(name): name for name in panels}
    # Whoever types a link writes what is on the button.
    named.update({said: name for name, text in QUESTIONS.items() for said in (text, _(text))})
    return wanted if wanted in panels else named.get(wanted, unknown)


def _choose(key: str, panel: str) -> None:
    """Adopt a choice; pressing the chosen question again changes nothing."""
    chosen = st.session_state.get(key) or panel
    values = lab_link.choices(reported=True)
    lab_link.choose({**values, PANEL: chosen})
