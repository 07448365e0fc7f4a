"""TOML files: the table, or one error that says what is wrong with which file."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import CardError, ExperimentError, FalseMatchError
from simulator.storage.formats.toml_files import parse_toml, read_text, read_toml


def test_a_table_is_read(tmp_path: Path) -> None:
    """Values keep their types; the text can be read by itself."""
    file = tmp_path / "card.toml"
    file.write_text('size = 3\nshare = 0.5\n[labels]\nwho = "año"\n', "utf-8")
    assert read_toml(file) == {"size": 3, "share": 0.5, "labels": {"who": "año"}}
    assert parse_toml(read_text(file), "card") == read_toml(file)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    """The error names what was expected and where."""
    with pytest.raises(CardError, match=r"expected a card at .*none\.toml.*Write one\."):
        read_toml(tmp_path / "none.toml", CardError, content="a card", if_missing="Write one.")
    with pytest.raises(FalseMatchError, match=r"Check the path\."):
        read_toml(tmp_path)


@pytest.mark.parametrize("content", [b"seed = ", b"a = 1\na = 2", b"\xff", b"\x00", b"[[a]"])
def test_other_content_is_refused(tmp_path: Path, content: bytes) -> None:
    """Broken TOML and bytes that are not text give the caller's error with the file's name."""
    file = tmp_path / "broken.toml"
    file.write_bytes(content)
    with pytest.raises(ExperimentError, match=r"expected TOML in .*broken\.toml"):
        read_toml(file, ExperimentError)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    """Notepad writes a byte order mark, PowerShell UTF-16, both with CRLF."""
    file = tmp_path / "grid.toml"
    file.write_bytes('question = "¿Quién?"\r\nseed = 3\r\n'.encode(encoding))
    assert read_toml(file) == {"question": "¿Quién?", "seed": 3}


@pytest.mark.parametrize("line", ["distance = 0,47", "a = 1\n  fpir = 0,01  # one percent"])
def test_a_decimal_comma_is_named(line: str) -> None:
    with pytest.raises(FalseMatchError, match=r"Write decimals with a point: .*0\.\d+"):
        parse_toml(line, "grid")
