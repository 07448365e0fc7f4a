"""Calculate the mean head on which faces are turned to the front, from the bundled landmarks.

``python tools/mean_head.py`` calculates it again (some minutes) and reports by how much each
coordinate differs from :data:`simulator.faces.frontal.MEAN_HEAD`.

The places of 68 points in many photos of heads turned this way and that tell how deep each point
lies (structure from motion; Tomasi and Kanade 1992, Int. J. Computer Vision 9, 137–154). Each photo
and its mirror image are laid over the head, then each point of the head is moved to where the
photos agree best, until nothing moves. The head stays symmetric.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import load_dataset
from simulator.faces.frontal import MEAN_HEAD, MIRRORED, fit, upright

Floats = NDArray[np.float64]

SETS = ("lfw", "congress-115", "legislators", "london")
STEPS = 200
SETTLED = 1e-5
"""The head is found when no coordinate moves by more in a step, in distances between the eyes."""
TOLERANCE = 2e-3


def mean_head(landmarks: NDArray[np.number]) -> Floats:
    """Return the head, (68, 3), that agrees best with landmarks, (n, 68, 2) x, y in pixels.

    Returns:
        Right, down and forward of the middle between the eyes, in distances between the eyes.
    """
    points = upright(landmarks)
    points = np.concatenate([points, (points * [-1, 1])[:, MIRRORED]])
    head = _first_guess(points)
    for _ in range(STEPS):
        rotation, scale, shift = fit(points, head)
        flat = (points - shift) / scale[:, None, None]
        known = np.einsum("fai,faj->ij", rotation, rotation)
        moved = np.einsum("fai,fka->ki", rotation, flat) @ np.linalg.inv(known)
        moved = (moved + (moved * [-1, 1, 1])[MIRRORED]) / 2
        moved -= moved[36:48].mean(axis=0)
        moved /= np.linalg.norm(moved[42:48].mean(axis=0) - moved[36:42].mean(axis=0))
        change, head = np.abs(moved - head).max(), moved
        if change < SETTLED:
            break
    return head


def _first_guess(points: Floats) -> Floats:
    """Return the median face, bent backwards at its sides, with a nose that stands out."""
    head = np.zeros((68, 3))
    head[:, :2] = np.median(points, axis=0)
    head[:, 2] = -(head[:, 0] ** 2) - 0.1 * np.maximum(0, head[:, 1] - 1.2)
    head[27:36, 2] += [0.1, 0.2, 0.3, 0.4, 0.15, 0.2, 0.25, 0.2, 0.15]
    return head


def main() -> int:
    """Calculate the head from the bundled landmarks and compare it; 1 if it is another."""
    found = mean_head(np.concatenate([load_dataset(name).encodings.landmarks for name in SETS]))
    differ = np.abs(found - MEAN_HEAD)
    np.set_printoptions(precision=3, suppress=True)
    print(found)
    print(f"Farthest from simulator/faces/frontal.py: {differ.max():.4f}")
    return int(differ.max() > TOLERANCE)


if __name__ == "__main__":
    sys.exit(main())
