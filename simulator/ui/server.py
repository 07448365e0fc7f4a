"""Handing over to Streamlit's server."""

from __future__ import annotations

from typing import Any

from streamlit.web import bootstrap

from simulator.ui.page_root import serve_with_root


def start(script: str, options: dict[str, Any]) -> None:
    """Run a script as a web app until it is stopped; options are Streamlit's, with ``_``."""
    serve_with_root()
    bootstrap.load_config_options(flag_options=options)
    bootstrap.run(script, False, [], options)
