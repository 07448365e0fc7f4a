"""Pages of the app, opened in a test without a browser."""

from __future__ import annotations

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


def warnings(app: AppTest) -> list[str]:
    """Return the texts of a page's warnings."""
    return [element.value for element in app.warning]


def link_of(app: AppTest) -> dict[str, str]:
    """Return what a page's link holds."""
    return {
        name: value if isinstance(value, str) else value[0]
        for name, value in app.query_params.items()
    }
