"""The audit's page opens at every setting of its dials."""

from __future__ import annotations

import pytest
from support.opened_pages import open_page, warnings

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def facts(app) -> str:
    """Return the page's lists of facts, as HTML."""
    return " ".join(html.body for html in app.get("html"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"women": "50", "refuse": "90"}, "500 women and 500 men"),
        ({"women": "37"}, "370 women and 630 men"),
        ({"women": "1", "tested": "london"}, "10 women and 990 men"),
        ({"women": "99", "tested": "lfw, held out", "refuse": "99"}, "990 women and 10 men"),
        ({"dial": "People per group"}, "100 women and 900 men"),
        ({"dial": "People per group", "women_n": "1", "men_n": "5"}, "1 woman and 5 men"),
        ({"dial": "Personas por grupo"}, "257 women and 743 men"),
    ],
    ids=str,
)
def test_the_audit_opens_at_every_setting(query, expected):
    """Old links open the same state; what is trained on follows."""
    app = open_page("audit", **query)
    assert not app.exception
    assert not app.error
    assert not warnings(app)
    assert expected in facts(app)
    assert len(app.subheader) >= 3


@pytest.mark.parametrize(
    "query",
    [
        {"women": "0"},
        {"women": "nan", "refuse": "-1", "tested": "<script>", "dial": "%00"},
        {"women_n": "99999999999999"},
    ],
    ids=str,
)
def test_what_is_not_understood_falls_back_and_says_so(query):
    """One sentence; the dials open as if the link said nothing."""
    app = open_page("audit", **query)
    assert not app.exception
    assert not app.error
    (said,) = warnings(app)
    unescaped = said.replace("\\", "")
    assert unescaped.startswith("The link was not understood: expected women")
    assert "257 women and 743 men" in facts(app)


def test_few_words_come_before_the_dials():
    """Title and sentence together have at most 40 words."""
    app = open_page("audit")
    lead = [app.title[0].value, app.markdown[0].value]
    assert len(" ".join(lead).split()) <= 40
