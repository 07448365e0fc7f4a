"""Which language the page speaks: the link (``?lang=es``), the session and the switch in the head.

A rerun may happen in a new thread, and the rerun of a fragment skips the head: whatever shows text
begins with :func:`speak_as_chosen` (:func:`simulator.ui.frame.shows_errors` does it).
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
"""How the URL calls it."""
CHOSEN = "language"
_SPOKEN = "language-spoken"
_WRITTEN = "language-in-link"
_TRANSLATED = "translated-choices"


def speak_as_chosen() -> None:
    """Speak what this session has chosen."""
    speak(st.session_state.get(CHOSEN, DEFAULT))


def settle() -> None:
    """Bring link and session in step; the link wins where it says something new."""
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
        # Another page was opened, which clears the link; or the switch was pressed.
        if wanted is None:
            del st.query_params[LINK]
        else:
            st.query_params[LINK] = wanted
    st.session_state[_WRITTEN] = wanted
    speak(chosen)


def switch() -> None:
    """A button for each other language; tells the browser which one the page is in."""
    with st.container(key="unseen-speech"):
        components.speech(key="speech", data={"language": browser_language()})
    for code, name in LANGUAGES.items():
        if code != st.session_state.get(CHOSEN, DEFAULT):
            st.button(name, key=f"speak-{code}", type="tertiary", on_click=_choose, args=(code,))


def trouble() -> None:
    """Say why the chosen language is not spoken, where it is not."""
    found = problem(st.session_state.get(CHOSEN, DEFAULT))
    if found:
        st.warning(found)


def _choose(code: str) -> None:
    st.session_state[CHOSEN] = code
    # The link still says the language before; it is no news.
    st.session_state[_WRITTEN] = st.query_params.get(LINK)


def choice(widget: Callable[..., Any], label: str, options: list[Any], **more: Any) -> Any:
    """A widget whose options are shown in the page's language, and chosen by their English text.

    The browser knows an option by its words, so the choice is handed over when they change; and a
    link with the English words is understood in every language.

    Args:
        widget: such as ``st.selectbox``.
        label: as the widget takes it.
        options: in English.
        more: the widget's other arguments; ``key`` is needed, ``format_func`` gives the words.
    """
    key = more["key"]
    st.session_state.setdefault(_TRANSLATED, set()).add(key)
    in_link = st.query_params.get(key) if more.get("bind") else None
    if language() != DEFAULT and key not in st.session_state and in_link in options:
        st.session_state[key] = in_link
    return widget(label, options, **({"format_func": _} | more))


def _keep_choices() -> None:
    for key in st.session_state.get(_TRANSLATED, ()):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
