"""The pack's documents: Markdown templates, filled in with figures and links into the app."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from simulator.errors import TeachingError

HERE = Path(__file__).resolve().parent
INDEX = "README"
DOCUMENTS = (
    INDEX,
    "preparation",
    "lesson-45",
    "lesson-45-second",
    "lesson-90",
    "misconceptions",
    "worksheet",
    "exit-ticket",
    "paper-threshold",
    "one-of-these",
    "number-cards",
    "number-cards-es",
    "role-cards",
    "pairs-sheet",
    "pairs-sheet-es",
    "reviewer-sheet",
    "reviewer-sheet-es",
    "answer-key",
    "content-note",
    "privacy-law",
    "standards",
)
"""The documents, in the order in which a teacher needs them."""

APP = "http://localhost:8501"
"""The app's address when it runs on the teacher's own computer."""

SPANISH = "-es"
"""The end of the name of a document that is in Spanish in every pack."""

_FIELD = re.compile(r"\{([^{}\n]*)\}")
_APP_LINK = re.compile(r"\bapp:(?=/)")


@dataclass(frozen=True)
class Document:
    """One document with its figures filled in.

    Attributes:
        name: its file's name without the extension.
        title: its first heading.
        text: Markdown.
        language: the language of the text; None where it is the pack's.
    """

    name: str
    title: str
    text: str
    language: str | None = None


def languages() -> list[str]:
    """List the languages that the pack is written in."""
    return sorted(path.parent.name for path in HERE.glob(f"*/{INDEX}.md"))


def documents(
    figures: Mapping[str, str], language: str = "en", app: str = APP, folder: Path = HERE
) -> list[Document]:
    """Fill in all documents.

    Args:
        figures: name → text, for every ``{name}`` in the templates.
        language: the folder of templates.
        app: the address of the app, for links written ``app:/…``.
        folder: where the languages' folders are.

    Raises:
        TeachingError: a template is missing or broken, or a figure is unknown; the message names
            the file.
    """
    address = app_address(app)
    return [
        _document(folder / language / f"{name}.md", name, figures, address) for name in DOCUMENTS
    ]


def _document(path: Path, name: str, figures: Mapping[str, str], app: str) -> Document:
    try:
        template = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise TeachingError(
            f"expected a template in {path}, found none that can be read ({reason}). Reinstall "
            "falsematch."
        ) from error
    text = fill(template, figures, path.name)
    title = re.match(r"# (\S.*)\n", text)
    if title is None:
        raise TeachingError(
            f"expected a title (# …) in the first line of {path.name}, found "
            f"{text.partition(chr(10))[0][:40]!r}. Add one."
        )
    language = "es" if name.endswith(SPANISH) else None
    return Document(name, title[1].strip(), _APP_LINK.sub(app, text), language)


def fill(template: str, figures: Mapping[str, str], name: str) -> str:
    """Replace the ``{figure}`` fields of a template.

    Args:
        template: Markdown.
        figures: name → text.
        name: the template's file, for the error.

    Raises:
        TeachingError: a field is unknown, or a brace has no partner.
    """

    def replace(field: re.Match[str]) -> str:
        key = field[1]
        if key not in figures:
            known = f"; near it: {', '.join(_near(key, figures))}" if _near(key, figures) else ""
            raise TeachingError(
                f"expected a figure that this version computes, found {{{key[:40]}}} in {name}, "
                f"line {_line(template, field.start())}{known}. Correct the name in the template."
            )
        return figures[key]

    for brace in re.finditer(r"[{}]", _FIELD.sub(lambda m: " " * len(m[0]), template)):
        raise TeachingError(
            f"expected every brace to have a partner, found a single {brace[0]} in {name}, line "
            f"{_line(template, brace.start())}. Close it: {{figure}}."
        )
    return _FIELD.sub(replace, template)


def fields(template: str) -> list[str]:
    """List the names of a template's fields, in order."""
    return _FIELD.findall(template)


def _near(key: str, figures: Mapping[str, str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(key, list(figures), 3)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def app_address(text: str) -> str:
    """Return the app's address without a slash at its end.

    Raises:
        TeachingError: it is not a plain http or https address.
    """
    try:
        parts = urlsplit(text) if _fits_in_a_link(text) else None
        host = parts.hostname if parts else None
        if parts and max(len(label) for label in (host or "").split(".")) > 63:
            parts = None  # no name on any network
    except ValueError:  # half a bracket
        parts = None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise TeachingError(
            f"expected the app's address such as {APP}, found {text[:60]!r}. Start it with http:// "
            "or https:// and leave out everything after the path."
        )
    return text.rstrip("/")


def _fits_in_a_link(text: str) -> bool:
    """Return True if a text can be part of a link without escaping."""
    return re.fullmatch(r"[A-Za-z0-9.:/_~%\[\]-]+", text) is not None
