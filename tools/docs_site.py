"""Hooks of mkdocs.yml: README and the other files at the top level become pages of the site.

The documents are written to be read where the code is, so their links and a few habits are brought
to what MkDocs expects, on the fly; nothing under docs/ is changed. ``make docs-site`` builds the
site and writes the lab beside it, which one page shows in a frame.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
DOCS = "docs/"
MOVED = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "tools/docs_demo.md": "demo.md",
}
"""A document that is not under docs/ → its page."""
REFERENCE = "reference.md"
_LINK = re.compile(r"\]\(([^)\s#:]+)(#[^)\s]*)?\)")
_ATTRIBUTE = re.compile(r"\b(src|srcset)=\"(docs/[^\":]+)\"")
_COG = re.compile(r"^<!-- \[\[\[.*\]\]\] -->\n?", re.MULTILINE)
_PICTURE = re.compile(r"^```picture .*$", re.MULTILINE)
_ROLE = re.compile(r":(?:attr|class|data|func|meth|mod):<code>")


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are not under docs/."""
    from mkdocs.structure.files import File

    for source, name in MOVED.items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / source)))
    api = (ROOT / DOCS / "api.md").read_text("utf-8")
    files.append(File.generated(config, REFERENCE, content=reference(api)))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Bring a document to what MkDocs expects."""
    return for_site(markdown, source_of(page.file.src_uri))


def on_page_content(html: str, **_: object) -> str:
    """Show what docstrings refer to as code, without the kind of it."""
    return _ROLE.sub("<code>", html)


def source_of(page: str) -> str:
    """Return the path in the repository of a page's document."""
    return next((source for source, name in MOVED.items() if name == page), DOCS + page)


def page_of(source: str) -> str:
    """Return the path in the site of a file of the repository; elsewhere for what is not in it."""
    if source.startswith(DOCS):
        return source.removeprefix(DOCS)
    return MOVED.get(source, f"../{source}")


def for_site(text: str, source: str) -> str:
    """Return a document as a page of the site.

    Args:
        text: its Markdown.
        source: its path in the repository.
    """
    text = _PICTURE.sub("```text", _COG.sub("", text))
    text = _LINK.sub(lambda m: f"]({_target(m[1], source)}{m[2] or ''})", text)
    text = _ATTRIBUTE.sub(lambda m: f'{m[1]}="{_target(m[2], source)}"', text)
    return "".join(_nested(text.splitlines(keepends=True)))


def _target(link: str, source: str) -> str:
    wanted = page_of(posixpath.normpath(posixpath.join(posixpath.dirname(source), link)))
    return posixpath.relpath(wanted, posixpath.dirname(page_of(source)) or ".")


def _nested(lines: Iterable[str]) -> Iterable[str]:
    """Indent what is inside a list by four spaces, not two: MkDocs' Markdown asks for it."""
    fenced = False
    for line in lines:
        fenced ^= line.lstrip().startswith("```")
        space = len(line) - len(line.lstrip(" "))
        yield line if fenced or not line.strip() else " " * space + line


def reference(api: str) -> str:
    """Return the page of the public names, from the table of docs/api.md that lists them."""
    parts = ["# Reference\n", "Every public name; [examples](api.md) use each.\n"]
    for purpose, names in re.findall(r"^\| ([a-z].+?) \| (.*`.*) \|$", api, re.MULTILINE):
        parts.append(f"## To {purpose}\n")
        parts += [f"::: simulator.{name}\n" for name in re.findall(r"`(\w+)`", names)]
    return "\n".join(parts)
