"""A check that the person at the browser sits at the machine that serves the page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from simulator.ui.serving.listening import Listening, is_local, listening

PROXY_HEADERS = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-Ip", "Via")
"""Headers that a proxy adds to a request. They take rights away; no header gives any."""


def at_this_machine() -> bool:
    """Tell whether only a person at this machine can have asked for the page.

    Buttons that fill the server's disk or change its data are shown only to that person, not to a
    class that connects over the network or through a reverse proxy.
    """
    return is_here(listening(), st.context.ip_address, st.context.headers)


def is_here(served: Listening, peer: str | None, headers: Mapping[str, str]) -> bool:
    """Tell whether a request was made at this machine.

    Args:
        served: how the server was started; this decides.
        peer: the other end of the connection, None on this machine.
        headers: the request's; a proxy's show that somebody else asked.
    """
    if not served.is_private or (isinstance(peer, str) and not is_local(peer)):
        return False
    return not any(headers.get(name) for name in PROXY_HEADERS)
