"""What the lessons show, worked out once per language and kept on disk under a digest.

Nothing heavy is imported here unless it has to be worked out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator.errors import FalseMatchError
from simulator.i18n.language import catalogue_file, language
from simulator.storage.files import write_bytes
from simulator.storage.result_cache import kept_file

Material = dict[str, Any]
"""``figures`` (raw values by name), ``boards`` and ``pairs`` (JSON text by name), ``tables``,
``curves``, ``reviewer``."""

DATASETS = ("congress-115", "lfw", "london", "utkface-adults")
_known: dict[str, Material] = {}


def material(maker: Callable[[], Material] | None = None) -> Material:
    """Everything in the current language; from memory, from disk, or worked out now.

    Args:
        maker: calculates it where it is not kept: ``make_content.make_material`` or, for a server,
            ``content_process.make_apart``.

    Raises:
        FalseMatchError: a bundled data set is missing or broken.
    """
    code = language()
    if code not in _known:
        file = kept_file("lessons", DATASETS, _sources(code), code)
        found = _load(file) if file else None
        if found is None:
            found = (maker or _make_here)()
            if file:
                _save(found, file)
        _known[code] = found
    return _known[code]


def _make_here() -> Material:
    from simulator.lessons.make_content import make_material

    return make_material()


def values() -> dict[str, Any]:
    """Every figure's value by its name (:data:`simulator.lessons.figures.FIGURES`)."""
    found: dict[str, Any] = material()["figures"]
    return found


def _sources(code: str) -> list[Path]:
    here = Path(__file__).resolve().parent
    return [*sorted(here.glob("*.py")), here / "story.toml", catalogue_file(code)]


def _save(made: Material, path: Path) -> None:
    """A full or read-only disk only costs the next start some time."""
    body = json.dumps(made, ensure_ascii=False).encode()
    try:
        write_bytes(path, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    except FalseMatchError:
        return


def _load(path: Path) -> Material | None:
    """What is kept at ``path``; None where there is nothing, or not the whole of it."""
    try:
        digest, body = path.read_bytes().split(b"\n", 1)
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return None
        found: Material = json.loads(body)
    except (OSError, ValueError):
        return None
    return found
