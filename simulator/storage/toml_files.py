"""Reading TOML files, with errors that say which file is wrong, where, and what to do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from simulator.errors import FalseMatchError

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover
    import tomli as tomllib


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
        return path.read_text("utf-8")
    except OSError as problem:
        raise error(
            f"expected {content} at {path}, found none ({problem.strerror}). {if_missing}"
        ) from problem
    except UnicodeDecodeError as problem:
        raise error(
            f"expected TOML in {path}, found bytes that are not text in UTF-8 ({problem.reason} "
            f"at byte {problem.start}). Save the file as UTF-8."
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
    except tomllib.TOMLDecodeError as problem:
        raise error(f"expected TOML in {name}, found: {problem}. Correct that line.") from problem
