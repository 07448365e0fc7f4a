"""The panel on one threshold or several."""

from __future__ import annotations

import time

import pytest
from support.opened_pages import PATIENCE, open_page

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def test_an_error_in_a_panel_is_one_sentence():
    """London has too few false matches for a threshold per group: a sentence, no traceback."""
    app = open_page("lab", panel="One threshold or several", gallery="london", probes="london")
    until = time.monotonic() + 3 * PATIENCE
    while not app.error and time.monotonic() < until:
        time.sleep(0.2)
        app.run()
    assert not app.exception
    assert len(app.error) == 1
    assert "expected" in app.error[0].value
