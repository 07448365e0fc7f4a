"""Text from files of any usual encoding: what a byte order mark or zero bytes say, else UTF-8.

Spreadsheets, PowerShell and Windows' Notepad write UTF-16 and byte order marks without telling
anybody. Every format that people bring is read through here.
"""

from __future__ import annotations

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE = 4000
_ARCHIVE = b"PK\x03\x04"
_NOT_TEXT = (
    (_ARCHIVE, "a spreadsheet or another ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x1f\x8b", "a file compressed with gzip"),
    (b"PAR1", "a Parquet table"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


class NotText(ValueError):
    """Bytes are not text in an encoding that can be told; the message says what they are."""


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text of a file, without a byte order mark, and its encoding's name.

    Args:
        content: UTF-8, UTF-16 or UTF-32, with a byte order mark or without.

    Raises:
        NotText: it is none of these; the message completes "found …".
    """
    encoding = encoding_of(content)
    if content.startswith(_ARCHIVE):
        raise NotText(_what(content))
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise NotText(
            f"{_what(content)} ({error.reason} at byte {error.start} of {encoding.upper()})"
        ) from error
    if "\0" in text:
        raise NotText(f"{_what(content)} (a zero byte)")
    return text, encoding


def encoding_of(content: bytes) -> str:
    """Return the encoding that a file's first bytes show; ``utf-8`` where they show none."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding
    # Nearly every character of CSV, JSON and TOML is ASCII: in UTF-16, every other byte is zero.
    sample = content[:_SAMPLE]
    half = len(sample) // 2
    first, second = sample[0 : 2 * half : 2].count(0), sample[1 : 2 * half : 2].count(0)
    if half and len(content) % 2 == 0:
        if second > half / 2 and first < half / 8:
            return "utf-16-le"
        if first > half / 2 and second < half / 8:
            return "utf-16-be"
    return "utf-8"


def _what(content: bytes) -> str:
    known = next((name for magic, name in _NOT_TEXT if content.startswith(magic)), None)
    if known is not None:
        return known
    return "a binary file" if b"\0" in content else "text that is not UTF-8"
