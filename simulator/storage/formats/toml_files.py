"""Reading TOML files, with errors that say which file is wrong, where, and what to do."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from simulator.errors import FalseMatchError, nearest_name
from simulator.storage.formats.text_files import NotText, decoded
from simulator.storage.reading import read_regular

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover
    import tomli as tomllib


MOST_TOML = 2_000_000
"""Bytes of a file that people write by hand."""

_WORDS: dict[type, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


def kinds_in_words(kinds: type | tuple[type, ...]) -> str:
    """Return what a value may be in the words of a user, not of Python: "text or a list"."""
    several = kinds if isinstance(kinds, tuple) else (kinds,)
    if set(several) == {int, float}:
        return _WORDS[float]
    return " or ".join(_WORDS[kind] for kind in several)


def read_toml(
    path: Path,
    error: type[FalseMatchError] = FalseMatchError,
    *,
    content: str = "a TOML file",
    if_missing: str = "Check the path.",
) -> dict[str, Any]:
    """Return the top table of a TOML file.

    Args:
        path: the file.
        error: the type of error to raise.
        content: what the file describes, with its article, such as "an experiment".
        if_missing: a sentence on what to do where there is no such file.

    Raises:
        FalseMatchError: the file cannot be read or is not TOML.
    """
    return parse_toml(
        read_text(path, error, content=content, if_missing=if_missing), str(path), error
    )


def read_text(
    path: Path,
    error: type[FalseMatchError] = FalseMatchError,
    *,
    content: str = "a TOML file",
    if_missing: str = "Check the path.",
) -> str:
    """Return the text of a TOML file, for callers that also need the text itself.

    Args and errors are those of :func:`read_toml`.
    """
    try:
        return decoded(read_regular(path, MOST_TOML))[0].replace("\r\n", "\n")
    except OSError as problem:
        raise error(
            f"expected {content} at {path}, found none ({problem.strerror}). {if_missing}"
        ) from problem
    except NotText as problem:
        raise error(
            f"expected TOML in {path}, found {problem}. Save the file as UTF-8."
        ) from problem


def parse_toml(
    text: str, name: str, error: type[FalseMatchError] = FalseMatchError
) -> dict[str, Any]:
    """Return the top table of a TOML text.

    Args:
        text: the TOML.
        name: the file's name in the error message.
        error: the type of error to raise.

    Raises:
        FalseMatchError: the text is not TOML.
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError, MemoryError) as problem:  # also numbers of 4,300 digits
        words = str(problem) or "values nested too deeply"
        raise error(
            f"expected TOML in {name}, found: {words}. {_how_to_mend(text, words)}"
        ) from problem


def unknown_key(
    found: str, known: Iterable[str], where: str, error: type[FalseMatchError]
) -> FalseMatchError:
    """Return the error about a key that means nothing, with the nearest of those that do.

    Args:
        found: the key.
        known: the keys there are.
        where: the file, with the line if it is known.
        error: the type of error.
    """
    names = list(known)
    hint = nearest_name(found, names, f"Known: {', '.join(names)}.")
    return error(f"expected a known key in {where}, found {found!r}. {hint}")


def _how_to_mend(text: str, problem: str) -> str:
    """Return what to do about a line that is no TOML; a decimal comma is the usual slip."""
    found = re.search(r"line (\d+)", problem)
    line = (
        (text.splitlines() or [""])[min(int(found[1]), text.count("\n") + 1) - 1] if found else ""
    )
    if re.fullmatch(r"\s*[\w-]+\s*=\s*-?\d+,\d+\s*(#.*)?", line):
        return f"Write decimals with a point: {line.strip().replace(',', '.', 1)}."
    return "Correct that line."
