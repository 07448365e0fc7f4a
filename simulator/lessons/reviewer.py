"""The role play "You are the reviewer": pairs of sketches, what the machine claims, the truth.

The faces belong to consenting adults of the London set. Each pair has one smiling and one neutral
photo, so that the expression gives nothing away, and nobody appears twice. The machine claims a
match where the calibrated confidence is at least that of the setting.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.faces.sketch import LINES, sketch_text
from simulator.lessons.london_pairs import Pairs, smiling_against_neutral
from simulator.search.confidence import Calibration

SETTING = 0.99
MATED, CLAIMED_STRANGERS, REJECTED_STRANGERS = 4, 4, 2
"""Number of pairs of one person; of two people the machine calls one; of two it tells apart."""
ORDERS = 0, 1
"""Seeds of the order in the first and in the second round."""


def reviewer(calibration: Calibration) -> dict[str, Any]:
    """Return the pairs for the browser, and the order in which each round shows them."""
    pairs = smiling_against_neutral()
    chosen = choose(pairs, calibration.distance(SETTING))
    shown = []
    for row, column in chosen:
        distance = float(pairs.distances[row, column])
        confidence = float(calibration.confidence(distance))
        landmarks = pairs.encodings.landmarks
        shown.append(
            {
                "first": sketch_text(landmarks[pairs.smiling[row]]),
                "second": sketch_text(landmarks[pairs.neutral[column]]),
                "same": bool(pairs.same[row, column]),
                "claim": confidence >= SETTING,
                "confidence": confidence,
                "distance": distance,
            }
        )
    orders = [np.random.default_rng(seed).permutation(len(shown)).tolist() for seed in ORDERS]
    return {"setting": SETTING, "pairs": shown, "orders": orders, "lines": [list(x) for x in LINES]}


def choose(pairs: Pairs, threshold: float) -> list[tuple[int, int]]:
    """Choose the hardest pairs of each kind, with no person twice.

    The closest strangers whom the machine calls one person are chosen first, then people whose two
    photos are farthest apart, then strangers just beyond the threshold.

    Args:
        pairs: all comparisons.
        threshold: the distance at or below which the machine claims a match.

    Returns:
        (smiling, neutral) indices of each pair.
    """
    person_of_row = np.argmax(pairs.same, axis=1)
    used: set[int] = set()
    chosen: list[tuple[int, int]] = []

    def take(mask: np.ndarray[Any, np.dtype[np.bool_]], order: int, count: int) -> None:
        rows, columns = np.nonzero(mask)
        for at in np.argsort(order * pairs.distances[rows, columns], kind="stable"):
            who = {int(person_of_row[rows[at]]), int(columns[at])}
            if count and not who & used:
                used.update(who)
                chosen.append((int(rows[at]), int(columns[at])))
                count -= 1

    matched = pairs.distances <= threshold
    take(~pairs.same & matched, 1, CLAIMED_STRANGERS)
    take(pairs.same & matched, -1, MATED)
    take(~pairs.same & ~matched, 1, REJECTED_STRANGERS)
    return chosen
