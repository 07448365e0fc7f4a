"""Your own photo: for adults, on this machine only, and only if the server was started for it."""

from __future__ import annotations

import streamlit as st

from simulator.errors import FalseMatchError
from simulator.i18n.language import _
from simulator.live_matcher import own_photo, own_photo_view
from simulator.live_matcher.own_photo import OwnPhotoResult
from simulator.ui import components
from simulator.ui.frame import explain_terms, shows_errors
from simulator.ui.serving.local_browser import at_this_machine

RESULT = "own-photo-result"
ADULT = "own-photo-adult"
FIELD = "own-photo"
ANSWERED = "own-photos-answered"


@shows_errors
def page() -> None:
    """Show the page."""
    st.title(_("Your own photo"), anchor=False)
    if not own_photo.is_allowed():
        _off()
    elif not at_this_machine():
        st.info(
            _(
                "Not available here: this works only in a browser on the machine that runs the "
                "app, so that no photo crosses a network."
            )
        )
    else:
        _search()
    explain_terms("search", "false match", "threshold", "distance", "stand-in")


def _off() -> None:
    st.info(_("Switched off on this server. A link cannot switch it on."))
    st.markdown(
        _(
            "**Why it is off.** A face is biometric data: its numbers can be used to find the "
            "person again. Classes include people under 18, and nobody should have to say no in "
            "front of others. NASA’s portrait in lesson 1 shows the same thing.\n\n**How a "
            "teacher switches it on**, for adults, on the machine they are sitting at: stop the "
            "app and start it with\n\n```\nfalsematch app --allow-own-photo\n```\n\nIt then "
            "refuses every address but this machine’s own. The photo is searched in memory by a "
            "process that ends with its answer; it is never written, logged or kept. Check what "
            "your school’s rules and your local law say about it."
        )
    )


@st.fragment
@shows_errors
def _search() -> None:
    st.markdown(
        _(
            "See which strangers a matcher mistakes for you. **What happens to the photo:** your "
            "browser shrinks it and hands it to this machine’s memory; a separate process "
            "searches for it in the gallery, answers, and ends. The photo is not written, logged "
            "or kept. Only distances and a sketch stay on this page until you reload it."
        )
    )
    adult = st.checkbox(_("I am 18 or older and this is my own photo"), key=ADULT)
    if not adult:
        st.session_state.pop(RESULT, None)
        return
    answered = st.session_state.get(ANSWERED, 0)
    photo = components.own_photo(
        key=FIELD,
        data=own_photo_view.file_field(answered),
        on_photo_change=lambda: None,
        on_seen_change=lambda: None,
    ).photo
    if photo is not None:
        with st.spinner(_("A process starts, searches and ends: a few seconds …")):
            # Only distances and points are kept, in this session alone; the photo's text is the
            # component's event, which ends with this run.
            st.session_state[RESULT] = _looked(photo)
        # The field then sends a word back: until the next message the connection holds the last.
        st.session_state[ANSWERED] = answered + 1
        st.rerun(scope="fragment")
    result = st.session_state.get(RESULT)
    if isinstance(result, FalseMatchError):
        raise result
    if result is not None:
        components.own_result(key="own-result", data=own_photo_view.result_panel(result))


def _looked(photo: object) -> OwnPhotoResult | FalseMatchError:
    try:
        return own_photo.search_photo(photo)
    except FalseMatchError as error:
        return type(error)(str(error))  # without the traceback, which holds the photo
