"""Pages of the app, opened in a test without a browser."""

from __future__ import annotations

import time

from streamlit.testing.v1 import AppTest

PATIENCE = 60
"""Seconds that a page may take on a busy machine."""


def open_page(page: str = "replay", *, language: str = "en", **query: str) -> AppTest:
    """Open one page, in a language and with a query in its link."""
    app = AppTest.from_string(
        f"from simulator.ui.pages.{page} import page; page()", default_timeout=PATIENCE
    )
    app.session_state["language"] = language
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def open_lab(**query: str) -> AppTest:
    """Open the Lab, and wait until its search is finished."""
    app = open_page("lab", **query)
    until = time.monotonic() + 3 * PATIENCE
    while "setting-lab" not in app.session_state and time.monotonic() < until:
        assert not app.exception
        assert [error.value for error in app.error] == []
        time.sleep(0.2)
        app.run()
    assert "setting-lab" in app.session_state
    return app


def warnings(app: AppTest) -> list[str]:
    """Return the texts of a page's warnings."""
    return [element.value for element in app.warning]


def link_of(app: AppTest) -> dict[str, str]:
    """Return what a page's link holds."""
    return {
        name: value if isinstance(value, str) else value[0]
        for name, value in app.query_params.items()
    }
