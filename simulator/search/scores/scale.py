"""Turning another system's scores into distances, on a scale that the whole column decides.

A similarity may be a fraction (0.95) or a percentage (95). One value cannot say which: 1.0000001 is
a fraction with a rounding error, and 0.9 may be nine tenths of a percent. So the largest value of
the whole column decides, and where it fits both readings or neither, the user is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.search.scores.candidate_lists import ScoresError
from simulator.search.search import BIN_WIDTH, BINS

DISTANCE, SIMILARITY = "distance", "similarity"
FRACTION, PERCENT = "fraction", "percent"
SCALES = (FRACTION, PERCENT)
"""Scales of a similarity, as ``--scale`` takes them: up to 1, or up to 100."""
FARTHEST = BIN_WIDTH * (BINS - 1)
"""The largest distance that a search can hold."""
ROUNDING = 1e-5
"""How far a score may lie beyond the end of its scale, as a share of it, and still be rounding."""
LEAST_FRACTION, LEAST_PERCENT = 0.1, 10.0
"""A column whose largest similarity is lower fits both readings or neither."""
WORDS = {
    DISTANCE: "the file's own distance",
    FRACTION: "1 − similarity",
    PERCENT: "1 − similarity / 100",
}


def as_distances(
    numbers: NDArray[np.float64], kind: str, path: Path, scale: str | None = None
) -> tuple[NDArray[np.float64], str]:
    """Return scores as distances, and how they were calculated, in words.

    Args:
        numbers: (m,) scores; nan where nobody was returned.
        kind: ``distance`` or ``similarity``.
        path: where they come from, for errors.
        scale: ``fraction`` or ``percent``, where the user or the format says so.

    Raises:
        ScoresError: a score lies beyond its scale by more than rounding, the scale of similarities
            cannot be told from them, or a scale is given for distances.
    """
    known = numbers[~np.isnan(numbers)]
    if kind == DISTANCE:
        if scale is not None:
            raise ScoresError(
                f"expected similarities in {path} with --scale {scale}, found distances, which "
                "have no scale. Leave --scale out."
            )
        _refuse_outside(known, 0.0, FARTHEST, "distances from 0 to 2", path)
        return np.asarray(np.clip(numbers, 0.0, FARTHEST)), WORDS[DISTANCE]
    scale = scale or _scale_of(known, path)
    largest = 100.0 if scale == PERCENT else 1.0
    lowest = largest * (1 - FARTHEST)
    _refuse_outside(known, lowest, largest, f"similarities up to {largest:g}", path)
    return _distance_of(numbers, largest), WORDS[scale]


def similarity_to_distance(similarity: float, words: str) -> float:
    """Return the distance of a similarity on the scale that :func:`as_distances` used.

    Args:
        similarity: a threshold in the file's own unit.
        words: how that file's distances were calculated.

    Raises:
        ScoresError: the file holds distances, or the similarity lies beyond the scale.
    """
    scale = next((name for name in SCALES if WORDS[name] == words), None)
    if scale is None:
        raise ScoresError(
            f"expected lists of similarities with the threshold --similarity {similarity:g}, "
            "found distances. Give --distance instead."
        )
    largest = 100.0 if scale == PERCENT else 1.0
    other = FRACTION if scale == PERCENT else PERCENT
    looks_like_other = scale == PERCENT and 0 < similarity <= 1
    if not 0 <= similarity <= largest or looks_like_other:
        raise ScoresError(
            f"expected a similarity up to {largest:g}, because the lists are on the scale "
            f"{scale!r}, found {similarity:g}. Write it on that scale, or give --scale {other} if "
            "the lists were misread."
        )
    return float(_distance_of(np.array([similarity]), largest)[0])


def _distance_of(similarities: NDArray[np.float64], largest: float) -> NDArray[np.float64]:
    # Rounded, so that 80 of 100 is the distance .2 and not .19999999999999996.
    return np.asarray(np.clip(np.round(1 - similarities / largest, 12), 0.0, FARTHEST))


def _scale_of(known: NDArray[np.float64], path: Path) -> str:
    top = float(known.max(initial=-np.inf))
    if not len(known) or LEAST_FRACTION <= top <= 1 + ROUNDING:
        return FRACTION
    if top >= LEAST_PERCENT:
        return PERCENT
    raise ScoresError(
        f"expected similarities whose scale can be told from the largest one in {path}, found "
        f"{top:g}: it may be a fraction or a percentage. Add --scale fraction or --scale percent."
    )


def _refuse_outside(
    known: NDArray[np.float64], low: float, high: float, expected: str, path: Path
) -> None:
    for value in _outside(known, low, high):
        raise ScoresError(
            f"expected {expected}, in {path}, found {value:g}. Divide the scores by their largest "
            "value, or state what they are with --scores-are and --scale."
        )


def _outside(known: NDArray[np.float64], low: float, high: float) -> Iterator[float]:
    slack = ROUNDING * max(abs(low), abs(high))
    yield from known[(known < low - slack) | (known > high + slack)].tolist()
