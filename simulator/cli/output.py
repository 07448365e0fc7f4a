"""What the commands write, whatever the terminal's encoding: UTF-8 for machines, or what it shows.

A terminal of Windows, or one with ``LANG=C``, cannot show every character of a table. Machines read
UTF-8 always; people get the nearest plain characters.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata

import click

PLAIN = "falsematch-plain"
"""The name of the codec error handler."""

_NEAREST = {
    **dict.fromkeys("‐‑‒–—−─━┄┈╌═", "-"),
    **dict.fromkeys("│┃║", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╭╮╰╯┡┩╇╈╀╂╞╡╪", "+"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’‚", "'"),
    **dict.fromkeys("\u00a0\u202f\u2009\u2007\u3000", " "),
    "…": "...",
    "×": "x",
    "·": "*",
    "•": "*",
    "†": "+",
    "‡": "++",
    "≤": "<=",
    "≥": ">=",
    "≈": "~",
    "→": "->",
    "←": "<-",
    "±": "+/-",
    "½": "1/2",
}


def set_up_streams() -> None:
    """Let stdout and stderr write any text: what they cannot encode becomes its nearest."""
    codecs.register_error(PLAIN, _in_plain_characters)
    # A shell may close a stream (>&-): then there is nobody to write to.
    nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for good
    sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=PLAIN)


def echo_json(text: str) -> None:
    """Print JSON as UTF-8, into a file or a pipe of any encoding too."""
    click.echo(text.encode("utf-8", "backslashreplace"))


def _in_plain_characters(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = error.object[error.start : error.end]
    return "".join(map(_nearest, found)), error.end


def _nearest(character: str) -> str:
    if character in _NEAREST:
        return _NEAREST[character]
    if "\ud800" <= character <= "\udfff":
        # A byte of a file name that is not UTF-8.
        return f"\\x{ord(character) & 0xFF:02x}"
    letters = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return letters or "?"
