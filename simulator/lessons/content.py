"""Everything the lessons show: calculated once per language, then read from a cache file.

This module imports nothing heavy unless the content has to be calculated.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator.errors import FalseMatchError
from simulator.i18n.language import catalogue_file, language
from simulator.lessons.kinds import LessonContent
from simulator.storage.files import write_bytes
from simulator.storage.paths import bundled
from simulator.storage.result_cache import cached_file

DATASETS = (
    "congress-115",
    "congress-115-second",
    "legislators",
    "lfw",
    "london",
    "utkface-adults",
)
_known: dict[str, LessonContent] = {}


def lesson_content(calculate: Callable[[], LessonContent] | None = None) -> LessonContent:
    """Return everything in the current language, from memory, from the cache, or calculated now.

    Args:
        calculate: makes the content where the cache has none: ``make_content.make_content`` or,
            for a server, ``content_process.make_content_in_process``.

    Raises:
        FalseMatchError: a bundled data set is missing or broken.
    """
    code = language()
    if code not in _known:
        file = cached_file("lessons", DATASETS, _sources(code), code)
        content = _load(file) if file else None
        if content is None:
            content = (calculate or _calculate_here)()
            if file:
                _save(content, file)
        _known[code] = content
    return _known[code]


def _calculate_here() -> LessonContent:
    from simulator.lessons.make_content import make_content

    return make_content()


def values() -> dict[str, Any]:
    """Return every figure's value by its name (:data:`simulator.lessons.figures.FIGURES`)."""
    figures: dict[str, Any] = lesson_content()["figures"]
    return figures


def _sources(code: str) -> list[Path]:
    here = Path(__file__).resolve().parent
    faces = bundled("datasets/thumbnails/provenance.csv")
    return [*sorted(here.glob("*.py")), here / "story.toml", catalogue_file(code), faces]


def _save(content: LessonContent, path: Path) -> None:
    """Write the cache file; a full or read-only disk only costs the next start some time."""
    body = json.dumps(content, ensure_ascii=False).encode()
    try:
        write_bytes(path, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    except FalseMatchError:
        return


def _load(path: Path) -> LessonContent | None:
    """Read the cache file at ``path``; return None where it is missing or incomplete."""
    try:
        digest, body = path.read_bytes().split(b"\n", 1)
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return None
        content: LessonContent = json.loads(body)
    except (OSError, ValueError):
        return None
    return content
