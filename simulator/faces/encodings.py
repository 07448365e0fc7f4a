"""Encodings: the vectors that a matcher made from a data set's photos, and their file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import EncodingFileError, EncodingMismatch
from simulator.matchers.base import MatcherInfo
from simulator.storage.npz import FileKind, open_npz, write_npz

FORMAT = 1


@dataclass(frozen=True)
class Encodings:
    """One row per enrolled photo, and the photos that could not be enrolled.

    Attributes:
        matcher: the algorithm that made the vectors.
        keys: (n,) photo keys of the manifest, in its order.
        vectors: (n, d) float32.
        landmarks: (n, 68, 2) x, y in pixels of the upright photo.
        boxes: (n, 4) top, right, bottom, left in the same pixels.
        sizes: (n, 2) height, width of the upright photo.
        others: (n,) further faces found in the photo.
        digests: (n, 32) SHA-256 of each photo's file.
        failures: key → reason, of the photos that failed to enroll.
    """

    matcher: MatcherInfo
    keys: NDArray[np.str_]
    vectors: NDArray[np.float32]
    landmarks: NDArray[np.int16]
    boxes: NDArray[np.int16]
    sizes: NDArray[np.int16]
    others: NDArray[np.int16]
    digests: NDArray[np.uint8]
    failures: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.keys)

    def only(self, keys: Collection[str]) -> Encodings:
        """Return these photos only, enrolled or failed, in the same order."""
        wanted = set(keys)
        rows = np.flatnonzero([key in wanted for key in self.keys.tolist()])
        failures = {key: why for key, why in self.failures.items() if key in wanted}
        return replace(self.take(rows), failures=failures)

    def take(self, rows: NDArray[np.intp]) -> Encodings:
        """Return these rows only, without the failures."""
        return Encodings(
            self.matcher,
            *(getattr(self, name)[rows] for name in _SHAPES),
        )

    def check_comparable(self, other: Encodings) -> None:
        """Raise an error unless both were made by the same matcher with the same settings.

        Raises:
            EncodingMismatch: they were not; their distances would mean nothing.
        """
        mine, theirs = self.matcher, other.matcher
        if mine.identity != theirs.identity:
            raise EncodingMismatch(
                f"expected encodings of one matcher, found {mine.name} ({mine.version}, "
                f"{mine.identity[-16:]}) and {theirs.name} ({theirs.version}, "
                f"{theirs.identity[-16:]}). Build both data sets with the same one."
            )

    def save(self, path: Path) -> None:
        """Write an ``.npz`` file; the same encodings always give the same bytes."""
        header = {
            "format": FORMAT,
            "name": self.matcher.name,
            "version": self.matcher.version,
            "dimension": self.matcher.dimension,
            "settings": self.matcher.settings,
            "failures": self.failures,
        }
        if self.matcher.encoder:
            header["encoder"] = self.matcher.encoder
        arrays = {name: getattr(self, name) for name in _SHAPES}
        # Biometric data: for this user alone, wherever it is written.
        write_npz(path, header, arrays, private=True)


def load_encodings(path: Path, expected_digest: str | None = None) -> Encodings:
    """Read an encodings file. Nothing in it is executed: pickled arrays are refused.

    Args:
        path: an ``.npz`` file written by :meth:`Encodings.save`.
        expected_digest: the file's SHA-256 as the data set's checksums state it.

    Raises:
        EncodingFileError: the file is missing, truncated, altered or of another format.
    """
    with open_npz(path, _KIND, expected_digest) as content:
        header = content.header
        content.sizes["d"] = int(header["dimension"])
        arrays = {name: content.array(name, *shape) for name, shape in _SHAPES.items()}
        if not np.isfinite(arrays["vectors"]).all():
            raise ValueError("its vectors are not all finite")
        if len(set(arrays["keys"].tolist())) != len(arrays["keys"]):
            raise ValueError("its keys are not all different")
        return Encodings(
            matcher=MatcherInfo(
                name=str(header["name"]),
                version=str(header["version"]),
                dimension=int(header["dimension"]),
                settings=dict(header["settings"]),
                encoder=str(header.get("encoder", "")),
            ),
            failures={str(key): str(reason) for key, reason in header["failures"].items()},
            **arrays,
        )


_KIND = FileKind(
    "encodings file",
    FORMAT,
    EncodingFileError,
    "Restore the file (git checkout) or run `falsematch datasets build` again.",
)
_SHAPES: dict[str, tuple[Any, ...]] = {
    "keys": ("U", "n"),
    "vectors": ("f", "n", "d"),
    "landmarks": ("i", "n", 68, 2),
    "boxes": ("i", "n", 4),
    "sizes": ("i", "n", 2),
    "others": ("i", "n"),
    "digests": ("u", "n", 32),
}
"""Array → kind of its type, and the length or the name of each axis."""
