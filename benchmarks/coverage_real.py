"""Simulate whether the 95% intervals hold with the people and photos that data sets really have.

    python benchmarks/coverage_real.py [--trials 1000] [--seed 0] [--only WORD] [--rates 0.003]

The tables are shown in docs/methods.md. The photo counts are those of LFW, where one man has 530
of 13,194 photos and with them 58% of the comparisons of two photos of one person, and of London
(two photos each). Misses, matches and false matches are planted: 30% of the variance of a distance
is the person's (15% each where two people are compared, and 10% the pair's). In the last rows
nothing is planted: people are drawn from LFW with all their photos, and the truth is LFW's rate.
"""

from __future__ import annotations

import argparse
import functools
import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from simulator.comparison.differential_intervals import two_rates
from simulator.datasets.dataset import load_dataset
from simulator.search.base_rate import ppv, ppv_interval
from simulator.stats import differentials as d
from simulator.stats.metrics import rate as measured_rate
from simulator.stats.people import rate_by_person
from simulator.stats.ratio_interval import ratio_interval
from simulator.stats.subject_intervals import (
    Interval,
    cluster_interval,
    pair_interval,
    pairs_needed,
)

RATES = (0.001, 0.01, 0.06)
SHARE = 0.15
PAIR = 0.1
RATIO = 2.0
LONDON = 102
LONDON_GROUPS = (69, 13, 10, 10)
"""People of each group of London, by ethnicity."""
FPIR = 0.05
LFW_GROUPS = (400, 200, 100, 50)
THRESHOLD = 0.5
WIDTH = 0.05
"""Standard deviation of planted distances, about that of dlib's."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Found = dict[str, tuple[float, float, float]]
Case = Callable[[float, np.random.Generator], Found]
Planted = dict[float, tuple[float, tuple[float, float]]]


@functools.cache
def photos_of(group: str) -> Ints:
    """Return how many photos each person of LFW has, of everybody or of one gender."""
    lfw = load_dataset("lfw")
    keys = lfw.encodings.keys.tolist()
    who = lfw.identities.loc[keys].to_numpy(dtype=str)
    _names, start, photos = np.unique(who, return_index=True, return_counts=True)
    gender = lfw.labels([keys[row] for row in start])["gender"].to_numpy(dtype=str)
    return np.asarray(photos if group == "all" else photos[gender == group], np.int64)


def drawn(people: int, *, most: bool = False) -> Callable[[np.random.Generator], Ints]:
    """Draw so many of LFW's people, with the man who has 530 photos or as it comes."""

    def draw(random: np.random.Generator) -> Ints:
        photos = random.choice(photos_of("all"), people, replace=False)
        if most:
            photos[0] = photos_of("all").max()
        return photos

    return draw


def fixed(photos: Callable[[], Ints]) -> Callable[[np.random.Generator], Ints]:
    """Take the same photo counts in every simulation."""
    return lambda _random: photos()


def _distances(similarity: Floats, rate: float) -> Floats:
    """Turn similarities with variance 1 into distances, of which a share is under THRESHOLD."""
    return np.asarray(THRESHOLD - WIDTH * (similarity - ndtri(1 - rate)))


def _ends(truth: float, found: Interval) -> tuple[float, float, float]:
    return (truth, found.low, found.high)


