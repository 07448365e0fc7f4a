"""Where results that depend on nothing but data sets and this program are kept between starts."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import platformdirs

from simulator.storage.files import sha256_of_file
from simulator.storage.paths import bundled, installed_folder

_SOURCE = Path(__file__).resolve().parents[1]


def kept_file(
    kind: str, names: Sequence[str], more: Iterable[Path] = (), told: str = ""
) -> Path | None:
    """The file for what was made of these data sets; None where one is not installed.

    Its name is a digest of every file in them, of the search packs, of this program's source and
    of ``more``, so that what is kept there was made of exactly these.

    Args:
        kind: the folder in the cache.
        names: of data sets.
        more: other files that the result depends on; one that is missing counts as empty.
        told: what else it depends on, such as a language.
    """
    folders = [installed_folder(name) for name in names]
    if not all(folders):
        return None
    sources = sorted(_SOURCE.rglob("*.py"))
    data = [file for folder in folders if folder for file in sorted(folder.rglob("*"))]
    packs = sorted(bundled("datasets/packs").glob("*"))
    digest = hashlib.sha256(f"{told}\n".encode())
    for file in filter(Path.is_file, [*sources, *data, *packs, *more]):
        digest.update(f"{file.name} {sha256_of_file(file)}\n".encode())
    cache = os.environ.get("FALSEMATCH_CACHE") or platformdirs.user_cache_dir("falsematch", False)
    return Path(cache) / kind / f"{digest.hexdigest()[:32]}.json"
