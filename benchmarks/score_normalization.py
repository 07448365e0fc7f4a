"""Simulate how often the intervals on normalized scores contain the truth.

    python benchmarks/score_normalization.py [--trials 150] [--seed 0]

The table is shown in docs/methods.md. The populations are LFW and the 115th Congress (in LFW) as
they are: the people whose scores are stored, each with all of their draws and mates. People are
drawn, as many women and men as in the 115th Congress or as in the London set, and halved again;
from Congress with replacement. The truth is what a way gives in the whole population; thresholds
per group depend on how many people they are fitted to, so their truth is what they give on average
over the trials. A group of 40 or 20 women is a random part of the women.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import load_dataset
from simulator.search.normalized_scores import NormalizedScores, find_scores
from simulator.stats.drawn_rates import Estimate
from simulator.stats.equal_fpir import (
    EVERYONE,
    METHODS,
    PER_GROUP,
    MethodAtEqualFpir,
    compare_methods,
)

TARGET = 0.05
ALL_OF_THEM = "women"

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Setting:
    """A population, and whom to draw from it.

    Attributes:
        probes, gallery: the data sets whose scores are stored.
        men, women: how many to draw.
        smaller: smaller groups of the women.
        again: whether people can be drawn again.
    """

    probes: str
    gallery: str
    men: int
    women: int
    smaller: tuple[int, ...]
    again: bool


SETTINGS = (
    Setting("lfw", "lfw", 423, 112, (40, 18), again=False),
    Setting("lfw", "lfw", 53, 49, (20,), again=False),
    Setting("congress-115", "lfw", 423, 112, (40,), again=True),
)


def compared(
    scores: NormalizedScores, people: Rows, women: int, smaller: tuple[int, ...], seed: int
) -> dict[str, dict[str, MethodAtEqualFpir]]:
    """Halve these people, of whom the first are women, and compare the ways."""
    random = np.random.default_rng(seed)
    n = len(people)
    halves = np.array([random.permutation(n) < n // 2 for _ in range(scores.draws)])
    place = np.arange(n)
    columns = {ALL_OF_THEM: [place < women, place >= women]}
    columns |= {f"{few} of the women": [place < few] for few in smaller}
    arrays = (scores.nearest[:, :, people], scores.mates[:, :, people], halves)
    return compare_methods(*arrays, columns, TARGET)


def numbers(way: MethodAtEqualFpir, column: str) -> dict[str, Estimate]:
    """Return the estimates of one way that are checked."""
    found = {"FPIR": way.fpir[0], "gap": way.gap[0]}
    if way.name != EVERYONE:
        found["change of the gap"] = way.gap_change[0]
    if column == ALL_OF_THEM:
        found["FNIR"] = way.fnir
        if way.name != EVERYONE:
            found["change of FNIR"] = way.fnir_change
    return found


def check(setting: Setting, trials: int, seed: int) -> None:
    """Print the rows of one setting."""
    dataset = load_dataset(setting.probes)
    scores = find_scores(dataset, load_dataset(setting.gallery))
    assert scores is not None
    gender = dataset.labels(scores.keys.tolist())["gender"].to_numpy()
    women, men = np.flatnonzero(gender == "F"), np.flatnonzero(gender == "M")
    # The population has as many women for each man as are drawn.
    share = setting.women / setting.men
    pool = min(len(women), round(share * len(men)))
    everybody = np.concatenate([women[:pool], men[: round(pool / share)]])
    whole = compared(scores, everybody, pool, (), seed)[ALL_OF_THEM]
    random = np.random.default_rng(seed)
    found: dict[tuple[str, str, str], list[Estimate]] = defaultdict(list)
    for trial in range(trials):
        drawn = [
            random.choice(rows, number, replace=setting.again)
            for rows, number in ((women[:pool], setting.women), (men, setting.men))
        ]
        people = np.concatenate(drawn)
        some = compared(scores, people, setting.women, setting.smaller, trial)
        for column, ways in some.items():
            for name in METHODS:
                for number, estimate in numbers(ways[name], column).items():
                    found[column, number, name].append(estimate)
    for (column, number, name), estimates in found.items():
        middle = float(np.mean([e.value for e in estimates]))
        small_gap = column != ALL_OF_THEM and number != "FPIR"
        truth = middle
        if name != PER_GROUP and not small_gap:
            truth = numbers(whole[name], ALL_OF_THEM)[number].value
        below = np.mean([e.high < truth for e in estimates])
        above = np.mean([e.low > truth for e in estimates])
        width = np.mean([e.high - e.low for e in estimates])
        print(
            f"{setting.probes} {setting.men + setting.women} | {column} | {number} | {name} "
            f"| {100 * (1 - below - above):.1f} | {100 * below:.1f} | {100 * above:.1f} "
            f"| {100 * truth:.1f} | {100 * middle:.1f} | {100 * width:.1f}",
            flush=True,
        )


def main() -> None:
    """Print a row per setting, group, number and way."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--trials", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print("people | group | number | way | covered | too low | too high | truth | mean | width")
    for setting in SETTINGS:
        check(setting, options.trials, options.seed)


if __name__ == "__main__":
    main()
