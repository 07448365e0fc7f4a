"""Score normalization: a distance counted in the units of its own photos' distances to strangers.

A cohort is a set of people who are neither searched for nor enrolled. The distances of one photo to
the cohort say what is usual for this photo: some faces are close to everybody. A normalized
distance is the number of standard deviations by which a distance is smaller or larger than that.
No label of anybody is used.

Source:
    Grother (2004), NISTIR 7083, Face Recognition Vendor Test 2002 Supplemental Report, calls it "a
    legitimate means of boosting verification and open-set identification performance", equal to
    "setting user-specific thresholds"; Matějka et al. (2017), Interspeech, 1567–1571, for
    adaptive symmetric normalization, which takes only the closest of the cohort.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

CLOSEST = 100
"""How many of the cohort count for a photo: those that are closest to it."""


def cohort_moments(distances: Floats, closest: int = CLOSEST) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of each photo's distances to the closest of the cohort.

    Args:
        distances: (n, c) from each photo to everybody in the cohort.
        closest: how many of the cohort count; all of them if it has fewer.

    Returns:
        (n,) means and (n,) standard deviations (dividing by the number of distances).

    Raises:
        ValueError: fewer than two of the cohort would count.
    """
    number = min(closest, distances.shape[1])
    if number < 2:
        raise ValueError(f"expected at least 2 distances to a cohort, found {number}")
    near = distances
    if number < distances.shape[1]:
        near = np.partition(distances, number - 1, axis=1)[:, :number]
    return near.mean(axis=1), near.std(axis=1)


def probe_wise(distances: Floats, mean: Floats, sd: Floats) -> Floats:
    """Return distances normalized by the probe's own cohort: (d − mean) / sd.

    Args:
        distances: any shape.
        mean: the probe's, from :func:`cohort_moments`; it must broadcast to the distances.
        sd: likewise.
    """
    return np.asarray((distances - mean) / sd)


def symmetric(
    distances: Floats, of_probe: tuple[Floats, Floats], of_gallery: tuple[Floats, Floats]
) -> Floats:
    """Return distances normalized on both sides: the average of the probe's and the gallery's.

    Args:
        distances: (n, g) or any shape.
        of_probe: mean and sd of the probes, which must broadcast to the distances.
        of_gallery: mean and sd of the gallery photos, likewise.
    """
    return np.asarray((probe_wise(distances, *of_probe) + probe_wise(distances, *of_gallery)) / 2)
