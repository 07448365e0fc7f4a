"""The first page takes its setting from the link."""

from __future__ import annotations

import pytest
from support.opened_pages import open_page, warnings

pytestmark = pytest.mark.usefixtures("fresh_pages")


@pytest.mark.parametrize("threshold", ["99.9%", "0.5000", "default", "aclu-rate"])
def test_a_link_opens_its_setting(threshold):
    """A setting in the URL is adopted without a word."""
    app = open_page(threshold=threshold, by="gender")
    assert not app.exception
    assert warnings(app) == []
    assert app.session_state["setting-test"].grouping == "gender"


@pytest.mark.parametrize(
    "query",
    [
        {"threshold": "<b>"},
        {"threshold": "nan"},
        {"threshold": "9" * 400},
        {"by": "shoe_size"},
        {"by": "gender*"},
        {"threshold": "%"},
    ],
    ids=str,
)
def test_a_mangled_link_is_one_sentence(query):
    """The page opens at its default and says what was not understood."""
    app = open_page(**query)
    assert not app.exception
    assert len(warnings(app)) == 1
    assert "The link was not understood" in warnings(app)[0]
