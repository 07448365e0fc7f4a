"""The audit's page opens at every setting of its dials."""

from __future__ import annotations

import pytest
from support.opened_pages import open_page

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


@pytest.mark.parametrize(
    "query",
    [
        {"women": "50", "refuse": "90"},
        {"women": "1", "tested": "london"},
        {"women": "99", "tested": "lfw, held out", "refuse": "99"},
        {"dial": "People per group"},
        {"women": "0"},
        {"women": "nan", "refuse": "-1", "tested": "<script>", "dial": "%00"},
    ],
    ids=str,
)
def test_the_audit_opens_at_every_setting(query):
    """A setting that the dials do not have falls back to the default."""
    app = open_page("audit", **query)
    assert not app.exception
    assert not app.error
    assert len(app.subheader) >= 5


def test_moving_the_audits_dials():
    """Another share, then people per group; nothing breaks, and what is trained on follows."""
    app = open_page("audit")
    app.slider(key="women").set_value(50).run()
    assert not app.exception
    assert any("500 women and 500 men" in html.body for html in app.get("html"))
    app.segmented_control(key="dial").set_value("People per group").run()
    assert not app.exception
    app.number_input(key="women_n").set_value(1).run()
    assert not app.exception
    assert any("1 woman and 900 men" in html.body for html in app.get("html"))
