"""The page of the numbered cards: a link names its threshold and its cards."""

from __future__ import annotations

import pytest
from support.opened_pages import open_page, warnings

pytestmark = pytest.mark.usefixtures("fresh_pages")


def test_a_link_opens_its_setting():
    """Both are named as elsewhere."""
    app = open_page("one_of_these", threshold="99%", cards="24")
    assert not app.exception
    assert warnings(app) == []
    assert [title.value for title in app.title] == ["One of these is you"]


@pytest.mark.parametrize("query", [{"threshold": "<b>"}, {"cards": "1e9"}, {"cards": "<b>"}])
def test_a_mangled_link_is_one_sentence(query):
    """It opens at its default and says what was not understood."""
    app = open_page("one_of_these", **query)
    assert not app.exception
    assert len(warnings(app)) == 1
    assert "The link was not understood" in warnings(app)[0]
