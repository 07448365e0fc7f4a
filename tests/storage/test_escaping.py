"""Hostile texts come out as text: in HTML, on a terminal, in Markdown, in CSV."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given, strategies as st
from markdown_it import MarkdownIt

from simulator.experiment.run_folder import to_csv
from simulator.i18n.markdown import literal
from simulator.storage.escaping import POLICY_TAG, html_text, terminal_text

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    "![x](http://host/x.png)",
    "[x](javascript:alert(1))",
    "<http://host>",
    "**bold** :red[x] $x$ `code` ![x](http://host/`)",
    "\x1b[31mred\x1b]8;;http://host\x07",
    "\x9b2J",
    "[/x] [bold]x[/bold]",
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@x",
    "\t=1",
    "a\nb\r# head",
]
ANY = st.one_of(st.sampled_from(HOSTILE), st.text())


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= dict(attrs)


@given(ANY)
def test_html_has_no_element_and_no_attribute_of_it(text: str) -> None:
    seen = _Seen()
    seen.feed(f"<p title=\"{html_text(text)}\" id='{html_text(text)}'>{html_text(text)}</p>")
    assert seen.tags == ["p"]
    assert set(seen.attributes) == {"title", "id"}


@given(ANY)
def test_a_terminal_is_not_steered(text: str) -> None:
    assert all(c.isprintable() or c == "\n" for c in terminal_text(text))


@given(ANY)
def test_markdown_neither_loads_nor_links(text: str) -> None:
    shown = MarkdownIt("commonmark", {"html": True}).render(f"**x {literal(text)}** x")
    seen = _Seen()
    seen.feed(shown)
    assert not {"img", "a", "script", "iframe", "object", "h1", "li"} & set(seen.tags)


@given(ANY, ANY)
def test_a_table_for_spreadsheets_runs_nothing(one: str, other: str) -> None:
    text = to_csv(pd.DataFrame({"label": [one], one or "x": [other]}))
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@")) or _is_number(cell)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_pages_reach_nothing() -> None:
    assert "default-src 'none'" in POLICY_TAG
    assert "http" not in POLICY_TAG.replace("http-equiv", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_console_shows_names_as_they_are(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Rich reads neither markup nor escape codes in them."""
    from rich.table import Table

    from simulator.cli.shared import console

    table = Table(title=text)
    table.add_row(text)
    console(300).print(table)
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert text.split()[0].strip("\x1b\x07\x9b").split("\x1b")[0] in shown
