"""Checksums: what is written is read again, and a line in any other format is refused."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from simulator.errors import EncodingFileError, FalseMatchError
from simulator.storage.checksums import check_digest, read_checksums, write_checksums

EMPTY = hashlib.sha256(b"").hexdigest()
ABC = hashlib.sha256(b"abc").hexdigest()


def test_names_with_spaces_survive(tmp_path: Path) -> None:
    """A name ends with the line, whatever spaces it contains."""
    files = [tmp_path / name for name in ("two  spaces.npz", " first", "last ", "plain.npz")]
    for file in files:
        file.write_bytes(b"abc")
    sums = tmp_path / "SHA256SUMS"
    write_checksums(sums, files)
    assert read_checksums(sums) == {file.name: ABC for file in files}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_sha256sum_agrees(tmp_path: Path) -> None:
    """The program that gave the format its name checks what we write; we read what it writes."""
    (tmp_path / "a b.npz").write_bytes(b"abc")
    write_checksums(tmp_path / "SHA256SUMS", [tmp_path / "a b.npz"])
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, check=True)
    for mode in ("--text", "--binary"):
        written = subprocess.run(
            ["sha256sum", mode, "a b.npz"], cwd=tmp_path, check=True, capture_output=True
        )
        (tmp_path / "SUMS").write_bytes(written.stdout)
        assert read_checksums(tmp_path / "SUMS") == {"a b.npz": ABC}


def test_no_file_and_blank_lines_state_nothing(tmp_path: Path) -> None:
    """If there is no file, no checksum is known."""
    assert read_checksums(tmp_path / "SHA256SUMS") == {}
    (tmp_path / "SHA256SUMS").write_text(f"\n{EMPTY.upper()}  empty\r\n\n")
    assert read_checksums(tmp_path / "SHA256SUMS") == {"empty": EMPTY}


@pytest.mark.parametrize(
    "line",
    [
        "encodings.npz",
        f"{ABC}",
        f"{ABC}  ",
        f"{ABC} encodings.npz",
        f"{ABC}\tencodings.npz",
        f"{ABC[:-1]}  encodings.npz",
        f"{ABC}0  encodings.npz",
        f"g{ABC[1:]}  encodings.npz",
        f" {ABC}  encodings.npz",
        f"\\{ABC}  a\\nb",
    ],
)
def test_a_malformed_line_is_refused(tmp_path: Path, line: str) -> None:
    """The error has the caller's type and names the file and the line."""
    sums = tmp_path / "SHA256SUMS"
    sums.write_text(f"{EMPTY}  empty\n{line}\n")
    with pytest.raises(EncodingFileError, match="line 2 of .*SHA256SUMS"):
        read_checksums(sums, EncodingFileError)


def test_contradictions_and_other_bytes_are_refused(tmp_path: Path) -> None:
    """Two checksums of one file; bytes that are not text; a name that would break the format."""
    sums = tmp_path / "SHA256SUMS"
    sums.write_text(f"{EMPTY}  a\n{ABC}  a\n")
    with pytest.raises(FalseMatchError, match="one checksum of 'a'"):
        read_checksums(sums)
    sums.write_bytes(b"\xff\xfe")
    with pytest.raises(FalseMatchError, match="expected checksums in"):
        read_checksums(sums)
    with pytest.raises(FalseMatchError, match="without line breaks"):
        write_checksums(sums, [tmp_path / "a\nb"])


@pytest.mark.slow
@given(st.text(st.characters(exclude_characters="\n\r\x00/", exclude_categories=["Cs"])))
def test_any_name_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, name: str):
    """Names may contain every character but a line break."""
    sums = tmp_path_factory.getbasetemp() / "SHA256SUMS"
    sums.write_bytes(f"{ABC}  x{name}\n".encode())
    assert read_checksums(sums) == {f"x{name}": ABC}


def test_an_altered_file_is_reported(tmp_path: Path) -> None:
    """An unknown checksum fits every file, a known one only the right bytes."""
    file = tmp_path / "file"
    file.write_bytes(b"abc")
    check_digest(file, None, FalseMatchError, "Restore it.")
    check_digest(file, ABC, FalseMatchError, "Restore it.")
    with pytest.raises(EncodingFileError, match=r"altered or cut off\. Restore it\."):
        check_digest(file, EMPTY, EncodingFileError, "Restore it.")
