"""The role play "You are the reviewer": pairs of sketches, what the machine claims, the truth.

The faces are consenting adults of the London set, one photo smiling and one neutral in every pair,
so that the expression gives nothing away. Nobody appears twice. The machine claims a match where
the calibrated confidence is at least that of the setting.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.faces.sketch import LINES, sketch_text
from simulator.lessons.london_pairs import Pairs, smiling_against_neutral
from simulator.search.confidence import Calibration

SETTING = 0.99
MATED, CLAIMED, PLAIN = 4, 4, 2
"""Pairs of one person; of two people whom the machine takes for one; of two whom it does not."""
ORDERS = 0, 1
"""Seeds of the order in the first and in the second round."""


def reviewer(calibration: Calibration) -> dict[str, Any]:
    """The pairs as the browser takes them, and the order in which each round shows them."""
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
    """(smiling, neutral) of every pair: the hardest of each sort, no person twice.

    Strangers whom the machine takes for one person come first, the closest of them; then people
    whose two photos lie furthest apart; then strangers just beyond the threshold.

    Args:
        pairs: all comparisons.
        threshold: at or under it the machine claims a match.
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
    take(~pairs.same & matched, 1, CLAIMED)
    take(pairs.same & matched, -1, MATED)
    take(~pairs.same & ~matched, 1, PLAIN)
    return chosen
