"""Simulate whether the p-values hold, and what the test can detect.

    python benchmarks/significance.py [--trials 2000] [--seed 0]

The two tables are shown in docs/measures.md: how often p ≤ α without any effect, and how often
a planted ratio of 2 is found (power).
"""

from __future__ import annotations

import argparse

import numpy as np

from simulator.datasets.groups import Group
from simulator.stats.significance import bias_or_luck

LEVELS = (0.01, 0.05, 0.1)
SIZES = ((20, 439), (40, 419), (85, 374), (230, 229))
RATES = (0.01, 0.06)
RATIO = 2.0


def rejected(
    size: int, others: int, rates: tuple[float, float], trials: int, seed: int
) -> list[float]:
    """Return the share of simulated tests with p ≤ each level.

    Args:
        size: people in the group.
        others: people outside it.
        rates: planted FPIR of the group and of the others.
        trials: simulations.
        seed: for all random draws.
    """
    random = np.random.default_rng([seed, size, int(1e6 * rates[0])])
    members = np.arange(size + others) < size
    groups = [Group("in", "in", members), Group("out", "out", ~members)]
    chance = np.where(members, rates[0], rates[1])
    p = np.empty(trials)
    for i in range(trials):
        flagged = random.random(len(members)) < chance
        found = bias_or_luck(flagged, groups)
        # Nobody flagged: nothing to test, so nothing rejected.
        p[i] = 1.0 if np.isnan(found.p) else found.p
    return [float((p <= level).mean()) for level in LEVELS]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    print("| group | planted rates | p ≤ 0.01 | p ≤ 0.05 | p ≤ 0.1 |\n|---|---|---|---|---|")
    for ratio in (1.0, RATIO):
        for size, others in SIZES:
            for rate in RATES:
                planted = (rate * ratio, rate)
                shares = rejected(size, others, planted, given.trials, given.seed)
                cells = " | ".join(f"{100 * share:.1f}%" for share in shares)
                words = f"{100 * planted[0]:g}% and {100 * planted[1]:g}%"
                print(f"| {size} of {size + others} | {words} | {cells} |", flush=True)
    print(f"\n{given.trials} simulations each, seed {given.seed}.")


if __name__ == "__main__":
    main()
