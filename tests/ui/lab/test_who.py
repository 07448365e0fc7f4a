"""Who is falsely matched, by the rows of the first page."""

from __future__ import annotations

import pytest
from support.opened_pages import open_lab

pytestmark = pytest.mark.usefixtures("fresh_pages")


@pytest.mark.parametrize("gallery", ["lfw", "legislators"])
def test_the_rows_open_at_the_bars_setting(gallery):
    """With faces where the gallery may show them, with drawings elsewhere."""
    app = open_lab(gallery=gallery, threshold="99%", by="race_ethnicity")
    assert not app.exception
    assert [element.value for element in app.error] == []
    assert app.session_state["setting-lab"].grouping == "race_ethnicity"
