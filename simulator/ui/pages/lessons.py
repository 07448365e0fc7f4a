"""The lessons: the browser runs them; the live matcher stands inside a step of lesson 1."""

from __future__ import annotations

import streamlit as st

from simulator.i18n.language import _, language
from simulator.ui import cached, components
from simulator.ui.frame import shows_errors

WANTED = "matcher"


@shows_errors
def page() -> None:
    """Show the page. Answers and progress never leave the browser."""
    with st.spinner(_("Calculating the numbers …")):
        data = cached.lessons(language())
    runner = components.lesson(key="lessons", data=data, on_wants_change=lambda: None)
    if getattr(runner, "wants", "") == WANTED:
        # Only this step needs it, and its libraries.
        from simulator.ui.matcher_panel import matcher_panel

        matcher_panel()
        components.lesson_foot(key="lesson-foot", data={})
