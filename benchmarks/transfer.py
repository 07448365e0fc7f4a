"""Simulate whether the interval of a transferred threshold holds, with the people of LFW.

    python benchmarks/transfer.py [--trials 300] [--seed 0]

The table is shown in docs/methods.md. Some people of LFW, with all their photos, set the threshold
at an FMR of 1 in 1,000; others, men or women, are who it is used on. The truth is the FMR of all
such people in LFW at the threshold that all of LFW sets.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray

from simulator.comparison.false_match_pairs import false_match_pairs
from simulator.comparison.fmr_by_person import EDGES
from simulator.datasets.dataset import load_dataset
from simulator.stats.fixed_rate import interval_at_fixed_rate
from simulator.stats.pair_worth import matching_and_worth

RATE = 1e-3
CASES = ((200, "F", 200), (200, "M", 50), (400, "F", 100), (100, "M", 400))
"""People who set the threshold; whom it is used on, and how many."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    pairs = false_match_pairs(load_dataset("lfw"), 0.6)
    close, photos = pairs.close, pairs.photos
    shares = 1 / (photos[close.first] * photos[close.second])
    place = np.ceil(np.round(close.distances / 0.001, 6)).astype(np.int64)

    def curve(members: NDArray[np.bool_]) -> NDArray[np.float64]:
        inside = members[close.first] & members[close.second]
        counted = np.bincount(place[inside], shares[inside], minlength=EDGES[-1] + 1)
        people = int(members.sum())
        return np.asarray(counted.cumsum()[EDGES] / (people * (people - 1) / 2), np.float64)

    def drawn(chosen: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        number = np.full(len(photos), -1)
        number[chosen] = np.arange(len(chosen))
        first, second = number[close.first], number[close.second]
        inside = (first >= 0) & (second >= 0)
        matching, worth = matching_and_worth(
            first[inside],
            second[inside],
            shares[inside],
            close.distances[inside],
            len(chosen),
            EDGES,
        )
        return matching / (len(chosen) * (len(chosen) - 1) / 2) * worth, worth

    everybody = curve(np.ones(len(photos), bool))
    at = int(np.searchsorted(everybody, RATE, side="right")) - 1
    members = {group.value: group.members for group in pairs.groups("gender")}
    print("| set by | used on | true FMR | held, % |")
    print("|---|---|---|---|")
    for setters, group, people in CASES:
        truth = float(curve(members[group])[at])
        random = np.random.default_rng([given.seed, setters, people])
        held = told = 0
        for _ in range(given.trials):
            order = random.permutation(len(photos))
            first, other = order[:setters], order[setters:]
            other = other[members[group][other]][:people]
            (events, worth), (theirs, their_worth) = drawn(first), drawn(other)
            if np.isnan(worth).any() or np.isnan(their_worth).any():
                continue
            told += 1
            low, high = interval_at_fixed_rate(events, worth, theirs, their_worth, RATE)
            held += low <= truth <= high
        label = {"F": "women", "M": "men"}[group]
        print(
            f"| {setters} people | {people} {label} | {1e4 * truth:.1f} in 10,000 | "
            f"{100 * held / max(told, 1):.1f} (of {told}) |",
            flush=True,
        )


if __name__ == "__main__":
    main()
