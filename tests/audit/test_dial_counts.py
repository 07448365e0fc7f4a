"""The dial's counts are those of an ``AuditTestView``, also for an answer exactly at the cut."""

from __future__ import annotations

import numpy as np

from simulator.audit.dial_counts import REFUSE, count


def test_counts_by_hand():
    """Four people: one is wrong until 60%, one is never wrong, one is at exactly 90%."""
    chances = np.array([0.4, 0.995, 0.9, 0.5])
    woman = np.array([True, True, False, True])
    counts = count([chances], woman, np.ones((1, 4), bool))
    at = {confidence: place for place, confidence in enumerate(REFUSE)}
    assert counts.people.tolist() == [4]
    wrong, refused = counts.wrong[0, :, 0], counts.refused[0, :, 0]
    assert [wrong[at[c]] for c in (50, 60, 61, 90, 91)] == [2, 2, 1, 1, 0]
    assert [refused[at[c]] for c in (50, 51, 60, 61, 90, 91)] == [0, 1, 1, 2, 2, 3]
    assert (counts.answered == 4 - counts.refused).all()
