"""Texts that come from elsewhere, for a page that reads Markdown."""

from __future__ import annotations

_MARKUP = "\\`*_{}[]()#+!|<>$~:"


def literal(text: str) -> str:
    """Markdown that shows a text as it is: what a link or a file says loads and styles nothing.

    Between two backticks stands a command, which is shown as one.
    """
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return "`".join(
        part if place % 2 else "".join(f"\\{c}" if c in _MARKUP else c for c in part)
        for place, part in enumerate(parts)
    )
