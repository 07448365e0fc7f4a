"""Tables and lists of facts: every text is escaped, and a wide table scrolls by itself."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from simulator.charts.fmr_matrix import Matrix
from simulator.charts.html_tables import fact_list, matrix_table, table

HOSTILE = '<img src=x onerror="alert(1)">'


class Tags(HTMLParser):
    """The tags of a piece of HTML, with their attributes, and whether each was closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


def test_a_table_has_a_head_for_each_column_and_a_name():
    """Two columns and two rows: four fields, and a region that the keyboard can scroll."""
    html = Tags(table(["group", "rate"], [["women", "1%"], ["men", "2%"]], "Rates"))
    assert (html.count("th"), html.count("tr"), html.count("td")) == (2, 3, 4)
    region = html.tags[0][1]
    assert (region["aria-label"], region["role"], region["tabindex"]) == ("Rates", "region", "0")
    assert html.open == []


def test_the_first_text_of_a_row_can_be_its_head():
    """A screen reader then says it with each field; an empty corner is no head."""
    html = Tags(table(["", "search"], [["asks", "who"]], "Compared", row_heads=True))
    assert ("th", {"scope": "row"}) in html.tags
    assert (html.count("th"), html.count("td")) == (2, 2)


def test_a_matrix_shades_its_fields():
    """The rate is in bold, and what it was counted from below it."""
    matrix = Matrix(["a", "b"], [[("1", "1 of 10"), ("2",)], [("3",), ("4",)]], [[0, 0.5], [1, 0]])
    html = Tags(matrix_table(matrix, "FMR"))
    shades = [attributes["style"] for tag, attributes in html.tags if tag == "td" and attributes]
    assert shades == ["--shade:0", "--shade:0.5", "--shade:1", "--shade:0"]
    assert (html.count("b"), html.count("span")) == (4, 1)
    assert html.open == []


@pytest.mark.parametrize(
    "html",
    [
        table([HOSTILE], [[HOSTILE]], HOSTILE),
        table([HOSTILE], [[HOSTILE]], HOSTILE, row_heads=True),
        fact_list([(HOSTILE, HOSTILE)]),
        matrix_table(Matrix([HOSTILE], [[(HOSTILE, HOSTILE)]], [[0.0]]), HOSTILE),
    ],
)
def test_no_text_becomes_a_tag(html):
    """Names and labels come from users' data sets."""
    parsed = Tags(html)
    assert parsed.count("img") == 0
    assert HOSTILE in parsed.texts


def test_facts_are_pairs():
    """A term and its description, in order."""
    assert Tags(fact_list([("Source", "ACLU"), ("License", "CC0")])).texts == [
        "Source",
        "ACLU",
        "License",
        "CC0",
    ]
