"""Simulate, with planted truth, whether the 95% intervals contain it as often as they claim.

    python benchmarks/coverage.py [--trials 1000] [--seed 0] [--only WORD]

The table is shown in docs/methods.md; coverage_real.py does the same with the data sets' own photo
counts. People differ and are shared between pairs: a pair's false match depends on both people
(variance share 0.15 each), a person's misses on that person. Two cases
have no such model: people drawn from LFW, and a rare person who matches many others.
"""

from __future__ import annotations

import argparse
import functools
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from simulator.datasets.dataset import load_dataset
from simulator.stats.differential_regions import gini_ends, largest_difference, largest_ratio
from simulator.stats.differentials import gini
from simulator.stats.intervals import rate_interval
from simulator.stats.ratio_interval import ratio_interval
from simulator.stats.subject_intervals import (
    Interval,
    cluster_interval,
    cross_interval,
    pair_interval,
)

RATES = (0.001, 0.01, 0.06)
SIZES = (12, 40, 400)
SHARE = 0.15
PHOTOS = 4
RATIO = 2.0
RARE_MATCHES = 0.1
THRESHOLD = 0.5
WIDTH = 0.05
"""Standard deviation of planted distances, about that of dlib's."""

Floats = NDArray[np.float64]
Pairs = tuple[NDArray[np.int64], NDArray[np.int64], Floats]
Case = Callable[[int, float, np.random.Generator], tuple[float, float, float]]


def fpir_case(n: int, rate: float, random: np.random.Generator) -> tuple[float, float, float]:
    """Draw one FPIR (n searches of n people, gallery held fixed); return truth, low, high."""
    return (rate, *rate_interval(int(random.binomial(n, rate)), n))


def fmr_case(n: int, rate: float, random: np.random.Generator) -> tuple[float, float, float]:
    """Draw one FMR: all pairs of n people; each person contributes to the latent similarity."""
    return (rate, *_pairs_ends(n, planted_pairs(n, rate, random)))


def planted_pairs(n: int, rate: float, random: np.random.Generator) -> Pairs:
    """Draw comparisons of n people with a known FMR at THRESHOLD; some people match more often."""
    own = random.normal(0, math.sqrt(SHARE), n)
    first, second = np.triu_indices(n, 1)
    similarity = own[first] + own[second] + random.normal(0, math.sqrt(1 - 2 * SHARE), len(first))
    return _closest(first, second, _distance(similarity, rate))


def _distance(similarity: Floats, rate: float) -> Floats:
    """Turn similarities with variance 1 into distances, of which a share is under THRESHOLD."""
    return np.asarray(THRESHOLD - WIDTH * (similarity - ndtri(1 - rate)))


def _closest(first: NDArray[np.int64], second: NDArray[np.int64], distances: Floats) -> Pairs:
    """Leave out comparisons that no interval looks at: beyond the threshold and the closest 60."""
    reach = max(THRESHOLD, float(np.sort(distances)[:60][-1]))
    used = distances <= reach
    return first[used].astype(np.int64), second[used].astype(np.int64), distances[used]


def _pairs_ends(n: int, pairs: Pairs) -> tuple[float, float]:
    found = _pairs_interval(n, pairs)
    return (found.low, found.high)


def _pairs_interval(n: int, pairs: Pairs) -> Interval:
    first, second, distances = pairs
    return pair_interval(
        first,
        second,
        np.ones(len(first), np.int64),
        np.ones(n, np.int64),
        distances=distances,
        threshold=THRESHOLD,
    )


def faces_case(n: int, rate: float, random: np.random.Generator) -> tuple[float, float, float]:
    """Draw n of LFW's 5,726 people; the truth is the FMR among all of them."""
    vectors, thresholds = _faces()
    chosen = vectors[random.choice(len(vectors), n, replace=False)].astype(np.float64)
    first, second = np.triu_indices(n, 1)
    squares = (chosen**2).sum(axis=1)
    squared = squares[first] + squares[second] - 2 * (chosen @ chosen.T)[first, second]
    distances = np.sqrt(np.maximum(squared, 0)) - thresholds[rate] + THRESHOLD
    pairs = _closest(first, second, distances)
    return (rate, *_pairs_ends(n, pairs))


