"""The documents as a site: every document is in it, and every link leads to a page."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import docs_site
import pytest

import simulator

ROOT = Path(__file__).resolve().parents[2]
CONFIG = (ROOT / "mkdocs.yml").read_text("utf-8")
PAGES = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
MADE = {*docs_site.MOVED.values(), docs_site.REFERENCE}


def test_the_menu_names_every_document_once():
    """A document that the menu forgot would be in no reader's way."""
    named = re.findall(r"[\w/-]+\.md$", CONFIG.split("\nnav:\n")[1], re.MULTILINE)
    assert sorted(named) == sorted(PAGES | MADE)


def test_nothing_is_asked_of_a_network():
    """No fonts and no inventories from elsewhere; nothing that the site names is an address."""
    assert "  font: false\n" in CONFIG
    assert "://" not in CONFIG


def test_the_reference_has_every_public_name_once():
    """They come from the table of docs/api.md, which therefore lists all of them."""
    text = docs_site.reference((ROOT / "docs" / "api.md").read_text("utf-8"))
    names = re.findall(r"^::: simulator\.(\w+)$", text, re.MULTILINE)
    assert sorted(names) == sorted(simulator.__all__)


@pytest.mark.parametrize("page", sorted(PAGES | set(docs_site.MOVED.values())))
def test_links_lead_to_files_of_the_site(page):
    """Wherever a document lies in the repository."""
    source = docs_site.source_of(page)
    text = docs_site.for_site((ROOT / source).read_text("utf-8"), source)
    there = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*")}
    links = re.findall(r"\]\(([^)\s#:]+)[#)]", text) + re.findall(r'srcset="([^":]+)"', text)
    for link in links:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), link))
        assert target in there | MADE, link
        assert "." in posixpath.basename(target), f"{link} is a folder, which has no page"


@pytest.mark.parametrize(
    ("source", "before", "after"),
    [
        ("README.md", "[a](docs/app.md#x)", "[a](app.md#x)"),
        ("README.md", "[a](docs/teaching/README.md)", "[a](teaching/README.md)"),
        ("README.md", '<img src="docs/images/a.png">', '<img src="images/a.png">'),
        ("docs/api.md", "[a](../CHANGELOG.md)", "[a](changelog.md)"),
        ("docs/teaching/x.md", "[a](../../README.md)", "[a](../index.md)"),
        ("docs/teaching/x.md", "[a](../app.md)", "[a](../app.md)"),
        ("docs/x.md", "[a](#b) [c](https://d.example/e#f)", "[a](#b) [c](https://d.example/e#f)"),
        ("docs/x.md", "[a](../simulator/errors.py)", "[a](../simulator/errors.py)"),
        ("docs/x.md", '<!-- [[[cog measured("a") ]]] -->\n1\n<!-- [[[end]]] -->\n', "1\n"),
        ("docs/x.md", "```picture line\n  |\n```", "```text\n  |\n```"),
        ("docs/x.md", "- a\n  - b\n    - c\n", "- a\n    - b\n        - c\n"),
    ],
)
def test_a_document_becomes_a_page(source, before, after):
    """Links, measured blocks, drawings and lists, as MkDocs reads them."""
    assert docs_site.for_site(before, source) == after
