"""Reading JSON that people bring: nothing in it is dropped or repaired without a word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from simulator.errors import FalseMatchError
from simulator.storage.formats.text_files import decoded


def read_json(path: Path, error: type[FalseMatchError] = FalseMatchError) -> Any:
    """Return the value in a JSON file of any usual encoding.

    Args:
        path: the file.
        error: the type of error to raise.

    Raises:
        FalseMatchError: there is no such file, it is not JSON, a key is given twice in one object
            (of which JSON would keep the last value without a word), or a number is none.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise error(
            f"expected JSON at {path}, found none ({problem.strerror}). Check the path."
        ) from problem
    if not content.strip():
        raise error(f"expected JSON in {path}, found an empty file. Export it again.")
    try:
        text, _encoding = decoded(content)
        return json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        raise error(f"expected JSON in {path}, found: {problem}. Export it again.") from problem


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {repeated!r} twice in one object")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant}, which is no number")
