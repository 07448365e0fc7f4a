"""The parts of a report: one offline page in which nothing from a data set becomes markup."""

import json
import re
from html.parser import HTMLParser

import pytest

from simulator.charts.html_report import (
    data,
    data_cards,
    document,
    facts,
    frames,
    origins,
    run_card,
)

HOSTILE = "</script><img src=x onerror=alert(1)>&\"'"


class Tags(HTMLParser):
    """Collects the start tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)


@pytest.fixture(scope="module")
def page():
    return document(HOSTILE, ["<p>content</p>"], {"pairs": "pairs"})


def test_a_page_is_whole_and_loads_nothing(page):
    """It has one main part, its scripts are inside, and no attribute refers to another file."""
    tags = Tags(page).tags
    assert tags.count("main") == tags.count("title") == 1
    assert "img" not in tags
    assert "<p>content</p>" in page
    assert not re.search(r'<[^>]+\s(?:src|href)="(?:https?:)?//', page)


def test_a_picture_is_mounted_once_for_all_its_places():
    """Two places of one picture share its script."""
    once = document("t", [], {"a": "chart"})
    twice = document("t", [], {"a": "chart", "b": "chart"})
    assert 'place("a", mount, "chart")' in twice
    assert 'place("b", mount, "chart")' in twice
    assert len(twice) - len(once) < 100


def test_frames_are_templates_by_name():
    """Each picture's markup and styles are in a template that is not shown."""
    found = frames(("threshold_picture", "pairs"))
    assert re.findall(r'<template id="([\w]+)-frame">', found) == ["threshold_picture", "pairs"]


def test_data_cannot_end_its_element():
    """Hostile text in a picture's data stays inside, and is read back unchanged."""
    element = data("place", json.dumps({"name": HOSTILE}).encode())
    inside = element.removeprefix('<script type="application/json" id="place-data">')
    inside = inside.removesuffix("</script>")
    assert "<" not in inside
    assert json.loads(inside) == {"name": HOSTILE}


def test_facts_are_escaped_on_one_line():
    """Names and texts are text, line breaks are spaces."""
    found = facts({HOSTILE: "one\n  two", "b": HOSTILE})
    assert set(Tags(found).tags) == {"dl", "dt", "dd"}
    assert "<dd>one two</dd>" in found


def test_a_data_card_names_license_and_consent():
    """An installed data set has a card; a missing one is named, and its name is escaped."""
    cards = data_cards(["lfw", HOSTILE])
    for name in ("Who", "Labels", "Source", "License", "Consent", "Harms", "Cite"):
        assert f"<dt>{name}</dt>" in cards
    assert "not on this computer" in cards
    assert "img" not in Tags(cards).tags


def test_a_run_card_shows_settings_but_not_the_question():
    """The question is the page's title, failures have a section of their own; the grid is shown."""
    card = run_card({"question": "why", "failures": 3, "gallery_size": [1, 2]}, "a < b")
    assert "gallery size" in card
    assert "[1, 2]" in card
    assert "why" not in card
    assert "<pre>a &lt; b</pre>" in card


def test_a_known_origin_needs_no_note():
    """LFW's card says where it comes from."""
    assert origins(["lfw"]) == ""
