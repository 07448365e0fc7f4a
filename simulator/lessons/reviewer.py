"""The role play "You are the reviewer": pairs of faces, the truth, and what the matcher says.

The faces belong to consenting adults of the London set. Each pair has one smiling and one neutral
photo, so that the expression gives nothing away, and nobody appears twice. The pairs are the
hardest of all, half of them of one person. What "the machine" says in the game is dealt at random
in the browser, separately for each learner; what the matcher really says is shown at the end.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.faces.sketch import sketch_text
from simulator.lessons.london_pairs import LONDON, Pairs, smiling_against_neutral
from simulator.search.confidence import Calibration

SETTING = 0.99
OF_EACH = 6
"""Pairs of one person, and pairs of two people: a multiple of three, since each kind is dealt to
three conditions: no word, a true word, a false word."""


def reviewer(calibration: Calibration) -> dict[str, Any]:
    """Return the pairs for the browser, those of two people first; the browser shuffles them."""
    pairs = smiling_against_neutral()
    keys = pairs.encodings.keys
    landmarks = pairs.encodings.landmarks
    shown = []
    for row, column in choose(pairs):
        distance = float(pairs.distances[row, column])
        confidence = float(calibration.confidence(distance))
        first, second = pairs.smiling[row], pairs.neutral[column]
        shown.append(
            {
                "first": sketch_text(landmarks[first]),
                "second": sketch_text(landmarks[second]),
                "keys": [str(keys[first]), str(keys[second])],
                "same": bool(pairs.same[row, column]),
                "matched": confidence >= SETTING,
                "confidence": confidence,
                "distance": distance,
            }
        )
    return {"setting": SETTING, "dataset": LONDON, "pairs": shown}


def choose(pairs: Pairs, count: int = OF_EACH) -> list[tuple[int, int]]:
    """Choose the hardest pairs of each kind, with no person twice.

    The strangers who are closest are chosen first, then the people whose two photos are farthest
    apart. The matcher's threshold plays no part.

    Args:
        pairs: all comparisons.
        count: pairs of each kind.

    Returns:
        (smiling, neutral) indices of each pair.
    """
    person_of_row = np.argmax(pairs.same, axis=1)
    used: set[int] = set()
    chosen: list[tuple[int, int]] = []
    for same, order in ((False, 1), (True, -1)):
        rows, columns = np.nonzero(pairs.same == same)
        taken = 0
        for at in np.argsort(order * pairs.distances[rows, columns], kind="stable"):
            who = {int(person_of_row[rows[at]]), int(columns[at])}
            if taken < count and not who & used:
                used.update(who)
                chosen.append((int(rows[at]), int(columns[at])))
                taken += 1
    return chosen
