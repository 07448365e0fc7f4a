"""The language of the app: English as written, others from gettext catalogues read by Babel.

A text is marked where it is written, ``_("Falsely matched")``, and translated when it is shown, so
the language can differ from one reader to the next. Texts at module level are marked with
:func:`marked` and passed through :func:`_` later. Catalogues are plain ``.po`` files: nothing has to
be compiled, and a teacher can mend a word with a text editor. English needs no library.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

LANGUAGES = {"en": "English", "es": "Español"}
DEFAULT = "en"
CATALOGUES = Path(__file__).resolve().parent / "locale"

_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


def language() -> str:
    """The code of the current language."""
    return _current.get()


def speak(code: str) -> None:
    """Switch this thread of work to a language; an unknown one means English."""
    _current.set(code if code in LANGUAGES else DEFAULT)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language for a while."""
    token = _current.set(code if code in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        _current.reset(token)


def _(text: str) -> str:
    """A text in the current language; as written where the catalogue lacks it."""
    if language() == DEFAULT:
        return text
    found = catalogue(language()).get(text)
    return found if isinstance(found, str) else text


def ngettext(one: str, many: str, count: int) -> str:
    """The form for a count; the catalogue knows the language's plurals."""
    found = None if language() == DEFAULT else catalogue(language()).get(one)
    forms = found if isinstance(found, tuple) and len(found) == 2 else (one, many)
    # English and Spanish both have one form for 1 and one for the rest.
    return forms[0] if count == 1 else forms[1]


def marked(text: str) -> str:
    """Mark a text for the catalogue; it is translated when :func:`_` shows it."""
    return text


@functools.cache
def catalogue(code: str) -> dict[str, str | tuple[str, ...]]:
    """Text → translation (or its plural forms). Fuzzy and empty entries are left out."""
    from babel.messages.pofile import read_po

    with (CATALOGUES / code / "LC_MESSAGES" / "falsematch.po").open("rb") as file:
        messages = read_po(file, locale=code)
    found: dict[str, str | tuple[str, ...]] = {}
    for message in messages:
        key: Any = message.id[0] if isinstance(message.id, tuple) else message.id
        value: Any = message.string
        if key and value and all(value) and not message.fuzzy:
            found[key] = tuple(value) if isinstance(value, (tuple, list)) else value
    return found


def number(value: float, decimals: int = 0) -> str:
    """A number with the language's separators: 13,194 or 13.194."""
    if language() == DEFAULT:
        return f"{value:,.{decimals}f}"
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=_locale()))


def percent(value: float, decimals: int = 1) -> str:
    """A fraction of 1 as a percentage; "not estimable" where there was nothing to measure."""
    if math.isnan(value):
        return _("not estimable")
    if language() == DEFAULT:
        return f"{100 * value:.{decimals}f}%"
    from babel.numbers import format_percent

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + "\u00a0%"
    return str(format_percent(value, format=pattern, locale=_locale()))


def _locale() -> str:
    # Latin American usage differs from Spain's in the separators; a class in Spain is the default.
    return language()
