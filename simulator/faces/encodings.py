"""Encodings: what a matcher made of a data set's photos, and the file that holds them."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import EncodingFileError, EncodingMismatch
from simulator.matchers.base import MatcherInfo
from simulator.storage.files import BROKEN_NPZ, sha256_of_file, write_bytes

FORMAT = 1


@dataclass(frozen=True)
class Encodings:
    """One row per enrolled photo, and the photos that could not be enrolled.

    Attributes:
        matcher: which algorithm made the vectors.
        keys: (n,) photo keys of the manifest, in its order.
        vectors: (n, d) float32.
        landmarks: (n, 68, 2) x, y in pixels of the upright photo.
        boxes: (n, 4) top, right, bottom, left in the same pixels.
        sizes: (n, 2) height, width of the upright photo.
        others: (n,) further faces found in the photo.
        digests: (n, 32) SHA-256 of each photo's file.
        failures: key → reason, of the photos that failed to enrol.
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

    def take(self, rows: NDArray[np.intp]) -> Encodings:
        """These rows only, without the failures."""
        return Encodings(
            self.matcher,
            *(getattr(self, name)[rows] for name in _SHAPES),
        )

    def check_comparable(self, other: Encodings) -> None:
        """Raise unless both were made by the same matcher with the same settings.

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
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            header=np.array(json.dumps(header, sort_keys=True, ensure_ascii=False)),
            keys=self.keys,
            vectors=self.vectors,
            landmarks=self.landmarks,
            boxes=self.boxes,
            sizes=self.sizes,
            others=self.others,
            digests=self.digests,
        )
        write_bytes(path, buffer.getvalue())


def load_encodings(path: Path, expected_digest: str | None = None) -> Encodings:
    """Read an encodings file. Nothing in it is executed: pickled arrays are refused.

    Args:
        path: an ``.npz`` file written by :meth:`Encodings.save`.
        expected_digest: the file's SHA-256 as the data set's card states it.

    Raises:
        EncodingFileError: the file is missing, truncated, altered or of another format.
    """
    repair = "Restore the file (git checkout) or run `falsematch datasets build` again."
    if not path.is_file():
        raise EncodingFileError(f"expected encodings at {path}, found no such file. {repair}")
    if expected_digest is not None and sha256_of_file(path) != expected_digest:
        raise EncodingFileError(
            f"{path} is not the file its card describes (SHA-256 {expected_digest[:12]}… was "
            f"expected): it was altered or cut off. {repair}"
        )
    try:
        with np.load(path, allow_pickle=False) as file:
            header = json.loads(str(file["header"]))
            arrays = {name: file[name] for name in _SHAPES}
        return _checked(header, arrays)
    except BROKEN_NPZ as error:
        raise EncodingFileError(
            f"{path} is not a whole encodings file of format {FORMAT} ({error}). {repair}"
        ) from error


_SHAPES: dict[str, tuple[str, tuple[int | str, ...]]] = {
    "keys": ("U", ("n",)),
    "vectors": ("f", ("n", "d")),
    "landmarks": ("i", ("n", 68, 2)),
    "boxes": ("i", ("n", 4)),
    "sizes": ("i", ("n", 2)),
    "others": ("i", ("n",)),
    "digests": ("u", ("n", 32)),
}


def _checked(header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Encodings:
    if header["format"] != FORMAT:
        raise ValueError(f"it has format {header['format']}")
    sizes: dict[str, int] = {"n": len(arrays["keys"]), "d": int(header["dimension"])}
    for name, (kind, shape) in _SHAPES.items():
        expected = tuple(sizes[side] if isinstance(side, str) else side for side in shape)
        found = arrays[name]
        if found.shape != expected or found.dtype.kind != kind:
            raise ValueError(f"its {name} are {found.dtype}{found.shape}, not {kind}{expected}")
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
