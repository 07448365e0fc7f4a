"""Reading JSON that people bring: nothing in it is dropped or repaired without a word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from simulator.errors import FalseMatchError
from simulator.storage.formats.text_files import decoded
from simulator.storage.reading import MOST_MEMORY, read_regular

_PER_VALUE = 120
"""Bytes of memory that a value takes at most; values are counted by the signs between them."""


def read_json(
    path: Path,
    error: type[FalseMatchError] = FalseMatchError,
    *,
    content: str = "JSON",
    repair: str = "Export it again.",
) -> Any:
    """Return the value in a JSON file of any usual encoding.

    Args:
        path: the file.
        error: the type of error to raise.
        content: what the file holds, with its article, such as "a run card".
        repair: a sentence on what to do next.

    Raises:
        FalseMatchError: there is no such file, it is not JSON, a key is given twice in one object
            (of which JSON would keep the last value without a word), or a number is none.
    """
    try:
        found = read_regular(path)
    except OSError as problem:
        raise error(
            f"expected {content} at {path}, found none ({problem.strerror}). Check the path."
        ) from problem
    if not found.strip():
        raise error(f"expected {content} in {path}, found an empty file. {repair}")
    try:
        text, _encoding = decoded(found)
        return parse_json(text)
    except ValueError as problem:
        raise error(f"expected {content} in {path}, found: {problem}. {repair}") from problem


def parse_json(text: str) -> Any:
    """Return the value of a JSON text.

    Raises:
        ValueError: it is none, is nested too deeply, or would take more memory than any file may.
    """
    signs = text.count(",") + text.count("[") + text.count("{")
    if _PER_VALUE * signs + 5 * len(text) > MOST_MEMORY:
        raise ValueError("more values than fit into memory")
    try:
        return json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_refuse)
    except (RecursionError, MemoryError) as error:
        raise ValueError("values nested too deeply") from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {repeated!r} twice in one object")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant}, which is no number")
