"""CSV cells that no spreadsheet mistakes for a formula (OWASP: CSV injection)."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠\t\n]")  # the full-width signs count in some spreadsheets
_NUMBER = re.compile(r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$")


def safe_cell(cell: object) -> object:
    """Return the cell with an apostrophe before anything a spreadsheet would run; numbers stay."""
    if not isinstance(cell, str):
        return cell
    # Not every CSV writer quotes a bare carriage return, and readers see a new line in it.
    text = cell.replace("\r", " ")
    return "'" + text if _FORMULA.match(text) and not _NUMBER.match(text) else text


def safe_path(path: str) -> str:
    """Return a path to the same file that no spreadsheet mistakes for a formula."""
    return "./" + path if _FORMULA.match(path) else path
