"""Simulate, with planted truth, how often the intervals over people and photos contain it.

    python benchmarks/photo_choice.py [--trials 2000] [--seed 0] [--only WORD]

The table is shown in docs/methods.md. People are drawn from a planted population, and photos of
them; as in the 115th Congress not quite half of the people have two photographs. Whether two photos
of one person are falsely matched is correlated by 0.2, 0.45 or 0.8.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri, owens_t

from simulator.stats import photo_choice
from simulator.stats.intervals import wilson
from simulator.stats.photo_interval import PhotoInterval
from simulator.stats.rank_agreement import rank_agreement

SETTINGS = ((100, 0.01), (100, 28 / 535), (535, 0.01), (535, 28 / 535))
"""People, and the planted FPIR."""
CORRELATIONS = (0.2, 0.45, 0.8)
TWO_PHOTOS = 255 / 535
GROUP = 0.2
RATIO = 2.0
SMALL_GROUP = 13

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Found = tuple[float, float, float]


@dataclass(frozen=True)
class Planted:
    """A drawn sample, in which a photo is falsely matched at distance 0 or under.

    Attributes:
        nearest: (people, 2) distances; nan where there is no second photograph.
        members: (people,) the group, which is falsely matched twice as often as everybody else.
        fpir, share, own, other: the truth: of all, of the group's share among the false matches, of
            the group's rate and of everybody else's.
        expected: the expected number among these very people, of those with two photographs.
        draws, seed: for intervals that draw people.
    """

    nearest: Floats
    members: Bools
    fpir: float
    share: float
    own: float
    other: float
    expected: float
    draws: int
    seed: int


def latent_correlation(rate: float, correlation: float) -> float:
    """Return the correlation of normal variables whose lowest ``rate`` correlate like that.

    Source:
        Owen (1956), Ann. Math. Stat. 27, 1075–1090: the bivariate normal integral.
    """
    edge = float(ndtri(rate))

    def beyond(r: float) -> float:
        both = rate - 2 * float(owens_t(edge, math.sqrt((1 - r) / (1 + r))))
        return (both - rate**2) / (rate * (1 - rate)) - correlation

    return float(brentq(beyond, 0.0, 1.0))


def planted(
    people: int,
    rate: float,
    correlation: float,
    random: np.random.Generator,
    *,
    group: int | None = None,
    draws: int = 1000,
) -> Planted:
    """Draw people, who is in the group (a fixed number or each by chance), and their photos."""
    size = GROUP if group is None else group / people
    other = rate / (1 - size + size * RATIO)
    own = RATIO * other
    members = np.arange(people) < group if group is not None else random.random(people) < size
    rates = np.where(members, own, other)
    strong = np.where(
        members, latent_correlation(own, correlation), latent_correlation(other, correlation)
    )
    person = random.normal(size=people) * np.sqrt(strong)
    edge = ndtri(rates)
    noise = np.sqrt(1 - strong)
    nearest = (person - edge)[:, None] + random.normal(size=(people, 2)) * noise[:, None]
    two = random.permutation(people) < round(TWO_PHOTOS * people)
    nearest[~two, 1] = np.nan
    return Planted(
        nearest=nearest,
        members=members,
        fpir=rate,
        share=size * own / rate,
        own=own,
        other=other,
        expected=float(ndtr((edge - person) / noise)[two].sum()),
        draws=draws,
        seed=int(random.integers(2**31)),
    )


def one_photo_draws(sample: Planted) -> tuple[Floats, Floats]:
    """Draw people and then one photo of each: FPIR and the group's share in each draw."""
    random = np.random.default_rng(sample.seed)
    people = len(sample.nearest)
    chosen = random.integers(people, size=(sample.draws, people))
    second = (random.random(chosen.shape) < 0.5) & ~np.isnan(sample.nearest[chosen, 1])
    flagged = sample.nearest[chosen, second.astype(int)] <= 0
    total = flagged.sum(axis=1)
    own = (flagged & sample.members[chosen]).sum(axis=1)
    return total / people, own[total > 0] / total[total > 0]


def percentiles(values: Floats) -> tuple[float, float]:
    """Return the middle 95% of the draws; nan without any."""
    if not len(values):
        return (math.nan, math.nan)
    low, high = np.quantile(values, (0.025, 0.975))
    return (float(low), float(high))


def wilson_first(sample: Planted) -> Found:
    """Count the first photo of each person."""
    flagged = sample.nearest[:, 0] <= 0
    return (sample.fpir, *wilson(int(flagged.sum()), len(flagged)))


def wilson_every(sample: Planted) -> Found:
    """Count every photo as if it were another person's."""
    photos = sample.nearest[~np.isnan(sample.nearest)]
    return (sample.fpir, *wilson(int((photos <= 0).sum()), len(photos)))


def wilson_share_first(sample: Planted) -> Found:
    """Count the group among those whose first photo is falsely matched."""
    flagged = sample.nearest[:, 0] <= 0
    return (
        sample.share,
        *wilson(int((flagged & sample.members).sum()), int(flagged.sum())),
    )


