"""Texts from outside the program, escaped for a page that reads Markdown."""

from __future__ import annotations

_MARKUP = "\\`*_{}[]()#+!|<>$~:"


def literal(text: str) -> str:
    """Escape a text so that Markdown shows it as it is and neither loads nor styles anything.

    Line ends become spaces. Text between two backticks is a command and is shown as one.
    """
    parts = " ".join(text.split()).split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return "`".join(
        part if place % 2 else "".join(f"\\{c}" if c in _MARKUP else c for c in part)
        for place, part in enumerate(parts)
    )
