"""Photos that stand twice in a data set: by equal bytes, and by looks for re-encoded copies.

By content only. Nothing is called a duplicate for being close in a matcher's distance: that would
delete the very false matches that are to be counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import cv2
import joblib
import numpy as np
from numpy.typing import NDArray

from simulator.errors import PhotoError
from simulator.faces.photos import decode_photo, photo_digest, read_photo_bytes

SIDE = 16
SAME_LOOK = 10
"""Bits of 256 that may differ: two portraits of one person in one studio come as close as 16."""
SAME_LOOK_UNNAMED = 20
"""The same where nobody is named. In UTKFace 0 to 22 bits are one hump and 28 up another."""
_FLAT = 2.0
_CHUNK = 512


@dataclass(frozen=True)
class Fingerprint:
    """What a photo is recognised by again.

    Attributes:
        digest: SHA-256 of its bytes.
        look: (32,) difference hash of its pixels; None where it shows nothing or is no picture.
        readable: whether it is a whole picture.
    """

    digest: str
    look: NDArray[np.uint8] | None
    readable: bool


@dataclass(frozen=True)
class Duplicates:
    """Pairs of positions (i < j) in a list of photos.

    Attributes:
        same_bytes: the very same file.
        same_look: other bytes, and few bits of the difference hash differ.
    """

    same_bytes: list[tuple[int, int]]
    same_look: list[tuple[int, int]]

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Both kinds."""
        return sorted(self.same_bytes + self.same_look)


def fingerprint(path: Path) -> Fingerprint:
    """Fingerprint one photo.

    Raises:
        PhotoError: the file is not there.
    """
    content = read_photo_bytes(path)
    try:
        pixels = decode_photo(content, str(path))
    except PhotoError:
        return Fingerprint(photo_digest(content), None, readable=False)
    return Fingerprint(photo_digest(content), difference_hash(pixels), readable=True)


def fingerprints(
    paths: Sequence[Path],
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Fingerprint]:
    """Fingerprint photos on several cores, in their order."""
    jobs = (joblib.delayed(fingerprint)(path) for path in paths)
    count = max(1, min(workers or joblib.cpu_count(), len(paths)))
    found: list[Fingerprint] = []
    for one in joblib.Parallel(n_jobs=count, return_as="generator", batch_size=16)(jobs):
        found.append(one)
        if progress is not None:
            progress(len(found), len(paths))
    return found


def difference_hash(pixels: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """The difference hash: is each of 16×16 cells brighter than its right neighbour?

    Args:
        pixels: (height, width, 3) RGB.

    Returns:
        (32,) packed bits; None for a picture of one tone, whose bits would be noise.

    Source:
        N. Krawetz (2013), Kind of like that: the "dHash".
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (SIDE + 1, SIDE), interpolation=cv2.INTER_AREA).astype(np.int16)
    if small.std() < _FLAT:
        return None
    return np.packbits(small[:, :-1] > small[:, 1:])


def find_duplicates(found: Sequence[Fingerprint], bits: int = SAME_LOOK) -> Duplicates:
    """Every pair of photos with equal bytes, or with looks that differ in at most ``bits`` bits."""
    by_digest: dict[str, list[int]] = {}
    for i, one in enumerate(found):
        by_digest.setdefault(one.digest, []).append(i)
    same_bytes = [pair for rows in by_digest.values() for pair in combinations(rows, 2)]
    rows = [i for i, one in enumerate(found) if one.look is not None]
    looks = np.array([found[i].look for i in rows], np.uint8).reshape(len(rows), 2 * SIDE)
    pairs = ((rows[i], rows[j]) for i, j in _close_pairs(looks, bits))
    same_look = [(i, j) for i, j in pairs if found[i].digest != found[j].digest]
    return Duplicates(sorted(same_bytes), sorted(same_look))


def _close_pairs(looks: NDArray[np.uint8], bits: int) -> list[tuple[int, int]]:
    """Pairs of rows that differ in at most so many bits."""
    words = np.ascontiguousarray(looks).view(np.uint64)
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(words), _CHUNK):
        mine = words[start : start + _CHUNK]
        differing = np.zeros((len(mine), len(words) - start), np.uint16)
        for word in range(words.shape[1]):
            differing += np.bitwise_count(mine[:, None, word] ^ words[None, start:, word])
        i, j = np.nonzero(differing <= bits)
        pairs += [
            (start + a, start + b) for a, b in zip(i.tolist(), j.tolist(), strict=True) if a < b
        ]
    return pairs
