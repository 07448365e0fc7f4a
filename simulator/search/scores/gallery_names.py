"""Finding the gallery's photo that another system means by a key or a path.

Such a path is often one of another machine (POSIX or Windows). Two paths mean the same photo if one
ends in the other, folder by folder; of several, the longest wins. A bare file name is never taken
for a photo in another folder: ``s999/2.jpg`` is not ``s001/2.jpg``.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from simulator.datasets.dataset import Dataset
from simulator.search.scores.candidate_lists import ScoresError

Parts = tuple[str, ...]


class GalleryNames:
    """The names of a gallery's photos: keys as they are, and photos by the ends of their paths."""

    def __init__(self, gallery: Dataset) -> None:
        """Index the manifest's keys and photo paths."""
        manifest = gallery.manifest
        self._name = gallery.name
        keys = [str(key) for key in manifest["key"]]
        self._rows = {_normal(key): row for row, key in enumerate(keys)}
        photos = [path_parts(str(photo)) for photo in manifest["photo"]]
        root = _common_root(photos, gallery.identities.astype(str).tolist())
        self._paths = [photo[root:] for photo in photos]
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        for row, parts in enumerate(self._paths):
            if parts:
                self._by_name[parts[-1]].append(row)
        self._shown = [
            str(photo) or key for photo, key in zip(manifest["photo"], keys, strict=True)
        ]

    def row_of(self, candidate: str) -> int:
        """Return the manifest's row of a candidate.

        Args:
            candidate: a key, or the path of a photo on any machine.

        Raises:
            ScoresError: no photo, several photos, or one in another folder has that name.
        """
        exact = self._rows.get(_normal(candidate))
        if exact is not None:
            return exact
        parts = path_parts(candidate)
        same_name = self._by_name.get(parts[-1], []) if parts else []
        fits = [row for row in same_name if _one_ends_in_the_other(parts, self._paths[row])]
        longest = max((min(len(parts), len(self._paths[row])) for row in fits), default=0)
        best = [row for row in fits if min(len(parts), len(self._paths[row])) == longest]
        if len(best) == 1:
            return best[0]
        if best:
            raise ScoresError(
                f"expected candidates that name one photo of {self._name!r}, found {candidate!r}, "
                f"which may be {self._shown[best[0]]!r} or {self._shown[best[1]]!r}. Write the "
                "folder too, or use that manifest's keys."
            )
        if same_name:
            raise ScoresError(
                f"expected candidates that are in the manifest of {self._name!r}, found "
                f"{candidate!r}; {self._shown[same_name[0]]!r} there has the same file name, but "
                "in another folder. Correct the path, or use that manifest's keys."
            )
        key = self._rows.get(parts[-1]) if parts else None
        if key is not None:
            # Some systems call a photo by its key and put a folder of their own before it.
            return key
        raise ScoresError(
            f"expected candidates that are in the manifest of {self._name!r}, found "
            f"{candidate!r}. Use that manifest's keys or photo paths."
        )


def path_parts(path: str) -> Parts:
    """Return the folders and the name of a path, as POSIX or Windows writes it."""
    parts = _normal(path).replace("\\", "/").split("/")
    return tuple(part for part in parts if part not in ("", "."))


def _normal(text: str) -> str:
    """Return a name in the composed form: macOS writes accents as separate characters."""
    return unicodedata.normalize("NFC", text)


def _one_ends_in_the_other(one: Parts, other: Parts) -> bool:
    shorter = min(len(one), len(other))
    return shorter > 0 and one[-shorter:] == other[-shorter:]


def _common_root(photos: Sequence[Parts], people: Sequence[str]) -> int:
    """Return how many leading folders all photos share: the data set's own place, no person's."""
    if len(set(people)) < 2:
        return 0
    folders = [photo[:-1] for photo in photos]
    shared = 0
    while all(len(one) > shared for one in folders) and len({one[shared] for one in folders}) == 1:
        shared += 1
    return shared