@functools.cache
def _faces() -> tuple[NDArray[np.float32], dict[float, float]]:
    """Return one photo of each person in LFW, and the distance at each planted rate."""
    lfw = load_dataset("lfw")
    who = lfw.identities.loc[lfw.encodings.keys.tolist()].to_numpy(dtype=str)
    vectors = lfw.encodings.vectors[np.unique(who, return_index=True)[1]]
    n = len(vectors)
    squares = (vectors.astype(np.float64) ** 2).sum(axis=1)
    counted = np.zeros(20_000, np.int64)
    for row in range(n - 1):
        squared = squares[row] + squares[row + 1 :] - 2 * (vectors[row + 1 :] @ vectors[row])
        places = np.sqrt(np.maximum(squared, 0)) * 10_000
        counted += np.bincount(places.astype(np.int64), minlength=20_000)[:20_000]
    share = np.cumsum(counted) / (n * (n - 1) / 2)
    return vectors, {rate: (int(np.searchsorted(share, rate)) + 1) / 10_000 for rate in RATES}


def rare_case(n: int, rate: float, random: np.random.Generator) -> tuple[float, float, float]:
    """Draw one FMR where half of it comes from rare people who match one other in ten."""
    truth, found = rare_people(n, rate, random)
    return truth, found.low, found.high


def rare_people(n: int, rate: float, random: np.random.Generator) -> tuple[float, Interval]:
    """Return the true FMR and the interval of such a sample."""
    often = rate / 2 / (2 * RARE_MATCHES)
    rare = random.random(n) < often
    first, second = np.triu_indices(n, 1)
    similarity = random.normal(0, 1, len(first))
    base = _distance(similarity, rate / 2)
    either = rare[first] | rare[second]
    distances = np.where(either, _distance(similarity, RARE_MATCHES), base)
    none = (1 - often) ** 2
    truth = none * rate / 2 + (1 - none) * RARE_MATCHES
    return truth, _pairs_interval(n, _closest(first, second, distances))


def print_marked(trials: int, seed: int) -> None:
    """Print how many intervals hold with rare people: of all, and of those without a mark."""
    print("| people | FMR | simulations | covers, % | marked, % | without a mark covers, % |")
    print("|---|---|---|---|---|---|")
    for n in (40, 400):
        for rate in (0.0003, 0.001, 0.003, 0.01, 0.06):
            random = np.random.default_rng([seed, n, int(rate * 1e6)])
            held, marked = np.zeros(trials, bool), np.zeros(trials, bool)
            for trial in range(trials):
                truth, found = rare_people(n, rate, random)
                held[trial] = found.low <= truth <= found.high
                marked[trial] = found.may_miss_rare_people
            cells = [held.mean(), marked.mean(), held[~marked].mean() if not marked.all() else 1]
            shares = " | ".join(f"{100 * cell:.1f}" for cell in cells)
            print(f"| {n} | {100 * rate:g}% | {trials} | {shares} |", flush=True)


def fnmr_case(n: int, rate: float, random: np.random.Generator) -> tuple[float, float, float]:
    """Draw one FNMR: 4 mated comparisons of each of n people; some are missed more often."""
    own = random.normal(0, math.sqrt(2 * SHARE), (n, 1))
    latent = own + random.normal(0, math.sqrt(1 - 2 * SHARE), (n, PHOTOS))
    distances = 2 * THRESHOLD - _distance(latent, rate)
    subjects = np.repeat(np.arange(n), PHOTOS)
    found = cluster_interval(subjects, distances.ravel(), THRESHOLD)
    return (rate, found.low, found.high)


def ratio_case(n: int, rate: float, random: np.random.Generator) -> tuple[float, float, float]:
    """Draw two groups' FPIR: one of n people at twice the rate of the other, of 4n people."""
    events = int(random.binomial(n, rate * RATIO))
    others = int(random.binomial(4 * n, rate))
    return (RATIO, *ratio_interval(events, n, others, 4 * n))


def fmr_ratio_case(n: int, rate: float, random: np.random.Generator) -> tuple[float, float, float]:
    """Draw two groups' FMR, n people each, one at twice the rate, with effective counts."""
    parts = []
    for planted in (rate * RATIO, rate):
        pairs = planted_pairs(n, planted, random)
        found = _pairs_interval(n, pairs)
        events = int((pairs[2] <= THRESHOLD).sum())
        parts += [events / (n * (n - 1) / 2) * found.effective, found.effective]
    return (RATIO, *ratio_interval(*parts))


