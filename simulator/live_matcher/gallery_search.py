"""A matcher and a gallery in memory: they find the face in a photo and its nearest stand-ins.

Only worker processes load them (:mod:`simulator.live_matcher.portrait_worker` and
:mod:`simulator.live_matcher.own_photo_worker`), never the web app's server.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.stand_ins import stand_in_number
from simulator.errors import EncodingMismatch
from simulator.faces.sketch import sketch_text
from simulator.matchers.base import Face, FailureToEnrol, Matcher
from simulator.matchers.registry import load_matcher, usable_encoder
from simulator.search.confidence import CALIBRATION_FILE, Calibration, load_calibration
from simulator.search.search import euclidean
from simulator.stats.threshold import is_match

GALLERY = "lfw"


@dataclass(frozen=True)
class Neighbor:
    """A gallery photo close to a vector.

    Attributes:
        number: the stand-in's number.
        distance: Euclidean distance, in float64.
        sketch: its landmarks as :func:`simulator.faces.sketch.sketch_text` writes them.
    """

    number: int
    distance: float
    sketch: str


class GallerySearch:
    """A matcher and the gallery that it searches."""

    def __init__(self, matcher: Matcher, gallery: Dataset) -> None:
        """Check that they belong together.

        Raises:
            EncodingMismatch: the gallery was encoded by another matcher.
        """
        if matcher.info.identity != gallery.encodings.matcher.identity:
            raise EncodingMismatch(
                f"expected the matcher that encoded {gallery.name!r} "
                f"({gallery.encodings.matcher.version}), found {matcher.info.version}. Install "
                "that one, or build the data set again."
            )
        self.matcher = matcher
        self.gallery = gallery

    @functools.cached_property
    def calibration(self) -> Calibration:
        """Return this matcher's calibration from distance to confidence.

        Raises:
            CalibrationError: the matcher has none.
        """
        name = CALIBRATION_FILE.format(matcher=self.matcher.info.name)
        return load_calibration(
            self.gallery.folder / name, self.matcher.info, self.gallery.checksums.get(name)
        )

    def encode(self, pixels: NDArray[np.uint8]) -> Face | FailureToEnrol:
        """Find the face in a photo."""
        return self.matcher.encode(pixels)

    def distances(self, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the distance from a vector to each of the n gallery photos, shape (n,)."""
        return euclidean(vector, self.gallery.encodings.vectors)

    def nearest(self, distances: NDArray[np.float64], count: int) -> list[Neighbor]:
        """Return the closest photos, closest first; ties are in gallery order."""
        encodings = self.gallery.encodings
        rows = np.argsort(distances, kind="stable")[:count]
        return [
            Neighbor(
                stand_in_number(self.gallery, str(encodings.keys[row])),
                float(distances[row]),
                sketch_text(encodings.landmarks[row]),
            )
            for row in rows
        ]

    def matching(self, distances: NDArray[np.float64], thresholds: Sequence[float]) -> list[int]:
        """Count the gallery photos that match at each threshold."""
        return [int(is_match(distances, threshold).sum()) for threshold in thresholds]


def load() -> GallerySearch:
    """Load the dlib matcher and the gallery that comes with the package.

    Raises:
        FalseMatchError: the matcher is not installed, or the gallery's files are damaged.
    """
    import cv2

    cv2.setNumThreads(1)  # the other core draws the page
    return GallerySearch(
        load_matcher("dlib", usable_encoder("dlib", "fast")), load_dataset(GALLERY)
    )
