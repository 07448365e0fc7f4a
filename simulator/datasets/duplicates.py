"""Finding photos that are in a data set twice: by equal bytes, and re-encoded copies by appearance.

Only the content decides. No photo is called a duplicate because a matcher's distance is small: that
would delete the very false matches that are to be counted.
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
from simulator.processes.orphans import ending_with_this_process

SIDE = 16
SAME_LOOK = 10
"""Bits of 256 that may differ: two portraits of one person in one studio can differ by only 16."""
SAME_LOOK_UNNAMED = 20
"""Bits that may differ if nobody is identified. UTKFace has one peak up to 22, another from 28."""
_FLAT = 2.0
_CHUNK = 512
MOST_PAIRS = 500_000
"""Pairs that are listed; as many copies are no data set of photos, and would fill the memory."""


@dataclass(frozen=True)
class Fingerprint:
    """The hashes that identify a photo's content.

    Attributes:
        digest: SHA-256 of its bytes.
        look: (32,) difference hash of its pixels; None where it is blank or not a picture.
        readable: whether it is a complete picture.
    """

    digest: str
    look: NDArray[np.uint8] | None
    readable: bool


@dataclass(frozen=True)
class Duplicates:
    """Pairs of positions (i < j) in a list of photos.

    Attributes:
        same_bytes: pairs of identical files.
        same_look: pairs of different files whose difference hashes differ in few bits.
    """

    same_bytes: list[tuple[int, int]]
    same_look: list[tuple[int, int]]

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Both kinds of pairs, in ascending order."""
        return sorted(self.same_bytes + self.same_look)


def fingerprint(path: Path) -> Fingerprint:
    """Fingerprint one photo.

    Raises:
        PhotoError: the file does not exist.
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
    """Fingerprint photos on several cores; return the fingerprints in the photos' order."""
    work = joblib.delayed(ending_with_this_process(fingerprint))
    # A worker that waits from earlier work may have another current folder.
    jobs = (work(path.absolute()) for path in paths)
    count = max(1, min(workers or joblib.cpu_count(), len(paths)))
    done: list[Fingerprint] = []
    for one in joblib.Parallel(n_jobs=count, return_as="generator", batch_size=16)(jobs):
        done.append(one)
        if progress is not None:
            progress(len(done), len(paths))
    return done


def difference_hash(pixels: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Calculate the difference hash: is each of 16×16 squares brighter than its right neighbor?

    Args:
        pixels: (height, width, 3) RGB.

    Returns:
        (32,) packed bits; None for a picture of a single tone, whose bits would be noise.

    Source:
        N. Krawetz (2013), Kind of like that: the "dHash".
    """
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(gray, (SIDE + 1, SIDE), interpolation=cv2.INTER_AREA).astype(np.int16)
    if small.std() < _FLAT:
        return None
    return np.packbits(small[:, :-1] > small[:, 1:])


def find_duplicates(photos: Sequence[Fingerprint], bits: int = SAME_LOOK) -> Duplicates:
    """Find every pair of photos with equal bytes, or whose hashes differ in at most so many bits.

    Args:
        photos: their fingerprints.
        bits: how many of the 256 bits may differ.

    Raises:
        PhotoError: nearly all of them are copies.
    """
    by_digest: dict[str, list[int]] = {}
    for i, one in enumerate(photos):
        by_digest.setdefault(one.digest, []).append(i)
    if sum(len(rows) * (len(rows) - 1) // 2 for rows in by_digest.values()) > MOST_PAIRS:
        raise _too_many()
    same_bytes = [pair for rows in by_digest.values() for pair in combinations(rows, 2)]
    rows = [i for i, one in enumerate(photos) if one.look is not None]
    looks = np.array([photos[i].look for i in rows], np.uint8).reshape(len(rows), 2 * SIDE)
    pairs = ((rows[i], rows[j]) for i, j in _close_pairs(looks, bits))
    same_look = [(i, j) for i, j in pairs if photos[i].digest != photos[j].digest]
    return Duplicates(sorted(same_bytes), sorted(same_look))


def _close_pairs(looks: NDArray[np.uint8], bits: int) -> list[tuple[int, int]]:
    """Return the pairs of rows that differ in at most so many bits."""
    words = np.ascontiguousarray(looks).view(np.uint64)
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(words), _CHUNK):
        mine = words[start : start + _CHUNK]
        differing = np.zeros((len(mine), len(words) - start), np.uint16)
        for word in range(words.shape[1]):
            differing += np.bitwise_count(mine[:, None, word] ^ words[None, start:, word])
        close = np.triu(differing <= bits, 1)
        if len(pairs) + int(np.count_nonzero(close)) > MOST_PAIRS:
            raise _too_many()
        i, j = np.nonzero(close)
        pairs += [(start + a, start + b) for a, b in zip(i.tolist(), j.tolist(), strict=True)]
    return pairs


def _too_many() -> PhotoError:
    return PhotoError(
        f"expected photos of different pictures, found more than {MOST_PAIRS:,} pairs of copies. "
        "Leave the copies out."
    )
