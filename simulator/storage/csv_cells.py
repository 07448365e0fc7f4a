"""Cells of a CSV that no spreadsheet takes for a formula (OWASP: CSV injection)."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠\t\n]")  # the full-width signs count in some spreadsheets
_NUMBER = re.compile(r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$")


def neutral(cell: object) -> object:
    """The cell, with an apostrophe before what a spreadsheet would run. Numbers stay numbers."""
    if not isinstance(cell, str):
        return cell
    # A bare carriage return is not quoted by every CSV writer, and begins a new line for readers.
    text = cell.replace("\r", " ")
    return "'" + text if _FORMULA.match(text) and not _NUMBER.match(text) else text


def neutral_path(path: str) -> str:
    """A relative path to the same file that no spreadsheet takes for a formula."""
    return "./" + path if _FORMULA.match(path) else path
