"""The language of the app: English as written, others from gettext catalogs read by Babel.

A text is marked where it is written, ``_("Falsely matched")``, and translated when it is shown, so
the language can differ from reader to reader. Texts at module level are marked with
:func:`marked` and passed through :func:`_` later. Catalogs are plain ``.po`` files: nothing has
to be compiled, and a teacher can correct a word with a text editor. English needs no library.

The command line never calls :func:`speak`, so it stays English.
"""

from __future__ import annotations

import decimal
import functools
import io
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from string import Formatter

LANGUAGES = {"en": "English", "es": "Español"}
DEFAULT = "en"
REGIONS = {"es": "MX"}
"""The region whose numbers and dates a language uses: Spanish is written as in the Americas."""
CATALOGUES = Path(__file__).resolve().parent / "locale"

Forms = str | tuple[str, ...] | list[str]
"""A text, or the singular and plural forms of one."""

_TERM = re.compile(r"\[\[[^\[\]|]+")
"""Lessons explain ``[[term]]`` or ``[[term|its form in the sentence]]``; the term itself stays."""

_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


def language() -> str:
    """Return the code of the current language."""
    return _current.get()


def locale_of(code: str, separator: str = "_") -> str:
    """Return a language with its region: ``es_MX`` for Babel; browsers want ``-`` between them."""
    return f"{code}{separator}{REGIONS[code]}" if code in REGIONS else code


def browser_language() -> str:
    """Return the current language as HTML and JavaScript name it, such as ``es-MX``."""
    return locale_of(language(), "-")


def speak(code: str) -> str:
    """Switch this thread of work to a language.

    Returns:
        The language that is spoken now: English where the code is unknown or its catalog cannot
        be read (:func:`problem` says why).
    """
    spoken = code if code in LANGUAGES and not problem(code) else DEFAULT
    _current.set(spoken)
    return spoken


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Switch to a language inside a ``with`` block."""
    before = language()
    speak(code)
    try:
        yield
    finally:
        _current.set(before)


def problem(code: str) -> str:
    """Return one sentence on why a language cannot be spoken; empty if nothing is wrong."""
    return "" if code == DEFAULT or code not in LANGUAGES else _catalogue(code).problem


def catalogue_file(code: str) -> Path:
    """Return the path of a language's catalog."""
    return CATALOGUES / code / "LC_MESSAGES" / "falsematch.po"


def _(text: str) -> str:
    """Return a text in the current language, or as written if the catalog lacks it."""
    if language() == DEFAULT or not text:
        return text
    return _catalogue(language()).texts.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the singular or plural form for a count; the catalog knows the language's plurals."""
    if language() == DEFAULT:
        return one if count == 1 else many
    return _catalogue(language()).texts.ngettext(one, many, int(count))


def marked(text: str) -> str:
    """Mark a text for the catalog; it is translated when :func:`_` shows it."""
    return text


def number(value: float, decimals: int = 0) -> str:
    """Return a number with the language's separators, such as 13,194.

    The digits are the same in every language; only the separators differ.
    """
    return _separated(f"{value:,.{decimals}f}")


def plain_digits(value: float) -> str:
    """Return a number in up to six digits, as a person writes it: 0.000001, never 1e-06."""
    digits = f"{value:g}"
    return f"{decimal.Decimal(digits):f}" if "e" in digits else digits


def ungrouped(value: float, decimals: int | None = None) -> str:
    """Return a number without thousands separators, such as a distance of 0.4706.

    Args:
        value: the number.
        decimals: how many; without, as many as it has.
    """
    return _separated(plain_digits(value) if decimals is None else f"{value:.{decimals}f}")


def percent(value: float, decimals: int | None = 1) -> str:
    """Write a fraction of 1 as a percentage; "not estimable" if there was nothing to measure.

    Args:
        value: the fraction.
        decimals: decimals of the percentage; None for as many as it has.
    """
    if math.isnan(value):
        return _("not estimable")
    digits = plain_digits(100 * value) if decimals is None else f"{100 * value:.{decimals}f}"
    return _in_percent(digits)


def confidence_text(value: float | None) -> str:
    """Write a confidence with as many decimals as it takes to tell it from 100%.

    One that six decimals cannot tell from 100% is "over" the highest that they can.
    """
    if value is None or math.isnan(value):
        return _("no calibration")
    decimals = 1
    while decimals < 6 and round(100 * value, decimals) >= 100:
        decimals += 1
    if round(100 * value, decimals) >= 100:
        return _("over {percent}").format(percent=_in_percent("99.999999"))
    return _in_percent(f"{100 * value:.{max(decimals, 2 if value > 0.99 else 1)}f}")


def _separated(digits: str) -> str:
    if language() == DEFAULT:
        return digits
    signs = _signs(language())
    return digits.translate({ord(","): signs.group, ord("."): signs.decimal})


def _in_percent(digits: str) -> str:
    if language() == DEFAULT:
        return f"{digits}%"
    signs = _signs(language())
    return signs.before_percent + _separated(digits) + signs.after_percent


@dataclass(frozen=True)
class _Signs:
    """The signs in and around a language's numbers."""

    decimal: str
    group: str
    before_percent: str
    after_percent: str


@functools.cache
def _signs(code: str) -> _Signs:
    from babel import Locale
    from babel.numbers import get_decimal_symbol, get_group_symbol

    locale = locale_of(code)
    percentage = Locale.parse(locale).percent_formats[None]
    return _Signs(
        decimal=get_decimal_symbol(locale),
        group=get_group_symbol(locale),
        before_percent=percentage.prefix[0],
        after_percent=percentage.suffix[0],
    )


@dataclass(frozen=True)
class _Catalogue:
    texts: NullTranslations
    problem: str = ""


@functools.cache
def _catalogue(code: str) -> _Catalogue:
    """Read a language's catalog once; a broken one disables its language, not the app."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    path = catalogue_file(code)
    try:
        with path.open("rb") as file:
            messages = read_po(file, locale=code, abort_invalid=True)
        for message in list(messages):
            if message.id and not placeholders_kept(message.id, message.string):
                # Filling in its numbers would fail, so this text stays English.
                messages.delete(message.id, message.context)
        compiled = io.BytesIO()
        write_mo(compiled, messages)
        compiled.seek(0)
        texts = GNUTranslations(compiled)
    except (OSError, ValueError, PoFileError) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        return _Catalogue(
            NullTranslations(),
            f"Expected the catalog of {LANGUAGES[code]} at {path}, found: {reason}. Correct that "
            "file, or install falsematch again; until then the app speaks English.",
        )
    return _Catalogue(texts)


def placeholders(text: str) -> set[str]:
    """Return what a text has in braces, such as ``{count}``, and its terms, ``[[term]]``.

    Raises:
        ValueError: a brace has no partner.
    """
    parsed = Formatter().parse(text)
    names = {f"{name}:{form}" if form else name for _, name, form, _ in parsed if name is not None}
    return names | set(_TERM.findall(text))


def placeholders_kept(text: Forms, translation: Forms | None) -> bool:
    """Return whether a translation has the placeholders of its text; an empty one has English's.

    A plural's first forms may leave some out ("one pair"); its last form has them all.
    """
    originals, translated = _forms(text), _forms(translation or "")
    if not any(translated):
        return True
    wanted = _names(originals[-1])
    return _names(translated[-1]) == wanted and all(_names(form) <= wanted for form in translated)


def _forms(text: Forms) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _names(text: str) -> set[str]:
    try:
        return placeholders(text)
    except ValueError:
        return {"{"}
