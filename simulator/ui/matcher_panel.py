"""The panel of the live matcher: a photograph, three dials, and what the matcher makes of it.

Other pictures on the page can follow it in the browser: ``hub.matcher`` and the event ``matcher``
carry the last answer's dials, failure and distances.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from simulator.dials import CLEAN
from simulator.language import _
from simulator.live_view import look
from simulator.matcher_view import Shown, to_bytes
from simulator.ui import cached, components
from simulator.ui.frame import guarded, said

KEY = "live-matcher"


@st.fragment
@guarded
def matcher_panel() -> None:
    """Show the panel; a dial reruns nothing but this."""
    asked: Any = getattr(st.session_state.get(KEY), "asked", None)
    live = cached.live_matcher()
    if live.is_warm:
        shown = look(live, *_setting(asked))
    else:
        with st.spinner(_("The matcher is starting …")):
            shown = look(live, *_setting(asked))
    components.matcher(key=KEY, data=to_bytes(shown, _note(shown)), on_asked_change=lambda: None)


def _setting(asked: Any) -> tuple[int, int, int, bool]:
    """What the browser asked for; where it makes no sense, the untouched photo."""
    raw = asked if isinstance(asked, dict) else {}
    light, blur, size = (
        value if isinstance(value := raw.get(name), int) else getattr(CLEAN, name)
        for name in ("light", "blur", "size")
    )
    return light, blur, size, raw.get("photo") is True


def _note(shown: Shown) -> str:
    if shown.replaced:
        return _("The matcher’s process had ended; a new one has taken its place.")
    return "" if shown.trouble is None else said(shown.trouble)
