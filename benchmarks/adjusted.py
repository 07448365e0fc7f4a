"""Simulate whether the intervals of adjusted comparisons hold, with the real people and photos.

    python benchmarks/adjusted.py [--trials 1000] [--seed 0]

The tables are shown in docs/methods.md. Odds ratios: gender, age and photo measurements are those
of the members of Congress, their effects those that were estimated, and who is falsely matched is
drawn from the model with a planted odds ratio. The published method is beside ordinary maximum
likelihood. Distances: people are drawn with replacement, with their real distances and
measurements; the group's people from the people of color.
"""

from __future__ import annotations

import argparse
import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import chdtri, expit

from simulator import Experiment, run
from simulator.experiment.analyses.covariates import covariates
from simulator.stats.adjusted_difference import adjusted_difference
from simulator.stats.odds_ratio import design_matrix, penalized_fit

Floats = NDArray[np.float64]

SIZES = (8, 20, 107)
EVENTS = (14, 28, 60)
RATIOS = (0.5, 1.0, 3.0)
LIMIT = float(chdtri(1, 0.05))


def plain_fit(design: Floats, outcome: Floats, fixed: float | None = None) -> float:
    """Return the largest log-likelihood without a penalty, by Newton's method."""
    free = [i for i in range(design.shape[1]) if fixed is None or i != 1]
    beta = np.zeros(design.shape[1])
    beta[0] = math.log(outcome.mean() / (1 - outcome.mean()))
    if fixed is not None:
        beta[1] = fixed
    for _ in range(50):
        rate = expit(design @ beta)
        information = (design.T * (rate * (1 - rate))) @ design
        score = design.T @ (outcome - rate)
        try:
            step = np.linalg.solve(information[np.ix_(free, free)], score[free])
        except np.linalg.LinAlgError:
            break
        beta[free] += np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-4 or np.abs(beta).max() > 20:
            break
    linear = design @ beta
    return float(outcome @ linear - np.logaddexp(0, linear).sum())


def odds_coverage(
    design: Floats, flagged: Floats, events: int, ratio: float, trials: int, seed: int
) -> tuple[float, float]:
    """Return the share of intervals that hold the planted ratio: published method, plain."""
    fitted = penalized_fit(design, flagged)
    assert fitted is not None
    beta = fitted.beta.copy()
    beta[1] = math.log(ratio)

    def excess(intercept: float) -> float:
        return float(expit(design @ np.r_[intercept, beta[1:]]).sum()) - events

    beta[0] = brentq(excess, -20, 5)
    rates = expit(design @ beta)
    random = np.random.default_rng([seed, events, int(10 * ratio), design.shape[1]])
    held, held_plain, tried = 0, 0, 0
    while tried < trials:
        outcome = (random.random(len(rates)) < rates).astype(np.float64)
        if outcome.sum() < 2:
            continue
        tried += 1
        best = penalized_fit(design, outcome, None, beta)
        true = penalized_fit(design, outcome, beta[1], None if best is None else best.beta)
        held += best is not None and true is not None and 2 * (best.value - true.value) <= LIMIT
        fall = plain_fit(design, outcome) - plain_fit(design, outcome, beta[1])
        held_plain += 2 * fall <= LIMIT
    return held / trials, held_plain / trials


def distance_coverage(
    size: int, of_color: NDArray[np.bool_], others: Floats, distances: Floats, trials: int
) -> float:
    """Return the share of intervals that hold the difference of the whole population."""
    people = len(of_color)
    inside, outside = np.flatnonzero(of_color), np.flatnonzero(~of_color)
    weight = np.where(of_color, size / len(inside), (people - size) / len(outside))
    design = design_matrix(of_color, others)
    assert design is not None
    root = np.sqrt(weight)[:, None]
    truth = np.linalg.lstsq(design * root, distances * root[:, 0], rcond=None)[0][1]
    random = np.random.default_rng(size)
    group, held = np.arange(people) < size, 0
    for _ in range(trials):
        drawn = np.r_[random.choice(inside, size), random.choice(outside, people - size)]
        found = adjusted_difference(group, others[drawn], distances[drawn])
        held += found.low <= truth <= found.high
    return held / trials


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    view = run(Experiment()).at()
    of_color = (view.result.searched["person_of_color"] == "true").to_numpy()
    beside = covariates(view.result).beside("person_of_color")
    every = np.column_stack([one.values for one in beside])
    nothing, distances = np.empty((len(every), 0)), view.result.search.nearest
    print("| distance, adjusted for | " + " | ".join(f"{size} people" for size in SIZES) + " |")
    print("|---|" + "---|" * len(SIZES))
    for name, others in (("nothing", nothing), ("gender, age, photo", every)):
        held = [distance_coverage(n, of_color, others, distances, given.trials) for n in SIZES]
        print(f"| {name} | {' | '.join(f'{100 * one:.1f}' for one in held)} |", flush=True)
    head = [f"{events} events, ratio {ratio:g}" for events in EVENTS for ratio in RATIOS]
    print(f"\n| group, adjusted for | {' | '.join(head)} |\n|---|---|" + "---|" * len(head[1:]))
    flagged = view.flagged.astype(np.float64)
    random = np.random.default_rng(given.seed)
    for size in SIZES:
        group = of_color.copy()
        group[random.choice(np.flatnonzero(of_color), 107 - size, replace=False)] = False
        for name, others in (("nothing", nothing), ("gender, age, photo", every)):
            design = design_matrix(group, others)
            assert design is not None
            both = [
                odds_coverage(design, flagged, events, ratio, given.trials, given.seed)
                for events in EVENTS
                for ratio in RATIOS
            ]
            cells = " | ".join(f"{100 * firth:.1f} ({100 * plain:.1f})" for firth, plain in both)
            print(f"| {size} people, {name} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
