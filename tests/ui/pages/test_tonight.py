"""Tonight takes the first page's setting, from the session or from the link."""

from __future__ import annotations

import pytest
from support.opened_pages import open_page, warnings

pytestmark = pytest.mark.usefixtures("fresh_pages")


@pytest.mark.parametrize("gallery", ["legislators", "lfw"])
def test_a_link_opens_its_setting(gallery):
    """Threshold, grouping and gallery have the names that they have on the first page."""
    app = open_page("tonight", threshold="99%", by="gender", gallery=gallery)
    assert not app.exception
    assert warnings(app) == []
    assert app.session_state["setting-test"].grouping == "gender"


@pytest.mark.parametrize("query", [{"threshold": "<b>"}, {"by": "shoe_size"}, {"gallery": "nope"}])
def test_a_mangled_link_is_one_sentence(query):
    """It opens at its default and says what was not understood."""
    app = open_page("tonight", **query)
    assert not app.exception
    assert len(warnings(app)) == 1
    assert "The link was not understood" in warnings(app)[0]