def of(
    truth: Callable[[Planted], float],
    measure: Callable[..., PhotoInterval],
    *fields: str,
) -> Callable[[Planted], Found]:
    """Make a case of one of the measures at distance 0."""

    def case(sample: Planted) -> Found:
        found = measure(sample.nearest, *(getattr(sample, field) for field in fields), 0.0)
        return (truth(sample), found.low, found.high)

    return case


def share_at_count(sample: Planted) -> Found:
    """Set the distance in each draw so that as many are flagged as are planted."""
    found = photo_choice.share_at_count(
        sample.nearest,
        sample.members,
        sample.fpir * len(sample.nearest),
        draws=sample.draws,
        seed=sample.seed,
    )
    return (sample.share, found.low, found.high)


CASES: dict[str, Callable[[Planted], Found]] = {
    "FPIR: people and photos": of(lambda s: s.fpir, photo_choice.rate),
    "FPIR: Wilson, the first portrait": wilson_first,
    "FPIR: Wilson, every photo a person (wrong)": wilson_every,
    "FPIR: one photo of each person drawn, percentiles (literal)": lambda s: (
        s.fpir,
        *percentiles(one_photo_draws(s)[0]),
    ),
    "share at a distance: people and photos": of(lambda s: s.share, photo_choice.share, "members"),
    "share at a distance: Wilson, the first portrait": wilson_share_first,
    "share at a distance: one photo drawn, percentiles (literal)": lambda s: (
        s.share,
        *percentiles(one_photo_draws(s)[1]),
    ),
    "share at a count, distance set anew: people and photos": share_at_count,
    "gap, 20% of the people against the others": of(
        lambda s: s.own - s.other, photo_choice.gap, "members"
    ),
    "ratio, 20% of the people against the others": of(
        lambda s: s.own / s.other, photo_choice.ratio, "members"
    ),
    "gap, 13 people against the others": of(lambda s: s.own - s.other, photo_choice.gap, "members"),
    "ratio, 13 people against the others": of(
        lambda s: s.own / s.other, photo_choice.ratio, "members"
    ),
    "count with other portraits of these people": of(
        lambda s: s.expected, photo_choice.count_with_other_portraits
    ),
}


def coverage(
    name: str,
    people: int,
    rate: float,
    correlation: float,
    trials: int,
    seed: int,
    draws: int = 1000,
) -> float:
    """Return the share of simulated intervals that contain the planted truth.

    Samples without an interval (a share where nobody was falsely matched) are left out.
    """
    random = np.random.default_rng([seed, people, int(rate * 1e6), int(correlation * 100)])
    case = CASES[name]
    group = SMALL_GROUP if "13 people" in name else None
    if group is None and name.startswith(("gap", "ratio")):
        group = round(GROUP * people)
    held, counted = 0, 0
    for _ in range(trials):
        sample = planted(people, rate, correlation, random, group=group, draws=draws)
        truth, low, high = case(sample)
        counted += not math.isnan(low)
        held += low <= truth <= high
    return held / counted if counted else math.nan


def rank_coverage(
    people: int, correlation: float, trials: int, seed: int, draws: int = 500
) -> float:
    """Return the coverage of the rank correlation of two normal variables.

    Source:
        Pearson (1907): Spearman's ρ = 6/π · arcsin(r/2).
    """
    random = np.random.default_rng([seed, people, int(correlation * 100)])
    truth = 6 / math.pi * math.asin(correlation / 2)
    held = 0
    for trial in range(trials):
        first = random.normal(size=people)
        second = correlation * first + math.sqrt(1 - correlation**2) * random.normal(size=people)
        found = rank_agreement(first, second, draws=draws, seed=trial)
        held += found.low <= truth <= found.high
    return held / trials


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="rows whose name contains this word")
    given = parser.parse_args()
    columns = [f"{people} people, {100 * rate:.1f}%" for people, rate in SETTINGS]
    print(f"| interval | {' | '.join(columns)} | mean | min | max |")
    print("|---|" + "---|" * (len(SETTINGS) + 3))
    for name in CASES:
        if given.only in name:
            _print_row(
                name,
                [
                    [coverage(name, n, rate, c, given.trials, given.seed) for c in CORRELATIONS]
                    for n, rate in SETTINGS
                ],
            )
    print(
        f"\nCoverage in %, {given.trials} simulations each, seed {given.seed}; in each cell two "
        f"photos of a person correlate by {', '.join(map(str, CORRELATIONS))}."
    )
    if given.only in "rank correlation":
        for people in (48, 255):
            found = [rank_coverage(people, c, given.trials, given.seed) for c in (0.0, 0.5, 0.8)]
            _print_row(f"rank correlation, {people} people; r = 0, 0.5, 0.8", [found])


def _print_row(name: str, rows: list[list[float]]) -> None:
    cells = [" / ".join(f"{100 * value:.1f}" for value in row) for row in rows]
    flat = [value for row in rows for value in row]
    ends = [f"{100 * value:.1f}" for value in (np.mean(flat), min(flat), max(flat))]
    print(f"| {name} | {' | '.join(cells)} | {' | '.join(ends)} |", flush=True)


if __name__ == "__main__":
    main()
