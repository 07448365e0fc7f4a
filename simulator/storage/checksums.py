"""SHA-256 checksums beside files, in the format that ``sha256sum`` writes and checks.

Each line holds 64 hexadecimal digits, two spaces (or a space and an asterisk) and the file's name,
which ends with the line and may contain spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from simulator.errors import FalseMatchError
from simulator.storage.files import sha256_of_file, write_bytes
from simulator.storage.reading import read_regular

CHECKSUMS = "SHA256SUMS"
"""The usual name of a file of checksums."""

_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *](.+)")


def read_checksums(path: Path, error: type[FalseMatchError] = FalseMatchError) -> dict[str, str]:
    """Return file name → SHA-256 in lower case; an empty dictionary where there is no such file.

    Args:
        path: a file of checksums.
        error: the type of error to raise.

    Raises:
        FalseMatchError: a line is malformed, or two lines disagree about a file.
    """
    repair = "Restore the file (git checkout) or write it again with `sha256sum`."
    if not path.is_file():
        return {}
    try:
        # Only a line feed ends a line: a file's name may hold other separators.
        lines = read_regular(path).decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise error(f"expected checksums in {path}, found: {problem}. {repair}") from problem
    digests: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.rstrip("\r"))
        if match is None:
            raise error(
                "expected a SHA-256 of 64 hexadecimal digits, two spaces and a file name in line "
                f"{number} of {path}, found {line[:80]!r}. {repair}"
            )
        digest, name = match[1].lower(), match[2]
        if digests.setdefault(name, digest) != digest:
            raise error(
                f"expected one checksum of {name!r} in {path}, found another in line {number}. "
                f"{repair}"
            )
    return digests


def write_checksums(path: Path, files: Iterable[Path]) -> None:
    """Write the SHA-256 of each file, in the order given, under its name without folders.

    Args:
        path: the file of checksums to write or replace.
        files: the files to read.

    Raises:
        FalseMatchError: the file cannot be written, or a name contains a line break.
    """
    lines = []
    for file in files:
        if "\n" in file.name or "\r" in file.name:
            raise FalseMatchError(
                f"expected a file name without line breaks for {path}, found {file.name!r}. "
                "Rename the file."
            )
        lines.append(f"{sha256_of_file(file)}  {file.name}\n")
    write_bytes(path, "".join(lines).encode())


def check_digest(path: Path, digest: str | None, error: type[FalseMatchError], repair: str) -> None:
    """Raise an error unless the file has this SHA-256; None, where none is known, is always right.

    Args:
        path: an existing file.
        digest: its SHA-256 in hexadecimal.
        error: the type of error to raise.
        repair: a sentence on what to do next.

    Raises:
        FalseMatchError: the file was altered or cut off.
    """
    if digest is None:
        return
    try:
        actual = sha256_of_file(path)
    except OSError as problem:
        raise error(f"could not read {path}: {problem.strerror or problem}. {repair}") from problem
    if actual != digest:
        raise error(
            f"{path} is not the file its checksum describes: expected SHA-256 {digest[:12]}…, "
            f"found {actual[:12]}…; it was altered or cut off. {repair}"
        )
