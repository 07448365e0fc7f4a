"""The pack's documents: Markdown templates, filled with figures and with links into the app."""

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
    "lesson-90",
    "misconceptions",
    "worksheet",
    "exit-ticket",
    "paper-threshold",
    "role-cards",
    "answer-key",
    "content-note",
    "privacy-law",
    "standards",
)
"""In the order in which a teacher wants them."""

APP = "http://localhost:8501"
"""Where the app is when it runs on the teacher's own machine."""

_FIELD = re.compile(r"\{([^{}\n]*)\}")
_APP_LINK = re.compile(r"\bapp:(?=/)")


@dataclass(frozen=True)
class Document:
    """One filled document.

    Attributes:
        name: of its file, without an ending.
        title: its first heading.
        text: Markdown.
    """

    name: str
    title: str
    text: str


def languages() -> list[str]:
    """The languages that the pack is written in."""
    return sorted(path.parent.name for path in HERE.glob(f"*/{INDEX}.md"))


def documents(
    figures: Mapping[str, str], language: str = "en", app: str = APP, folder: Path = HERE
) -> list[Document]:
    """All documents, filled.

    Args:
        figures: name → text, for every ``{name}`` of the templates.
        language: which folder of templates.
        app: the address of the app, for links written ``app:/…``.
        folder: where the languages' folders lie.

    Raises:
        TeachingError: a template is missing or broken, or a figure is unknown; names the file.
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
            f"expected a template in {path}, found none that can be read ({reason}). Install "
            "falsematch again."
        ) from error
    text = fill(template, figures, path.name)
    title = re.match(r"# (\S.*)\n", text)
    if title is None:
        raise TeachingError(
            f"expected a title (# …) in the first line of {path.name}, found "
            f"{text.partition(chr(10))[0][:40]!r}. Add one."
        )
    return Document(name, title[1].strip(), _APP_LINK.sub(app, text))


def fill(template: str, figures: Mapping[str, str], name: str) -> str:
    """A template with its ``{figure}`` fields replaced.

    Args:
        template: Markdown.
        figures: name → text.
        name: of the template's file, for the error.

    Raises:
        TeachingError: a field is unknown, or a brace has no partner.
    """

    def replace(found: re.Match[str]) -> str:
        key = found[1]
        if key not in figures:
            known = f"; near it: {', '.join(_near(key, figures))}" if _near(key, figures) else ""
            raise TeachingError(
                f"expected a figure that this version computes, found {{{key[:40]}}} in {name}, "
                f"line {_line(template, found.start())}{known}. Mend the name in the template."
            )
        return figures[key]

    for brace in re.finditer(r"[{}]", _FIELD.sub(lambda m: " " * len(m[0]), template)):
        raise TeachingError(
            f"expected every brace to have a partner, found a single {brace[0]} in {name}, line "
            f"{_line(template, brace.start())}. Close it: {{figure}}."
        )
    return _FIELD.sub(replace, template)


def fields(template: str) -> list[str]:
    """The names of a template's fields, in order."""
    return _FIELD.findall(template)


def _near(key: str, figures: Mapping[str, str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(key, list(figures), 3)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def app_address(text: str) -> str:
    """The app's address without a slash at its end.

    Raises:
        TeachingError: it is no plain http or https address.
    """
    parts = urlsplit(text) if _plain(text) else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise TeachingError(
            f"expected the app's address such as {APP}, found {text[:60]!r}. Start it with http:// "
            "or https:// and leave out what follows the path."
        )
    return text.rstrip("/")


def _plain(text: str) -> bool:
    """Whether a text can stand in a link as it is."""
    return re.fullmatch(r"[A-Za-z0-9.:/_~%\[\]-]+", text) is not None
