"""The interface of a matcher, which finds one face in a photo and turns it into a vector."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class MatcherInfo:
    """Which algorithm made a vector. Two vectors may be compared only if ``identity`` is equal.

    Attributes:
        name, version, dimension, settings: the algorithm.
        encoder: which implementation ran it; empty for the reference. Implementations of one
            algorithm give the same vectors to within a stated tolerance, so they are comparable,
            but each file and each cached row says which one made it.
    """

    name: str
    version: str
    dimension: int
    settings: dict[str, Any]
    encoder: str = ""

    @property
    def identity(self) -> str:
        """A short hash of name, version and settings; vectors of one identity may be compared."""
        text = json.dumps([self.name, self.version, self.dimension, self.settings], sort_keys=True)
        return f"{self.name}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"

    @property
    def cache_key(self) -> str:
        """The key under which the cache keeps this implementation's results apart from others'."""
        return f"{self.identity}+{self.encoder}" if self.encoder else self.identity


@dataclass(frozen=True)
class Face:
    """The subject's face in one photo.

    Attributes:
        box: (top, right, bottom, left) in pixels of the upright photo.
        landmarks: (68, 2) x, y in pixels of the upright photo.
        vector: (d,) the encoding, float32.
        others: how many further faces were found in the photo.
        size: (height, width) of the upright photo in pixels.
    """

    box: tuple[int, int, int, int]
    landmarks: NDArray[np.int32]
    vector: NDArray[np.float32]
    others: int
    size: tuple[int, int]


@dataclass(frozen=True)
class FailureToEnrol:
    """The photo gave no usable encoding (ISO/IEC 19795): a result like any other, not an error."""

    reason: str


@runtime_checkable
class Matcher(Protocol):
    """Finds the subject's face in a photo and encodes it."""

    @property
    def info(self) -> MatcherInfo:
        """Name, version and settings, recorded beside every encoding that it makes."""
        ...

    def encode(self, pixels: NDArray[np.uint8]) -> Face | FailureToEnrol:
        """Encode the subject of an upright RGB photo of shape (height, width, 3)."""
        ...

    def encode_all(self, photos: Sequence[NDArray[np.uint8]]) -> list[Face | FailureToEnrol]:
        """Encode several photos, in order; in one run where that is faster."""
        ...
