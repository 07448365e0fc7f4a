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
        {"gallery": "utkface-adults"},
        {"portrait": "painting", "gallery": "../.."},
    ],
    ids=str,
)
def test_a_mangled_link_is_one_sentence(query):
    """The page opens at its default and says what was not understood."""
    app = open_page(**query)
    assert not app.exception
    assert len(warnings(app)) == 1
    assert "The link was not understood" in warnings(app)[0]


FACES, DRAWINGS = "other members of Congress", "news photos"


@pytest.mark.parametrize(
    ("query", "searched_in"),
    [
        ({}, FACES),
        ({"gallery": "legislators"}, FACES),
        ({"gallery": "legislators", "threshold": "99%"}, FACES),
        ({"gallery": "lfw"}, DRAWINGS),
        # Written before there were two galleries: these links show what they showed then.
        ({"threshold": "0.4506"}, DRAWINGS),
        ({"by": "gender"}, DRAWINGS),
        ({"portrait": "second"}, DRAWINGS),
    ],
    ids=str,
)
def test_which_gallery_a_link_opens(query, searched_in):
    """The story says who is searched, and with the faces, what the ACLU's gallery was."""
    app = open_page(**query)
    assert not app.exception
    assert warnings(app) == []
    words = " ".join(text.value for text in app.markdown)
    (other,) = {FACES, DRAWINGS} - {searched_in}
    assert searched_in in words
    assert other not in words
    assert "arrest photos" in words


def test_a_link_opens_both_switches():
    """Another portrait in the other gallery."""
    app = open_page(gallery="legislators", portrait="second", threshold="99.9%")
    assert not app.exception
    assert warnings(app) == []
    assert "another portrait" in " ".join(text.value for text in app.markdown)
