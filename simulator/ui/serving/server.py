"""Handing over to Streamlit's server, which asks and tells nobody anything."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from streamlit import net_util
from streamlit.web import bootstrap
from streamlit.web.server.starlette import starlette_server

from simulator.ui.serving.gate import gated
from simulator.ui.serving.listening import Listening, listen
from simulator.ui.serving.page_root import serve_with_root


def start(script: str, options: dict[str, Any], listening: Listening) -> None:
    """Run a script as a web app until it is stopped; options are Streamlit's, with ``_``."""
    listen(listening)
    serve_with_root()
    _serve_through_gate(listening)
    _look_up_nothing()
    _stop_without_terminal()
    bootstrap.load_config_options(flag_options=options)
    bootstrap.run(script, False, [], options)


def _serve_through_gate(listening: Listening) -> None:
    server: Any = starlette_server  # it says of none of its names that others may use them
    made = server.create_starlette_app
    server.create_starlette_app = lambda runtime: gated(made(runtime), listening)


def _look_up_nothing() -> None:
    """Replace the two questions for this machine's address; one goes to a host elsewhere."""
    net_util.get_external_ip = lambda: None
    net_util.get_internal_ip = lambda: None


def _stop_without_terminal() -> None:
    """Stop when the terminal is closed, and on every signal after that.

    Streamlit prints a line first, which fails for ever where nobody reads it.
    """
    set_up = bootstrap._set_up_signal_handler

    def with_hang_up(server: Any) -> None:
        server.stop = _quietly(server.stop)
        set_up(server)
        if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM))

    bootstrap._set_up_signal_handler = with_hang_up


def _quietly(stop: Callable[[], None]) -> Callable[[], None]:
    def stopped() -> None:
        try:
            stop()
        except OSError:
            _write_nowhere()
            stop()

    return stopped


def _write_nowhere() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
