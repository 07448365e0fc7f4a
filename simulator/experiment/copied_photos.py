"""False matches that are two copies of one photo under two names.

A copy is known by content: its file has the same bytes, in whichever data set it lies, or the data
set's ``same_photo.csv`` lists the pair (equal bytes or equal look; :mod:`.datasets.duplicates`). It
is one person twice, and nobody can say under which name; so rates are given with copies and without
them. Two different photos of one unnamed person are beyond this, and so are re-encoded copies that
lie in two data sets.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset
from simulator.datasets.same_photo import same_photo_pairs


def copies_among(
    probes: Dataset,
    gallery: Dataset,
    gallery_rows: NDArray[np.intp],
    candidates: NDArray[np.int32],
) -> NDArray[np.bool_]:
    """Mark the candidates that show the very photo that was searched with.

    Args:
        probes: the data set that was searched for, p encodings.
        gallery: the data set that was searched.
        gallery_rows: (n,) which rows of the gallery's encodings took part.
        candidates: (p, c) places in ``gallery_rows``; −1 where a list has ended.

    Returns:
        (p, c) True for a copy.

    Raises:
        ManifestError: the data set's list of copies lacks a column.
    """
    rows = np.maximum(candidates, 0)
    theirs = gallery.encodings.digests[gallery_rows][rows]
    mine = probes.encodings.digests[:, None, :]
    # Where no digest is known, as in search packs, it is all zeros.
    same = (theirs == mine).all(axis=2) & mine.any(axis=2)
    if probes.folder == gallery.folder:
        listed = listed_copies(probes.folder)
        keys = gallery.encodings.keys[gallery_rows]
        for i, key in enumerate(probes.encodings.keys.tolist()):
            if key in listed:
                same[i] |= np.isin(keys[rows[i]], sorted(listed[key]))
    return np.asarray(same & (candidates >= 0))


def listed_copies(folder: Path) -> dict[str, set[str]]:
    """Return key → keys of its copies, as the data set lists them; empty where it lists none.

    Raises:
        ManifestError: the file has not the columns that it must have.
    """
    copies: dict[str, set[str]] = {}
    for first, second in same_photo_pairs(folder):
        copies.setdefault(first, set()).add(second)
        copies.setdefault(second, set()).add(first)
    return copies
