"""A check that the person at the browser sits at the machine that serves the page."""

from __future__ import annotations

import streamlit as st

from simulator.ui.local_address import asked_on_this_machine, is_local


def at_this_machine() -> bool:
    """Tell whether only a person at this machine can have asked for the page.

    Buttons that fill the server's disk or change its data are shown only to that person, not to a
    class that connects over the network or through a reverse proxy.
    """
    address = st.get_option("server.address")
    listens_here = address is None or is_local(address)
    return listens_here and asked_on_this_machine(st.context.headers)
