"""Whether the browser sits at the machine that serves the page."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from simulator.ui.serve import is_local


def at_this_machine() -> bool:
    """Whether nobody else can have asked: the server listens here only, and by no other name.

    What fills the server's disk or changes its data is offered to whoever sits at it; a class that
    comes over the network, or through a reverse proxy, is not asked.
    """
    address = st.get_option("server.address")
    host = urlsplit(f"//{st.context.headers.get('Host', 'localhost')}").hostname or ""
    forwarded = st.context.headers.get("X-Forwarded-For")
    return (address is None or is_local(address)) and is_local(host) and forwarded is None
