"""A cache, kept between starts, of results that depend only on data sets and this program."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from simulator.storage.files import sha256_of_file
from simulator.storage.paths import bundled, installed_folder, user_cache

_SOURCE = Path(__file__).resolve().parents[1]


def cached_file(
    kind: str, names: Sequence[str], more: Iterable[Path] = (), language: str = ""
) -> Path | None:
    """Return the cache file of a result; None where one of its data sets is not installed.

    Its name is a digest of every file in the data sets, of the search packs, of this program's
    source and of ``more``, so that a cached result always belongs to exactly these.

    Args:
        kind: the folder in the cache.
        names: the data sets that the result depends on.
        more: other files that it depends on; a missing one is ignored.
        language: the language of its texts; empty where it has none.
    """
    folders = [installed_folder(name) for name in names]
    if not all(folders):
        return None
    sources = sorted(_SOURCE.rglob("*.py"))
    data = [file for folder in folders if folder for file in sorted(folder.rglob("*"))]
    packs = sorted(bundled("datasets/packs").glob("*"))
    digest = hashlib.sha256(f"{language}\n".encode())
    for file in filter(Path.is_file, [*sources, *data, *packs, *more]):
        digest.update(f"{file.name} {sha256_of_file(file)}\n".encode())
    return user_cache() / kind / f"{digest.hexdigest()[:32]}.json"
