"""Findings of axe-core on a page."""

from __future__ import annotations

from typing import Any

import pytest

MENU = "[data-testid=stSidebarNavItems]"
"""Streamlit's own menu on a phone while it opens: a list with headings between its items."""


def findings(page: Any) -> list[tuple[str, str, str]]:
    """Return what axe-core finds, minor or not: rule, element, reason."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe")
    # Everything that passed would be described too, in two thirds of the time.
    found = axe.Axe().run(
        page, context={"exclude": [[MENU]]}, options={"resultTypes": ["violations"]}
    )
    return [
        (v["id"], v["nodes"][0]["html"][:200], v["nodes"][0]["failureSummary"][:300])
        for v in found.response["violations"]
    ]
