"""JSON that people bring: any usual encoding, and nothing dropped without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import ExperimentError
from simulator.storage.formats.json_files import read_json

TEXT = '{"ñandú": [1, 0.5, null], "a": {"b": true}}'


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_any_encoding(tmp_path: Path, encoding: str) -> None:
    """PowerShell's redirection writes UTF-16."""
    file = tmp_path / "answers.json"
    file.write_bytes(TEXT.encode(encoding))
    assert read_json(file) == {"ñandú": [1, 0.5, None], "a": {"b": True}}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b" \n", "an empty file"),
        (b"[1", "line 1 column"),
        (b'{"a": 1, "a": 2}', "the key 'a' twice"),
        (b"[NaN]", "NaN, which is no number"),
        (b"[" * 100_000, "nested too deeply"),
        ('{"a": "ü"}'.encode("latin-1"), "not UTF-8"),
        (b"PK\x03\x04", "spreadsheet"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "answers.json"
    file.write_bytes(content)
    with pytest.raises(ExperimentError, match=rf"expected JSON in .*answers\.json, found.*{words}"):
        read_json(file, ExperimentError)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ExperimentError, match=r"none\.json, found none \(No such file"):
        read_json(tmp_path / "none.json", ExperimentError)