def fnmr_case(photos: Callable[[np.random.Generator], Ints]) -> Case:
    """Make a case: every comparison of two photos of one person; some people are missed more."""

    def case(rate: float, random: np.random.Generator) -> Found:
        counted = photos(random)
        subjects, distances = planted_misses(counted * (counted - 1) // 2, rate, random)
        return {
            "by comparison": _ends(rate, cluster_interval(subjects, distances, THRESHOLD)),
            "by person": _ends(
                rate, cluster_interval(subjects, distances, THRESHOLD, by_person=True)
            ),
        }

    return case


def planted_misses(trials: Ints, rate: float, random: np.random.Generator) -> tuple[Ints, Floats]:
    """Draw distances of so many trials of each person, of which a share is over THRESHOLD."""
    subjects = np.repeat(np.arange(len(trials)), trials)
    own = random.normal(0, math.sqrt(2 * SHARE), len(trials))
    noise = random.normal(0, math.sqrt(1 - 2 * SHARE), len(subjects))
    return subjects, 2 * THRESHOLD - _distances(own[subjects] + noise, rate)


def fpir_case(photos: Callable[[np.random.Generator], Ints]) -> Case:
    """Make a case: every photo is searched in a fixed gallery; some people are matched more."""

    def case(rate: float, random: np.random.Generator) -> Found:
        subjects, distances = planted_misses(photos(random), rate, random)
        over = rate_by_person(distances > THRESHOLD, subjects.astype(np.intp))
        return {
            "by search": _ends(rate, cluster_interval(subjects, distances, THRESHOLD)),
            "by person": (rate, over.low, over.high),
        }

    return case


def ppv_case(photos: Callable[[np.random.Generator], Ints], prior: float = 0.1) -> Case:
    """Make a case: the worth of a match, from so many people's FNIR and 535 people's FPIR of 5%."""

    def case(rate: float, random: np.random.Generator) -> Found:
        subjects, distances = planted_misses(photos(random), rate, random)
        missed = rate_by_person(distances > THRESHOLD, subjects.astype(np.intp)).value
        found = cluster_interval(subjects, distances, THRESHOLD, by_person=True)
        false = measured_rate(int(random.binomial(535, FPIR)), 535)
        ends = ppv_interval(
            prior, (missed, found.low, found.high), (false.value, false.low, false.high)
        )
        return {"by person": (ppv(prior, rate, FPIR), *ends)}

    return case


def fmr_case(photos: Callable[[np.random.Generator], Ints]) -> Case:
    """Make a case: every comparison of two people; some people match more often, and some pairs."""

    def case(rate: float, random: np.random.Generator) -> Found:
        counted = photos(random)
        return _both(counted, planted_matches(counted, rate, random), (rate, rate))

    return case


Matches = tuple[Ints, Ints, Floats]


def planted_matches(photos: Ints, rate: float, random: np.random.Generator) -> Matches:
    """Draw close comparisons of people with a known FMR at THRESHOLD: (first, second, distances).

    The distances of a pair's comparisons are independent given the two people and the pair. Only
    pairs that can come near the threshold draw them one by one.
    """
    n = len(photos)
    own = random.normal(0, math.sqrt(SHARE), n)
    first, second = _pairs(n)
    similarity = own[first] + own[second]
    similarity += random.normal(0, math.sqrt(PAIR), len(first))
    compared = photos[first] * photos[second]
    # One in 300,000 of a comparison's own normal variables exceeds 4.5.
    noise = math.sqrt(1 - 2 * SHARE - PAIR)
    looser = min(max(rate, 100 / len(first)), 0.3)
    near = np.flatnonzero(similarity + 4.5 * noise > ndtri(1 - looser))
    row = np.repeat(near, compared[near])
    distances = _distances(similarity[row] + noise * random.normal(0, 1, len(row)), rate)
    return _close(first[row], second[row], distances, n)


@functools.lru_cache(maxsize=1)
def _pairs(n: int) -> tuple[Ints, Ints]:
    first, second = np.triu_indices(n, 1)
    return first.astype(np.int64), second.astype(np.int64)


def _close(first: Ints, second: Ints, distances: Floats, people: int) -> Matches:
    """Leave out comparisons that no interval looks at: beyond the threshold and the pairs needed.

    The closest pairs of people count, not the closest comparisons.
    """
    used = np.flatnonzero(distances <= THRESHOLD)
    needed = pairs_needed(people)
    if len(np.unique(first[used] * people + second[used])) < needed:
        order = np.argsort(distances)
        pair = first[order] * people + second[order]
        _pairs, start = np.unique(pair, return_index=True)
        used = order[: np.sort(start)[needed - 1] + 1] if len(start) >= needed else order
    return first[used].astype(np.int64), second[used].astype(np.int64), distances[used]


def _both(photos: Ints, matches: Matches, truth: tuple[float, float]) -> Found:
    return {
        "by comparison": _ends(truth[0], _of_pairs(photos, matches, by_person=False)),
        "by person": _ends(truth[1], _of_pairs(photos, matches, by_person=True)),
    }


def _of_pairs(photos: Ints, matches: Matches, *, by_person: bool) -> Interval:
    first, second, distances = matches
    share = 1 / (photos[first] * photos[second])
    return pair_interval(
        first,
        second,
        share if by_person else np.ones(len(first)),
        np.ones(len(photos), np.int64) if by_person else photos,
        distances=distances,
        threshold=THRESHOLD,
    )


def fmr_ratio_case(photos: Callable[[np.random.Generator], Ints]) -> Case:
    """Make a case: two groups' FMR, one at twice the rate of the other, with effective counts."""

    def case(rate: float, random: np.random.Generator) -> Found:
        parts: dict[str, list[float]] = {"by comparison": [], "by person": []}
        for planted in (rate * RATIO, rate):
            counted = photos(random)
            matches = planted_matches(counted, planted, random)
            for name, part in parts.items():
                found = _of_pairs(counted, matches, by_person=name == "by person")
                measured = _rate(counted, matches, by_person=name == "by person")
                part += [measured * found.effective, found.effective]
        return {name: (RATIO, *ratio_interval(*part)) for name, part in parts.items()}

    return case


def _rate(photos: Ints, matches: Matches, *, by_person: bool) -> float:
    first, second, distances = matches
    hit = distances <= THRESHOLD
    if by_person:
        shares = 1 / (photos[first[hit]] * photos[second[hit]])
        return float(shares.sum()) / (len(photos) * (len(photos) - 1) / 2)
    return float(hit.sum()) / ((int(photos.sum()) ** 2 - int((photos**2).sum())) / 2)


def fnmr_ratio_case(photos: Callable[[np.random.Generator], Ints]) -> Case:
    """Make a case: two groups' FNMR, one at twice the rate of the other, with effective counts."""

    def case(rate: float, random: np.random.Generator) -> Found:
        parts: dict[str, list[float]] = {"by comparison": [], "by person": []}
        for planted in (rate * RATIO, rate):
            counted = photos(random)
            trials = (counted * (counted - 1) // 2)[counted > 1]
            subjects, distances = planted_misses(trials, planted, random)
            missed = distances > THRESHOLD
            rates = {
                "by comparison": float(missed.mean()),
                "by person": float((np.bincount(subjects, missed) / trials).mean()),
            }
            for name, part in parts.items():
                once = name == "by person"
                found = cluster_interval(subjects, distances, THRESHOLD, by_person=once)
                part += [rates[name] * found.effective, found.effective]
        return {name: (RATIO, *ratio_interval(*part)) for name, part in parts.items()}

    return case


def both_errors_case(sizes: Sequence[int], ratio: float, *, two: bool = False) -> Case:
    """Make a case: FDR, INEQ and GARBE of several groups' FMR and FNMR, with effective counts.

    Args:
        sizes: people in each group.
        ratio: the first group's rates over those of the others.
        two: everybody has two photos, as in London; otherwise as many as people of LFW.
    """

    def photos(people: int, random: np.random.Generator) -> Ints:
        if two:
            return np.full(people, 2)
        return random.choice(photos_of("all"), people, replace=False)

    def case(rate: float, random: np.random.Generator) -> Found:
        planted = [rate * (ratio if group == 0 else 1) for group in range(len(sizes))]
        rows: list[list[float]] = []
        for people, each in zip(sizes, planted, strict=True):
            counted = photos(people, random)
            matches = planted_matches(counted, each, random)
            mated = (counted * (counted - 1) // 2)[counted > 1]
            subjects, distances = planted_misses(mated, each, random)
            rows.append(
                [
                    _rate(counted, matches, by_person=False),
                    _of_pairs(counted, matches, by_person=False).effective,
                    float((distances > THRESHOLD).mean()) if len(distances) else math.nan,
                    cluster_interval(subjects, distances, THRESHOLD).effective,
                ]
            )
        # Groups with too few people for an interval take no part, as in a data set.
        used = [i for i, row in enumerate(rows) if not np.isnan(row).any()]
        columns = [np.array([rows[i][k] for i in used]) for k in range(4)]
        truth = np.array([planted[i] for i in used])
        measured = two_rates(*columns)
        of_truth = {
            "FDR": d.fdr(truth, truth),
            "INEQ": d.inequity(truth, truth),
            "GARBE": d.garbe(truth, truth),
        }
        found = {}
        for name, key in (("FDR", "fdr"), ("INEQ", "inequity"), ("GARBE", "garbe")):
            low, high = measured[key]["low"], measured[key]["high"]
            ends = (-math.inf if low is None else low, math.inf if high is None else high)
            found[name] = (of_truth[name], ends[0] - 1e-9, ends[1] + 1e-9)
        return found

    return case


def faces_case(people: int) -> Case:
    """Make a case: so many of LFW's people with all their photos; the truth is LFW's FMR."""

    def case(rate: float, random: np.random.Generator) -> Found:
        vectors, start, photos, planted = _faces()
        distance, truth = planted[rate]
        chosen = np.sort(random.choice(len(photos), people, replace=False))
        counted = photos[chosen]
        rows = np.concatenate([np.arange(start[k], start[k] + photos[k]) for k in chosen])
        person = np.repeat(np.arange(people), counted)
        mine = vectors[rows].astype(np.float64)
        squares = (mine**2).sum(axis=1)
        squared = squares[:, None] + squares[None, :] - 2 * (mine @ mine.T)
        looser = (distance + (0.25 if people < 100 else 0.05)) ** 2
        first, second = np.nonzero((squared < looser) & (person[:, None] < person[None, :]))
        squared, first, second = squared[first, second], person[first], person[second]
        distances = np.sqrt(np.maximum(squared, 0)) - distance + THRESHOLD
        return _both(counted, _close(first, second, distances, people), truth)

    return case


@functools.cache
def _faces() -> tuple[
    NDArray[np.float32], Ints, Ints, dict[float, tuple[float, tuple[float, float]]]
]:
    """Return LFW's vectors by person, first rows and counts, and the distance at each rate.

    With each distance come its two rates: by comparison and by person.
    """
    lfw = load_dataset("lfw")
    who = lfw.identities.loc[lfw.encodings.keys.tolist()].to_numpy(dtype=str)
    vectors = lfw.encodings.vectors[np.argsort(who, kind="stable")]
    _names, start, photos = np.unique(np.sort(who), return_index=True, return_counts=True)
    person = np.repeat(np.arange(len(photos)), photos)
    squares = (vectors.astype(np.float64) ** 2).sum(axis=1)
    counted, weighted = np.zeros(20_000), np.zeros(20_000)
    for row in range(len(vectors) - 1):
        other = person[row + 1 :] > person[row]
        squared = squares[row] + squares[row + 1 :] - 2 * (vectors[row + 1 :] @ vectors[row])
        places = (np.sqrt(np.maximum(squared[other], 0)) * 10_000).astype(np.int64)
        counted += np.bincount(places, minlength=20_000)[:20_000]
        weight = 1 / (photos[person[row]] * photos[person[row + 1 :][other]])
        weighted += np.bincount(places, weight, minlength=20_000)[:20_000]
    shares = np.cumsum(counted) / counted.sum()
    by_person = np.cumsum(weighted) / weighted.sum()
    at = {rate: int(np.searchsorted(shares, rate)) for rate in RATES}
    planted = {
        rate: ((place + 1) / 10_000, (float(shares[place]), float(by_person[place])))
        for rate, place in at.items()
    }
    return vectors, start.astype(np.int64), photos.astype(np.int64), planted


def _several(group: str) -> Callable[[], Ints]:
    return lambda: photos_of(group)[photos_of(group) > 1]


def _two() -> Ints:
    return np.full(LONDON, 2)


def drawn_several(people: int) -> Callable[[np.random.Generator], Ints]:
    """Draw so many of LFW's people who have two photos or more."""
    return lambda random: random.choice(_several("all")(), people, replace=False)


CASES: dict[str, Case] = {
    "FNMR, LFW: 1,672 people, one has 58%": fnmr_case(fixed(_several("all"))),
    "FNMR, LFW's men: 1,232, one has 60%": fnmr_case(fixed(_several("M"))),
    "FNMR, LFW's women: 440, one has 14%": fnmr_case(fixed(_several("F"))),
    "FNMR, 400 people of LFW": fnmr_case(drawn_several(400)),
    "FNMR, 40 people of LFW": fnmr_case(drawn_several(40)),
    "FNMR, 12 people of LFW": fnmr_case(drawn_several(12)),
    "FNMR, London: 102 people, 2 photos": fnmr_case(fixed(_two)),
    "ratio of two FNMR, LFW's women": fnmr_ratio_case(fixed(_several("F"))),
    "FPIR or FNIR, London: 2 searches a person": fpir_case(fixed(_two)),
    "FPIR or FNIR, 400 people of LFW": fpir_case(drawn(400)),
    "FPIR or FNIR, 1,000 people of LFW": fpir_case(drawn(1000)),
    "FPIR or FNIR, LFW: all": fpir_case(fixed(lambda: photos_of("all"))),
    "PPV, FNIR of 400 people of LFW": ppv_case(drawn(400)),
    "FMR, LFW's women: 1,468": fmr_case(fixed(lambda: photos_of("F"))),
    "FMR, 400 people of LFW, one with 530 photos": fmr_case(drawn(400, most=True)),
    "FMR, 400 people of LFW": fmr_case(drawn(400)),
    "FMR, 40 people of LFW": fmr_case(drawn(40)),
    "FMR, 12 people of LFW": fmr_case(drawn(12)),
    "FMR, London: 102 people, 2 photos": fmr_case(fixed(_two)),
    "ratio of two FMR, 400 people of LFW each": fmr_ratio_case(drawn(400)),
    "two errors, London's 4 groups, equal rates": both_errors_case(LONDON_GROUPS, 1, two=True),
    "two errors, London's 4 groups, one twice": both_errors_case(LONDON_GROUPS, 2, two=True),
    "two errors, 4 groups of LFW, equal rates": both_errors_case(LFW_GROUPS, 1),
    "two errors, 4 groups of LFW, one twice": both_errors_case(LFW_GROUPS, 2),
    "FMR, 400 real faces of LFW": faces_case(400),
    "FMR, 40 real faces of LFW": faces_case(40),
    "FMR, 12 real faces of LFW": faces_case(12),
}

SLOW = {
    "FNMR, LFW: 1,672 people, one has 58%": 5,
    "FNMR, LFW's men: 1,232, one has 60%": 5,
    "FNMR, 400 people of LFW": 2,
    "FMR, LFW's women: 1,468": 4,
    "ratio of two FNMR, LFW's women": 2,
    "FMR, 400 real faces of LFW": 5,
}
"""Cases with many comparisons get so many times fewer simulations."""


def coverage(case: Case, rate: float, trials: int, seed: int) -> dict[str, float]:
    """Return the share of simulated intervals that contain the truth, by how they count."""
    random = np.random.default_rng([seed, int(rate * 1e6)])
    held: dict[str, int] = {}
    for _ in range(trials):
        for name, (truth, low, high) in case(rate, random).items():
            held[name] = held.get(name, 0) + (low <= truth <= high)
    return {name: count / trials for name, count in held.items()}


def rows(trials: int, seed: int, only: str, rates: Sequence[float] = RATES) -> Iterator[str]:
    """Yield a row of the table for each case and way to count."""
    for name, case in CASES.items():
        if only not in name:
            continue
        simulated = max(trials // SLOW.get(name, 1), 1)
        found = [coverage(case, rate, simulated, seed) for rate in rates]
        for counted in found[0]:
            cells = " | ".join(f"{100 * of_rate[counted]:.1f}" for of_rate in found)
            yield f"| {name} | {counted} | {simulated:,} | {cells} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="rows whose name contains this word")
    parser.add_argument("--rates", type=float, nargs="+", default=RATES, help="planted rates")
    given = parser.parse_args()
    rates = given.rates
    print(
        f"| interval | counted | simulations | {' | '.join(f'{100 * rate:g}%' for rate in rates)} |"
    )
    print("|---|---|---|" + "---|" * len(rates))
    for row in rows(given.trials, given.seed, given.only, rates):
        print(row, flush=True)


if __name__ == "__main__":
    main()
