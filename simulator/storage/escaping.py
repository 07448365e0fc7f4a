"""Texts from files and from people, as what shows them reads them: never as markup.

Markdown has its own module in the language package, CSV in :mod:`simulator.storage.csv_cells`.
"""

from __future__ import annotations

import html

PAGE_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
    "font-src data:; form-action 'none'; base-uri 'none'"
)
"""What a page that was written to a file may do: show itself. It can reach no address at all."""
POLICY_TAG = f'<meta http-equiv="Content-Security-Policy" content="{PAGE_POLICY}">'


def html_text(value: object) -> str:
    """Return any value as text for HTML, within an element or within quotes."""
    return html.escape("".join(c if c >= " " or c in "\n\t" else "�" for c in str(value)))


def terminal_text(text: str) -> str:
    """Return a text that cannot steer a terminal: control characters are spelled out."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text)
