"""One HTML page per document that prints well: no network, no script, no image files.

The pages with faces hold them in ``data:`` addresses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from simulator.charts.embedding import ui_file
from simulator.storage.escaping import html_text as escape
from simulator.teaching.documents import INDEX, Document

_STYLE = Path(__file__).resolve().parent / "pack.css"
_OTHER = re.compile(r"^(?P<name>[a-z0-9-]+|README)\.md(?P<part>#[\w-]*)?$")
WRITE = "write"
"""A fenced block of this kind becomes as many empty lines to write on."""
PICTURE = "picture"
"""A fenced block of this kind names a picture; its text is for Markdown, which shows no picture."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
WITH_FACES = f"{POLICY}; img-src data:"
"""The policy of a page that holds photos itself; it can fetch none."""


def page(
    document: Document,
    others: Sequence[Document],
    note: str,
    pictures: Mapping[str, str],
    language: str = "en",
) -> str:
    """Return the document as HTML; templates and figures are shown as text, never as markup.

    Args:
        document: the document to show.
        others: all documents of the pack, for the links at the top.
        note: the footer, which says who made the page.
        pictures: name → SVG or HTML made by this program, for fenced blocks ``picture name``.
        language: the language of the text.
    """
    body = _markdown().render(document.text, {PICTURE: pictures})
    language = document.language or language
    policy = WITH_FACES if 'src="data:image/' in body else POLICY
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{escape(document.title)} – falsematch</title>"
        f"<style>{_STYLE.read_text('utf-8')}{ui_file('face.css')}</style></head>"
        f'<body class="{escape(document.name)}">{_links(document, others)}'
        f"<main><section>{body}</section></main><footer><p>{escape(note)}</p></footer></body></html>\n"
    )


def file_name(name: str) -> str:
    """Return a document's file name; the index is what a browser opens first."""
    return "index.html" if name == INDEX else f"{name}.html"


def _links(document: Document, others: Sequence[Document]) -> str:
    items = "".join(
        f"<li><b>{escape(other.title)}</b></li>"
        if other.name == document.name
        else f'<li><a href="{file_name(other.name)}">{escape(other.title)}</a></li>'
        for other in others
    )
    return f'<nav aria-label="The teacher’s pack"><ul>{items}</ul></nav>'


def _markdown() -> MarkdownIt:
    """Parse plain CommonMark with tables; raw HTML is shown as text."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.normalizeLinkText = _as_typed  # type: ignore[assignment]
    parser.add_render_rule("hr", _hr)
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", _table_close)
    parser.add_render_rule("th_open", _th_open)
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("fence", _fence)
    return parser


def _as_typed(address: str) -> str:
    """Leave %20 and %25 in a printed address, or nobody could type it."""
    return address


def _hr(*_: Any) -> str:
    # A rule is a line to cut along: everything between two of them stays on one page.
    return "</section><hr><section>\n"


def _table_open(*_: Any) -> str:
    # Narrow screens scroll the table, not the page, so the keyboard must reach the table.
    return '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>\n'


def _table_close(*_: Any) -> str:
    return "</table></div>\n"


def _th_open(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, _: Any) -> str:
    # A corner without a word is no heading.
    if not tokens[place + 1].content:
        tokens[place].tag = tokens[place + 2].tag = "td"
    else:
        tokens[place].attrSet("scope", "col")
    return self.renderToken(tokens, place, options, {})


def _link_open(
    self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, _: Any
) -> str:
    token = tokens[place]
    inside = _OTHER.match(str(token.attrGet("href") or ""))
    if inside:
        token.attrSet("href", file_name(inside["name"]) + (inside["part"] or ""))
    elif token.markup != "autolink":
        # On paper a link's address must be readable, but only once.
        token.attrSet("class", "away")
    return self.renderToken(tokens, place, options, {})


def _fence(
    _: RendererHTML, tokens: Sequence[Token], place: int, __: Any, env: Mapping[str, Any]
) -> str:
    token = tokens[place]
    kind, _space, name = token.info.strip().partition(" ")
    if kind == WRITE:
        lines = "<span></span>" * (token.content.count("\n") or 1)
        return f'<div class="write" role="img" aria-label="Room to write">{lines}</div>\n'
    if kind == PICTURE and name in env.get(PICTURE, {}):
        return f'<figure class="picture">{env[PICTURE][name]}</figure>\n'
    return f'<pre tabindex="0"><code>{escape(token.content)}</code></pre>\n'
