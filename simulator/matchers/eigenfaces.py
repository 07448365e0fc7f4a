"""The second matcher, eigenfaces: principal components of aligned gray face chips (1991).

It shows students that a differential belongs to an algorithm. The components and the vectors
together rebuild the photograph, so neither is ever bundled: only distances and tallies are.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import sklearn
from numpy.typing import NDArray
from sklearn.decomposition import PCA

from simulator.errors import ExperimentError
from simulator.matchers.base import MatcherInfo

SIDE = 64
"""Height and width of a chip in pixels."""
COMPONENTS = 128
SEED = 0
_RIGHT_EYE, _LEFT_EYE, _MOUTH = slice(36, 42), slice(42, 48), slice(48, 68)
_PLACES = np.array([[0.30, 0.35], [0.70, 0.35], [0.50, 0.78]]) * SIDE
"""The middles of the eyes and the mouth in a chip (x, y in pixels)."""


def chip(pixels: NDArray[np.uint8], landmarks: NDArray[np.integer]) -> NDArray[np.float32]:
    """Return a face cut out of a photo, aligned and gray.

    Args:
        pixels: (height, width, 3) upright RGB.
        landmarks: (68, 2) x, y in pixels.

    Returns:
        (SIDE²,) gray levels after histogram equalization, mean 0 and standard deviation 1.
    """
    points = landmarks.astype(np.float64)
    middles = np.array([points[part].mean(axis=0) for part in (_RIGHT_EYE, _LEFT_EYE, _MOUTH)])
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    aligned = cv2.warpAffine(
        gray, _similarity(middles, _PLACES), (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE
    )
    levels = cv2.equalizeHist(aligned).astype(np.float32).reshape(-1)
    levels -= levels.mean()
    return np.asarray(levels / max(float(levels.std()), 1e-6), np.float32)


def _similarity(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the (2, 3) rotation, scale and shift that best map source to target (Umeyama 1991)."""
    z, w = source @ [1, 1j], target @ [1, 1j]
    centered = z - z.mean()
    spread = float((np.abs(centered) ** 2).sum())
    turn = (np.conj(centered) @ (w - w.mean())) / spread if spread > 0 else 1.0 + 0j
    shift = w.mean() - turn * z.mean()
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])


@dataclass(frozen=True)
class Eigenfaces:
    """Fitted components.

    Attributes:
        pca: whitening principal components.
        people, photos: how many it was fitted on.
    """

    pca: PCA
    people: int
    photos: int

    @property
    def info(self) -> MatcherInfo:
        """Name, version and settings."""
        return MatcherInfo(
            name="eigenfaces",
            version=f"scikit-learn {sklearn.__version__}",
            dimension=int(self.pca.n_components_),
            settings={
                "chip": SIDE,
                "whiten": True,
                "unit_length": True,
                "seed": SEED,
                "fitted_on_people": self.people,
                "fitted_on_photos": self.photos,
            },
        )

    def project(self, chips: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turn (n, SIDE²) chips into (n, d) vectors of length 1; their distances lie in 0 to 2."""
        vectors = self.pca.transform(chips)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)


def fit(chips: NDArray[np.float32], people: int, components: int = COMPONENTS) -> Eigenfaces:
    """Fit the components on chips of people who are not tested.

    Raises:
        ExperimentError: there are fewer chips than components.
    """
    if len(chips) <= components:
        raise ExperimentError(
            f"expected more than {components} photos to fit eigenfaces on, found {len(chips)}. "
            "Use a larger data set."
        )
    pca = PCA(components, whiten=True, svd_solver="randomized", random_state=SEED)
    return Eigenfaces(pca.fit(chips), people, len(chips))
