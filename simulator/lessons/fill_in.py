"""Lesson texts with their figures: translated, filled in, and split into parts for the browser."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from simulator.i18n.glossary import definition, has_definition
from simulator.i18n.language import DEFAULT, _, language, locale_of
from simulator.lessons import figures
from simulator.lessons.steps import ANSWER, PLACEHOLDER, TERM

Part = dict[str, Any]
_MARKS = re.compile(rf"({TERM.pattern}|{PLACEHOLDER.pattern}|\*\*)")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def fill(text: str, values: Mapping[str, Any] | None = None) -> str:
    """Return a text in the current language with its figures filled in; markup stays as it is.

    Args:
        text: one paragraph, as :func:`simulator.lessons.texts` yields it.
        values: the figures' values; :func:`simulator.lessons.content.values` by default.
    """
    if values is None:
        from simulator.lessons.content import values as figure_values

        values = figure_values()
    known = values

    def one(match: re.Match[str]) -> str:
        name = match[1]
        return match[0] if ANSWER.fullmatch(name) else figures.written(name, known)

    return PLACEHOLDER.sub(one, _(text))


def plain_text(text: str, values: Mapping[str, Any] | None = None) -> str:
    """Return a filled text without its markup, for a worksheet."""
    return TERM.sub(lambda m: m[2] or m[1], fill(text, values)).replace("**", "")


def parts(text: str, values: Mapping[str, Any]) -> list[Part]:
    """Split a translated paragraph into parts that a browser shows as they are, without markup.

    Returns:
        Parts with ``text`` and, where they apply, ``bold``, ``means`` (a term's definition),
        ``figure`` (its origin) and ``answer`` (the step whose answer goes there, "" for this one).
    """
    split: list[Part] = []
    bold = False
    at = 0
    whole = _(text)
    for mark in _MARKS.finditer(whole):
        _add(split, {"text": whole[at : mark.start()]}, bold)
        at = mark.end()
        token = mark[0]
        if token == "**":  # noqa: S105 - a mark, not a password
            bold = not bold
        elif token.startswith("[["):
            term = TERM.fullmatch(token)
            assert term is not None
            shown = term[2] or _(term[1])
            # A translation may name a term that does not exist; show its word all the same.
            means = {"means": _(definition(term[1]))} if has_definition(term[1]) else {}
            _add(split, {"text": shown, **means}, bold)
        else:
            _add(split, _placeholder(token[1:-1], values), bold)
    _add(split, {"text": whole[at:]}, bold)
    return split


def date_text(date: str) -> str:
    """Return a date as people write it: 2018-07-26 → July 26, 2018; 2018-07 → July 2018; 2018."""
    numbers = [int(part) for part in date.split("-")]
    if len(numbers) == 1:
        return date
    day = datetime.date(numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else 1)
    if language() == DEFAULT:
        month = _MONTHS[day.month - 1]
        return f"{month} {day.day}, {day.year}" if len(numbers) == 3 else f"{month} {day.year}"
    from babel.dates import format_date, format_skeleton

    if len(numbers) == 3:
        return str(format_date(day, "long", locale=locale_of(language())))
    return str(format_skeleton("yMMMM", day, locale=locale_of(language())))


def _placeholder(name: str, values: Mapping[str, Any]) -> Part:
    answer = ANSWER.fullmatch(name)
    if answer:
        return {"text": "–", "answer": answer[1] or ""}
    origin = figures.FIGURES[name.partition(".")[0]].origin
    return {"text": figures.written(name, values), "figure": origin}


def _add(split: list[Part], part: Part, bold: bool) -> None:
    if part["text"]:
        split.append(part | ({"bold": True} if bold else {}))