def cross_case(n: int, rate: float, random: np.random.Generator) -> tuple[float, float, float]:
    """Draw one FMR between a group of n people and another of 2n."""
    one = np.arange(3 * n) < n
    own = random.normal(0, math.sqrt(SHARE), 3 * n)
    noise = random.normal(0, math.sqrt(1 - 2 * SHARE), (n, 2 * n))
    similarity = (own[:n, None] + own[None, n:] + noise).ravel()
    rows, columns = np.divmod(np.arange(2 * n * n), 2 * n)
    first, second, distances = _closest(rows, columns + n, _distance(similarity, rate))
    found = cross_interval(
        first,
        second,
        np.ones(len(first), np.int64),
        np.ones(3 * n, np.int64),
        one,
        ~one,
        distances=distances,
        threshold=THRESHOLD,
    )
    return (rate, found.low, found.high)


def differential_case(
    ends: Callable[[Floats, Floats], tuple[float, float]],
    truth: Callable[[Floats], float],
    factor: float,
) -> Case:
    """Make a case: a differential of four groups' FPIR (n, 2n, 4n, 8n people), one rate differs."""

    def case(n: int, rate: float, random: np.random.Generator) -> tuple[float, float, float]:
        people = n * np.array([1, 2, 4, 8])
        rates = rate * np.array([1, factor, 1, 1])
        events = random.binomial(people, rates).astype(float)
        low, high = ends(events, people.astype(float))
        # Sums of floating-point numbers may miss an exact "no difference" by a hair.
        return (truth(rates), low - 1e-12, high + 1e-12)

    return case


CASES: dict[str, Case] = {
    "FPIR (Wilson, modified)": fpir_case,
    "FMR": fmr_case,
    "FMR, people drawn from LFW": faces_case,
    "FMR, rare people match 1 other in 10": rare_case,
    "FNMR": fnmr_case,
    "ratio of two FPIR (score)": ratio_case,
    "ratio of two FMR (score, effective counts)": fmr_ratio_case,
    "FMR between two groups": cross_case,
    "largest − smallest of 4 FPIR, equal rates": differential_case(
        largest_difference, lambda x: float(x.max() - x.min()), 1
    ),
    "largest ÷ smallest of 4 FPIR, equal rates": differential_case(
        largest_ratio, lambda x: float(x.max() / x.min()), 1
    ),
    "largest ÷ smallest of 4 FPIR, planted 2": differential_case(
        largest_ratio, lambda x: float(x.max() / x.min()), RATIO
    ),
    "Gini of 4 FPIR, equal rates": differential_case(gini_ends, gini, 1),
    "Gini of 4 FPIR, planted 2": differential_case(gini_ends, gini, RATIO),
}


def coverage(case: Case, n: int, rate: float, trials: int, seed: int) -> float:
    """Return the share of simulated intervals that contain the planted truth."""
    random = np.random.default_rng([seed, n, int(rate * 1e6)])
    held = 0
    for _ in range(trials):
        truth, low, high = case(n, rate, random)
        held += low <= truth <= high
    return held / trials


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="rows whose name contains this word")
    parser.add_argument("--rare", action="store_true", help="only: are those that miss marked?")
    given = parser.parse_args()
    if given.rare:
        print_marked(given.trials, given.seed)
        return
    print(f"| interval | {' | '.join(f'{n} people' for n in SIZES)} | mean | min | max |")
    print("|---|" + "---|" * (len(SIZES) + 3))
    for name, case in CASES.items():
        if given.only not in name:
            continue
        rows = [
            [coverage(case, n, rate, given.trials, given.seed) for rate in RATES] for n in SIZES
        ]
        cells = [" / ".join(f"{100 * value:.1f}" for value in row) for row in rows]
        flat = [value for row in rows for value in row]
        ends = [f"{100 * value:.1f}" for value in (np.mean(flat), min(flat), max(flat))]
        print(f"| {name} | {' | '.join(cells)} | {' | '.join(ends)} |", flush=True)
    print(
        f"\nCoverage in %, {given.trials} simulations each, seed {given.seed}; in each cell the "
        f"planted rates {', '.join(f'{100 * rate:g}%' for rate in RATES)}."
    )


if __name__ == "__main__":
    main()
