"""Texts that come from elsewhere, on a page that reads Markdown."""

import pytest

from simulator.i18n.markdown import literal


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("plain words, 99.9%", "plain words, 99.9%"),
        ("![](http://host)", r"\!\[\]\(http\://host\)"),
        ("gender*party", r"gender\*party"),
        ("try `falsematch run --by a*b` now_", r"try `falsematch run --by a*b` now\_"),
        ("one ` alone [x](y)", r"one \` alone \[x\]\(y\)"),
        ("`a` and ` [x](y)", r"`a` and \` \[x\]\(y\)"),
    ],
)
def test_a_text_is_shown_as_it_is(text, markdown):
    """Markup is escaped; a command between backticks is still shown as a command."""
    assert literal(text) == markdown
