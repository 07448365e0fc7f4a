"""Accuracy on LFW's official pairs: the check that the matcher is the one it claims to be."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import load_dataset
from simulator.errors import ManifestError
from simulator.faces.encodings import Encodings
from simulator.stats.metrics import fmr, fnmr
from simulator.stats.published import DLIB_LFW_ACCURACY, DLIB_LFW_SOURCE

PAIRS = "pairs.txt"


@dataclass(frozen=True)
class PairsAccuracy:
    """Ten-fold accuracy, a fraction of 1, with the standard error of its mean.

    Attributes:
        pairs: official pairs.
        encoded_pairs: pairs of which both photos could be encoded.
        accuracy, standard_error: over those.
        accuracy_with_failures, standard_error_with_failures: over all, failures being errors.
        thresholds: (folds,) the distance chosen on the other nine folds.
    """

    pairs: int
    encoded_pairs: int
    accuracy: float
    standard_error: float
    accuracy_with_failures: float
    standard_error_with_failures: float
    thresholds: tuple[float, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, the published figure beside them and labeled."""
        return asdict(self) | {
            "published": {"accuracy": DLIB_LFW_ACCURACY, "source": DLIB_LFW_SOURCE}
        }


def validate_lfw_pairs(encodings: Encodings | None = None) -> PairsAccuracy:
    """Return the ten-fold accuracy on the official pairs.

    Args:
        encodings: of the pairs' photos, from :mod:`simulator.building.lfw_pairs`; the bundled ones
            by default.

    Raises:
        ManifestError: the pairs file is missing or cut off.
    """
    dataset = load_dataset("lfw")
    first, second, same, fold = read_pairs(dataset.folder / PAIRS)
    encodings = encodings or dataset.encodings
    row = {key: i for i, key in enumerate(encodings.keys.tolist())}
    distances = np.full(len(same), np.nan)
    usable = np.array([a in row and b in row for a, b in zip(first, second, strict=True)])
    left = encodings.vectors[[row[key] for key in np.array(first)[usable]]].astype(np.float64)
    right = encodings.vectors[[row[key] for key in np.array(second)[usable]]].astype(np.float64)
    distances[usable] = np.linalg.norm(left - right, axis=1)
    return ten_fold_accuracy(distances, same, fold)


def ten_fold_accuracy(
    distances: NDArray[np.float64], same: NDArray[np.bool_], fold: NDArray[np.intp]
) -> PairsAccuracy:
    """Measure each fold's accuracy at the threshold that is best on the other folds.

    Args:
        distances: (pairs,) nan where a photo could not be encoded.
        same: (pairs,) whether a pair shows one person.
        fold: (pairs,) fold number.

    Returns:
        Means over folds; standard error = standard deviation over folds / √folds.

    Source:
        Huang et al. (2007), section 5: view 2, S_E = σ̂/√10.
    """
    folds = np.unique(fold)
    encoded, everything, thresholds = [], [], []
    for number in folds:
        test = fold == number
        threshold = best_threshold(distances[~test], same[~test])
        usable = test & ~np.isnan(distances)
        wrong = fmr(distances[usable & ~same], threshold).events
        wrong += fnmr(distances[usable & same], threshold).events
        right = int(usable.sum()) - wrong
        encoded.append(right / usable.sum())
        everything.append(right / test.sum())
        thresholds.append(threshold)
    root = np.sqrt(len(folds))
    return PairsAccuracy(
        pairs=len(same),
        encoded_pairs=int((~np.isnan(distances)).sum()),
        accuracy=float(np.mean(encoded)),
        standard_error=float(np.std(encoded, ddof=1) / root),
        accuracy_with_failures=float(np.mean(everything)),
        standard_error_with_failures=float(np.std(everything, ddof=1) / root),
        thresholds=tuple(float(t) for t in thresholds),
    )


def best_threshold(distances: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """Return the threshold with the most right answers; the lowest, if several are as good."""
    known = ~np.isnan(distances)
    order = np.argsort(distances[known], kind="stable")
    ordered, is_same = distances[known][order], same[known][order]
    right: NDArray[np.int64] = np.cumsum(is_same) - np.cumsum(~is_same)
    # Only the last of equal distances is a possible threshold.
    last = np.append(np.diff(ordered) > 0, True)
    return float(ordered[last][np.argmax(right[last])])


def read_pairs(path: Path) -> tuple[list[str], list[str], NDArray[np.bool_], NDArray[np.intp]]:
    """Read LFW's ``pairs.txt``: (first keys, second keys, same person, fold).

    Raises:
        ManifestError: the file is missing or cut off.
    """
    try:
        lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line.strip()]
        folds, per_kind = int(lines[0][0]), int(lines[0][1])
        first, second, same = [], [], []
        for parts in lines[1:]:
            one, other = (parts[0], parts[0]) if len(parts) == 3 else (parts[0], parts[2])
            first.append(f"{one}_{int(parts[1]):04d}")
            second.append(f"{other}_{int(parts[-1]):04d}")
            same.append(len(parts) == 3)
        if len(same) != 2 * folds * per_kind:
            raise ValueError(f"it has {len(same)} pairs")
    except (OSError, ValueError, IndexError) as error:
        raise ManifestError(
            f"expected LFW's official pairs in {path}, found: {error}. Restore the file."
        ) from error
    return first, second, np.array(same), np.arange(len(same)) // (2 * per_kind)
