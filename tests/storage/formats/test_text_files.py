"""Text of any usual encoding, and what is none, called by its name."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from simulator.storage.formats.text_files import NotText, decoded, encoding_of

MARKED = {
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}


@pytest.mark.parametrize(("written_as", "read_as"), MARKED.items())
@given(text=st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"])))
def test_a_byte_order_mark_decides(written_as: str, read_as: str, text: str) -> None:
    assert decoded(text.encode(written_as)) == (text, read_as)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@given(
    text=st.text(st.characters(min_codepoint=9, max_codepoint=126), min_size=4),
    accents=st.text("äéñ€", max_size=1),
)
def test_without_a_mark_zero_bytes_decide(encoding: str, text: str, accents: str) -> None:
    """What people bring is ASCII for the most part, whatever the names in it are."""
    assert decoded((text + accents).encode(encoding)) == (text + accents, encoding)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\0\0\x14", "a spreadsheet or another ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Excel or Word file"),
        (b"\x1f\x8b\x08\0", "compressed with gzip"),
        (b"PAR1\x15\0", "a Parquet table"),
        (b"%PDF-1.7\n\xff", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "a picture"),
        (b"probe,gallery\nM\xfcller,a\n", "text that is not UTF-8"),
        (b"a,b\n\0,2\n", "a binary file"),
        (b"\xff\xfea", "text that is not UTF-8"),
    ],
)
def test_what_is_no_text_is_named(content: bytes, words: str) -> None:
    with pytest.raises(NotText, match=words):
        decoded(content)


def test_nothing_is_text() -> None:
    assert decoded(b"") == ("", "utf-8")
    assert encoding_of(b"a") == "utf-8"
