"""The language of a page: the link (``?lang=es``), the session, and the switch at the top.

A rerun may happen in a new thread, and a fragment's rerun skips the top of the page: every function
that shows text begins with :func:`speak_as_chosen`, which
:func:`simulator.ui.frame.shows_errors` calls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from simulator.i18n.language import (
    DEFAULT,
    LANGUAGES,
    _,
    browser_language,
    language,
    problem,
    speak,
)
from simulator.ui import components

LINK = "lang"
"""The language's name in the URL."""
CHOSEN = "language"
DEFAULTS = ("index", "default")
"""What widgets call the choice that they begin with."""
_SPOKEN = "language-spoken"
_WRITTEN = "language-in-link"
_TRANSLATED = "translated-choices"


def speak_as_chosen() -> None:
    """Use the language that this session has chosen."""
    speak(st.session_state.get(CHOSEN, DEFAULT))


def settle() -> None:
    """Make link and session agree; the link wins if it is new."""
    in_link, written = st.query_params.get(LINK), st.session_state.get(_WRITTEN)
    chosen = st.session_state.get(CHOSEN, DEFAULT)
    if in_link is not None and in_link != written and in_link in LANGUAGES:
        chosen = in_link
    before = st.session_state.get(_SPOKEN, chosen)
    st.session_state[CHOSEN] = st.session_state[_SPOKEN] = chosen
    if before != chosen:
        _keep_choices()
    wanted = None if chosen == DEFAULT else chosen
    if in_link != wanted:
        # Opening another page clears the link; or the switch was pressed.
        if wanted is None:
            del st.query_params[LINK]
        else:
            st.query_params[LINK] = wanted
    st.session_state[_WRITTEN] = wanted
    speak(chosen)


def switch() -> None:
    """Show a button for each other language, and set the page's language in the browser."""
    with st.container(key="unseen-speech"):
        components.speech(key="speech", data={"language": browser_language()})
    for code, name in LANGUAGES.items():
        if code != st.session_state.get(CHOSEN, DEFAULT):
            st.button(name, key=f"speak-{code}", type="tertiary", on_click=_choose, args=(code,))


def trouble() -> None:
    """Say why the page is not in the chosen language, if it is not."""
    problem_words = problem(st.session_state.get(CHOSEN, DEFAULT))
    if problem_words:
        st.warning(problem_words)


def _choose(code: str) -> None:
    st.session_state[CHOSEN] = code
    # The link still names the previous language; it is not new.
    st.session_state[_WRITTEN] = st.query_params.get(LINK)


def choice(widget: Callable[..., Any], label: str, options: list[Any], **more: Any) -> Any:
    """Show a widget with options in the page's language, and return the chosen one's English text.

    The browser identifies an option by its words, so the choice is carried over when they change.
    A link with the English words works in every language.

    Args:
        widget: the widget, such as ``st.selectbox``.
        label: its label.
        options: its options, in English.
        more: its other arguments; ``key`` is required, ``format_func`` gives the words.
    """
    key = more["key"]
    st.session_state.setdefault(_TRANSLATED, set()).add(key)
    in_link = st.query_params.get(key) if more.get("bind") else None
    in_other_words = language() != DEFAULT or "format_func" in more
    if in_other_words and key not in st.session_state and in_link in options:
        st.session_state[key] = in_link
    if key in st.session_state:
        # A default beside a choice that was made is a warning in the terminal.
        more = {name: value for name, value in more.items() if name not in DEFAULTS}
    return widget(label, options, **({"format_func": _} | more))


def _keep_choices() -> None:
    for key in st.session_state.get(_TRANSLATED, ()):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
