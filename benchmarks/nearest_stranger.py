"""Simulate whether the interval of the closest strangers holds, with the real distances.

    python benchmarks/nearest_stranger.py [--trials 2000] [--seed 0]

The table is shown in docs/measures.md. People are drawn with replacement from the members of
Congress and their distances to the closest stranger in LFW. The group's distances are shifted and
spread, so that the true probability of a closer stranger is known.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray

from simulator import Experiment, run
from simulator.stats.rank_test import smaller_than_others

PEOPLE = 535
SIZES = (8, 12, 20, 50, 110, 200)
CASES = (
    ("alike", 0.0, 1.0),
    ("closer", 0.6, 1.0),
    ("much closer", 1.3, 1.0),
    ("alike, more spread", 0.0, 1.6),
    ("closer, less spread", 0.6, 0.6),
)


def coverage(
    distances: NDArray[np.float64], size: int, case: tuple[float, float], trials: int, seed: int
) -> tuple[float, float]:
    """Return the true probability, and the share of intervals that hold it."""
    shift, spread = case
    middle, width = distances.mean(), distances.std()
    group = middle + (distances - middle) * spread - shift * width
    truth = smaller_than_others(group, distances).probability
    random = np.random.default_rng([seed, size])
    held = 0
    for _ in range(trials):
        found = smaller_than_others(
            random.choice(group, size), random.choice(distances, PEOPLE - size)
        )
        held += found.low <= truth <= found.high
    return truth, held / trials


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    distances = run(Experiment()).search.nearest
    print(f"| group | truth | {' | '.join(f'{size} people' for size in SIZES)} |")
    print("|---|---|" + "---|" * len(SIZES))
    for name, *case in CASES:
        shift, spread = case
        found = [
            coverage(distances, size, (shift, spread), given.trials, given.seed) for size in SIZES
        ]
        cells = " | ".join(f"{100 * share:.1f}" for _, share in found)
        print(f"| {name} | {100 * found[0][0]:.0f}% | {cells} |", flush=True)


if __name__ == "__main__":
    main()
