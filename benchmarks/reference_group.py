"""Simulate whether the interval of a ratio to a reference group holds, with real distances.

    python benchmarks/reference_group.py [--trials 1000] [--seed 0]

The table is shown in docs/methods.md. People are drawn, each with all their photos, from the
members of Congress (one photo) and London's adults (two photos) and their distances to the closest
stranger in LFW. The other group's distances are shifted, so the true rate at the true threshold is
known. Beside it stands what Wilson's interval holds if the threshold is taken as certain.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import norm

from simulator import Experiment, run
from simulator.stats.fixed_rate import (
    events_at_every_step,
    fix_threshold,
    interval_at_fixed_rate,
)
from simulator.stats.intervals import wilson

SMOOTH = 0.01
"""Distances are spread by so much, so that every rate has a threshold."""
SHIFTS = (("alike", 0.0), ("closer", 0.6))
"""In standard deviations of the distances."""
CASES = (
    ("congress-115", 422, 51),
    ("congress-115", 422, 112),
    ("congress-115", 422, 20),
    ("congress-115", 422, 8),
    ("congress-115", 112, 423),
    ("congress-115", 50, 50),
    ("london", 53, 49),
)
FIXED = (1, 2, 5, 20)
"""People of the reference group whom the threshold flags."""

Floats = NDArray[np.float64]


def distances_of(probes: str) -> Floats:
    """Return the distance to the closest stranger in LFW: (people, photos)."""
    result = run(Experiment(probes=probes))
    order = np.argsort(result.person, kind="stable")
    return np.asarray(result.search.nearest[order].reshape(result.people, -1), np.float64)


def rate_at(threshold: float, distances: Floats) -> float:
    """Return the true rate of people at a threshold, in the spread distances."""
    return float(norm.cdf((threshold - distances) / SMOOTH).mean())


def coverage(
    distances: Floats, sizes: tuple[int, int], events: int, shift: float, trials: int, seed: int
) -> tuple[float, float]:
    """Return the share of intervals that hold the truth: ours, and with a certain threshold."""
    first_people, other_people = sizes
    shifted = distances - shift * distances.std()
    rate = events / first_people
    at = brentq(lambda t: rate_at(t, distances) - rate, 0.01, 1.5)
    truth = rate_at(at, shifted)
    random = np.random.default_rng([seed, *sizes, events])

    def drawn(people: int, source: Floats) -> Floats:
        chosen = source[random.integers(len(source), size=people)]
        return np.asarray(chosen + random.normal(0, SMOOTH, chosen.shape), np.float64).ravel()

    photos = distances.shape[1]
    mine = np.full(first_people * photos, 1 / photos)
    theirs = np.full(other_people * photos, 1 / photos)
    ours, certain = 0, 0
    for _ in range(trials):
        first, other = drawn(first_people, distances), drawn(other_people, shifted)
        _steps, a, b = events_at_every_step(first, mine, other, theirs)
        low, high = interval_at_fixed_rate(a, first_people, b, other_people, rate)
        ours += low - 1e-12 <= truth <= high + 1e-12
        threshold = fix_threshold(first, mine, rate).distance
        low, high = wilson(float((theirs * (other <= threshold)).sum()), other_people)
        certain += low <= truth <= high
    return ours / trials, certain / trials


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    print(f"| reference, other group | rates | {' | '.join(f'{n} flagged' for n in FIXED)} |")
    print("|---|---|" + "---|" * len(FIXED))
    sources = {name: distances_of(name) for name in dict.fromkeys(case[0] for case in CASES)}
    for name, *sizes in CASES:
        for words, shift in SHIFTS:
            cells = []
            for events in FIXED:
                if events > sizes[0] / 2:
                    cells.append("")
                    continue
                found = coverage(
                    sources[name], (sizes[0], sizes[1]), events, shift, given.trials, given.seed
                )
                cells.append(f"{100 * found[0]:.1f} ({100 * found[1]:.1f})")
            photos = sources[name].shape[1]
            people = f"{sizes[0]} people, {sizes[1]} people"
            note = "" if photos == 1 else f", {photos} photos each"
            print(f"| {people}{note} | {words} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
