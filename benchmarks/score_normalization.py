"""Simulate how often the intervals on normalized scores contain the truth.

    python benchmarks/score_normalization.py [--trials 400] [--seed 0]

The table is shown in docs/methods.md. The population is LFW as it is: the people whose scores are
stored, each with all of their draws, mates and labels. People are drawn from it, as many women and
men as in the 115th Congress or as in the London set, and halved again. The truth for ways without
labels is what they give in the whole population. Thresholds per group depend on how many people
they are fitted to, so their truth is what they give on average over the trials.
"""

from __future__ import annotations

import argparse
from collections import defaultdict

import numpy as np

from simulator.datasets.dataset import load_dataset
from simulator.search.normalized_scores import NormalizedScores, find_scores
from simulator.stats.equal_fpir import COHORT, EVERYONE, METHODS, PER_GROUP, PROBE, compare_methods

TARGET = 0.05
SETTINGS = ((423, 112, (40, 18)), (53, 49, (20,)))
"""Men, women, and smaller groups of the women."""


def sampled(scores, men, women, counts, random):
    """Draw people and halve them again; return the arrays and the columns of groups."""
    chosen = np.concatenate(
        [
            random.choice(rows, n, replace=False)
            for rows, n in ((women, counts[1]), (men, counts[0]))
        ]
    )
    nearest, mates = scores.nearest[:, :, chosen], scores.mates[:, :, chosen]
    halves = np.array(
        [random.permutation(len(chosen)) < len(chosen) // 2 for _ in range(scores.draws)]
    )
    place = np.arange(len(chosen))
    columns = {"women": [place < counts[1], place >= counts[1]]}
    columns |= {f"{few} women": [place < few] for few in counts[2]}
    return nearest, mates, halves, columns


def population(scores: NormalizedScores, women, men):
    """Return what each way gives in the whole population, weighted like the sample."""
    everybody = np.concatenate([women, men])
    place = np.arange(len(everybody))
    random = np.random.default_rng(1)
    halves = np.array(
        [random.permutation(len(everybody)) < len(everybody) // 2 for _ in range(scores.draws)]
    )
    arrays = (scores.nearest[:, :, everybody], scores.mates[:, :, everybody], halves)
    columns = {"women": [place < len(women), place >= len(women)]}
    return compare_methods(*arrays, columns, TARGET, draws=2)["women"]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trials", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    lfw = load_dataset("lfw")
    scores = find_scores(lfw, lfw)
    assert scores is not None
    gender = lfw.labels(scores.keys.tolist())["gender"].to_numpy()
    women, men = np.flatnonzero(gender == "F"), np.flatnonzero(gender == "M")
    print("| people | group | number | way | covered | below | above | mean width |")
    print("|---|---|---|---|---|---|---|---|")
    for counts in SETTINGS:
        random = np.random.default_rng(options.seed)
        # As many women for each man as are drawn.
        share = counts[1] / counts[0]
        pool = min(len(women), int(share * len(men)))
        truth = population(scores, women[:pool], men[: int(pool / share)])
        found = defaultdict(list)
        for _ in range(options.trials):
            drawn = sampled(scores, men, women, counts, random)
            for column, by_method in compare_methods(*drawn, TARGET).items():
                for name in METHODS:
                    way = by_method[name]
                    found[column, "FPIR", name].append(way.fpir[0])
                    found[column, "gap", name].append(way.gap[0])
                    if name != EVERYONE:
                        found[column, "change of gap", name].append(way.gap_change[0])
                    if column == "women":
                        found["everyone", "FNIR", name].append(way.fnir)
                        if name != EVERYONE:
                            found["everyone", "change of FNIR", name].append(way.fnir_change)
        for (column, number, name), estimates in found.items():
            values = np.array([(e.value, e.low, e.high) for e in estimates])
            true = _truth(truth, column, number, name)
            middle = np.nanmean(values[:, 0])
            if true is None:
                true = middle
            above, below = (values[:, 1] > true).mean(), (values[:, 2] < true).mean()
            print(
                f"| {counts[0] + counts[1]} | {column} | {number} | {name} "
                f"| {1 - above - below:.1%} | {below:.1%} | {above:.1%} "
                f"| {np.nanmean(values[:, 2] - values[:, 1]):.3f} (truth {true:.3f}, "
                f"mean {middle:.3f}) |",
                flush=True,
            )


def _truth(truth, column, number, name):
    """Return the number in the population; None where it depends on how many people are drawn."""
    if name == PER_GROUP or (column not in ("women", "everyone") and number != "FPIR"):
        return None
    if number == "FPIR":
        return truth[name].fpir[0].value
    if number == "gap":
        return truth[name].gap[0].value
    if number == "change of gap":
        return truth[name].gap_change[0].value
    return truth[name].fnir.value if number == "FNIR" else truth[name].fnir_change.value


assert {PROBE, COHORT} < set(METHODS)

if __name__ == "__main__":
    main()
