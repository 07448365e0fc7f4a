"""The live matcher's panel: a photograph, three dials, and the matcher's answer.

Other pictures on the page can follow it in the browser: ``hub.matcher`` and the event ``matcher``
carry the dials, failure and distances of the last answer.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from simulator.i18n.language import _
from simulator.live_matcher.dials import CLEAN
from simulator.live_matcher.live_or_recorded import panel_state
from simulator.live_matcher.panel_view import PanelState, to_bytes
from simulator.ui import cached, components
from simulator.ui.frame import error_text, shows_errors

KEY = "live-matcher"


@st.fragment
@shows_errors
def matcher_panel() -> None:
    """Show the panel; turning a dial reruns only this panel."""
    asked: Any = getattr(st.session_state.get(KEY), "asked", None)
    light, blur, size, photo = setting = _setting(asked)
    live = cached.live_matcher()
    waiting = st.empty()  # always there: a picture that moves down the page is drawn again
    if live.is_warm:
        shown = panel_state(live, light, blur, size, photo)
    else:
        with waiting, st.spinner(_("The matcher is starting …")):
            shown = panel_state(live, light, blur, size, photo)
    data = to_bytes(shown, setting, _note(shown))
    components.matcher(key=KEY, data=data, on_asked_change=lambda: None)


def _setting(asked: Any) -> tuple[int, int, int, bool]:
    """Return what the browser asked for, or the unchanged photo if the request is not valid."""
    raw = asked if isinstance(asked, dict) else {}
    light, blur, size = (
        value if isinstance(value := raw.get(name), int) else getattr(CLEAN, name)
        for name in ("light", "blur", "size")
    )
    return light, blur, size, raw.get("photo") is True


def _note(shown: PanelState) -> str:
    if shown.replaced:
        return _("The matcher’s process had stopped, so a new one was started.")
    return "" if shown.trouble is None else error_text(shown.trouble)
