"""Simulate reviewers on the real candidate lists: does the interval hold what it says?

    python benchmarks/reviewer.py [--trials 20000] [--seed 0]

The table is shown in docs/methods.md. The lists are those of the default replay at 28 false
matches; every candidate of every search is judged at random, and the searches in which somebody
wrong was named are counted.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray

from simulator import run
from simulator.experiment.analyses.reviewer import LENGTHS, REJECTS, candidate_lists, groups_of
from simulator.stats.reviewer import named_interval

GROUPS = (
    ("everybody", None, ""),
    ("people of color", "person_of_color", "true"),
    ("Asian or Pacific Islander", "race_ethnicity", "Asian_Pacific"),
)


def coverage(shown: NDArray[np.int64], rejects: float, trials: int, seed: int) -> float:
    """Return the share of simulated reviews whose count lies in the interval."""
    random = np.random.default_rng([seed, len(shown), int(100 * rejects)])
    low, high = named_interval(shown, rejects)
    listed = shown[shown > 0]
    of = np.repeat(np.arange(len(listed)), listed)
    held = 0
    for _ in range(trials):
        accepted = random.random(len(of)) >= rejects
        named = len(np.unique(of[accepted]))
        held += low <= named <= high
    return held / trials


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    view = run().at(false_matches=28)
    print(f"| list | group, searches | {' | '.join(f'r = {r:.2f}' for r in REJECTS)} |")
    print("|---|---|" + "---|" * len(REJECTS))
    for threshold in (True, False):
        for k in LENGTHS[:: 2 if threshold else 3]:
            lists = candidate_lists(view, k, threshold=threshold)
            where = "under the threshold" if threshold else "no threshold"
            for name, column, value in GROUPS:
                group = next(g for g in groups_of(view, column) if g.value == value)
                shown = lists.shown[group.members]
                trials = given.trials if threshold else given.trials // 10
                cells = [f"{100 * coverage(shown, r, trials, given.seed):.1f}%" for r in REJECTS]
                print(f"| {k}, {where} | {name}, {len(shown)} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
