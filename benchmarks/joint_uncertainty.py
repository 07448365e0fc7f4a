"""Simulate how often intervals for people, photos and gallery people contain the truth.

    python benchmarks/joint_uncertainty.py [--trials 1000] [--seed 0] [--only WORD]

The tables are shown in docs/methods.md. The populations are real: all distances between the bundled
people. The people searched for and the people of the gallery are drawn from them with replacement,
so every trial has another gallery, and the truth is known exactly: a person whom K of G strangers
match at the threshold is falsely matched in a gallery of m with probability 1 − (1 − K/G)^m. As
people are drawn from few, some are drawn twice, which ties more searches together than in reality.
"""

from __future__ import annotations

import argparse
import functools
import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.one_shot import one_shot_verdicts
from simulator.search.search import distance_blocks
from simulator.stats import joint_uncertainty as joint
from simulator.stats.joint_uncertainty import FalselyMatched
from simulator.stats.photo_interval import PhotoInterval

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]
Found = tuple[float, float, float]

RATES = (0.01, 28 / 535, 0.2)
CLOSEST = 300
"""Strangers remembered of each photo; the 20% need far fewer."""
GROUP = 0.2
REPLICATES = 200


@dataclass(frozen=True)
class Population:
    """People with their photos, and all strangers.

    Attributes:
        distances: (people, photos, strangers); infinite to a mate, and where there is no photo.
        members: (people,) of bool: the group.
    """

    distances: NDArray[np.float32]
    members: Bools

    @functools.cached_property
    def closest(self) -> tuple[Ints, Floats]:
        """Return the closest strangers of each photo and their distances."""
        order = np.argpartition(self.distances, CLOSEST, axis=2)[:, :, :CLOSEST]
        far = np.take_along_axis(self.distances, order, 2)
        by = np.argsort(far, axis=2)
        return np.take_along_axis(order, by, 2), np.take_along_axis(far, by, 2).astype(float)

    @functools.cached_property
    def has(self) -> Bools:
        """Return which photos exist, (people, photos)."""
        return np.asarray(~np.isinf(self.distances).all(axis=2))

    @functools.lru_cache(maxsize=256)  # noqa: B019
    def chances(self, threshold: float, gallery: int) -> Floats:
        """Return each person's probability to be falsely matched, averaged over their photos."""
        k = (self.distances <= threshold).sum(axis=2)
        each = 1 - (1 - k / self.distances.shape[2]) ** gallery
        return np.asarray((each * self.has).sum(axis=1) / self.has.sum(axis=1))

    @functools.lru_cache(maxsize=16)  # noqa: B019 - three populations live as long as the program
    def threshold(self, rate: float, gallery: int, share: float | None = None) -> float:
        """Return the distance at which the true FPIR is so high, with such a share of the group."""
        inside = float(self.members.mean())
        part = inside if share is None else share
        weights = np.where(self.members, part / inside, (1 - part) / (1 - inside))
        low, high = 0.2, 0.8
        for _ in range(30):
            middle = (low + high) / 2
            if (weights * self.chances(middle, gallery)).mean() > rate:
                high = middle
            else:
                low = middle
        return high

    def __hash__(self) -> int:
        """Return the identity: populations are compared by it."""
        return id(self)


def by_person(dataset: Dataset) -> tuple[list[str], NDArray[np.float32], Ints]:
    """Return the people, all their vectors side by side, and where each one's begin."""
    keys = dataset.encodings.keys.tolist()
    names, person = np.unique(dataset.identities.loc[keys].to_numpy(str), return_inverse=True)
    order = np.argsort(person, kind="stable")
    starts = np.flatnonzero(np.diff(person[order], prepend=-1))
    return names.tolist(), dataset.encodings.vectors[order], starts


def nearest_photos(
    probes: NDArray[np.float32], gallery: NDArray[np.float32], starts: Ints
) -> NDArray[np.float32]:
    """Return (probes, people) the distance to the closest photo of each person."""
    whole = np.empty((len(probes), len(gallery)), np.float32)
    for first, last, columns, block in distance_blocks(probes, gallery):
        whole[first:last, columns] = block
    return np.asarray(np.minimum.reduceat(whole, starts, axis=1))


def congress(gallery: str) -> Population:
    """Search both portraits of the members of Congress in a gallery."""
    names, vectors, starts = by_person(load_dataset(gallery))
    place = {name: i for i, name in enumerate(names)}
    first, second = load_dataset("congress-115"), load_dataset("congress-115-second")
    verdicts = one_shot_verdicts(second)
    keys = first.encodings.keys.tolist()
    row = {person: i for i, person in enumerate(first.identities.loc[keys])}
    distances = np.full((len(keys), 2, len(names)), np.inf, np.float32)
    distances[:, 0] = nearest_photos(first.encodings.vectors, vectors, starts)
    theirs = nearest_photos(second.encodings.vectors, vectors, starts)
    for key, found in zip(second.encodings.keys.tolist(), theirs, strict=True):
        person = second.identities.loc[key]
        if verdicts.get(key) == "different" and person in row:
            distances[row[person], 1] = found
    for person, i in row.items():
        if person in place:
            distances[i, :, place[person]] = np.inf
    members = first.labels(keys)["person_of_color"] == "true"
    return Population(distances, members.to_numpy(dtype=bool))


def lfw_halves() -> Population:
    """Search one photo each of one half of LFW's people among all photos of the other half."""
    lfw = load_dataset("lfw")
    names, vectors, starts = by_person(lfw)
    distances = nearest_photos(vectors[starts], vectors, starts)
    keys = lfw.encodings.keys.tolist()
    _, first = np.unique(lfw.identities.loc[keys].to_numpy(str), return_index=True)
    women = lfw.labels([keys[i] for i in first])["gender"].to_numpy() == "F"
    order = np.random.default_rng(0).permutation(len(names))
    one, other = order[: len(order) // 2], order[len(order) // 2 :]
    return Population(distances[np.ix_(one, other)][:, None], women[one])


POPULATIONS: dict[str, Callable[[], Population]] = {
    "lfw": functools.cache(lambda: congress("lfw")),
    "legislators": functools.cache(lambda: congress("legislators")),
    "halves": functools.cache(lfw_halves),
}
COLUMNS = {
    "200 members, 2,863 of LFW": ("lfw", 200, 2863),
    "535 members, 5,726 of LFW": ("lfw", 535, 5726),
    "535 members, 1,638 other members": ("legislators", 535, 1638),
    "535 of LFW, 2,863 others of LFW": ("halves", 535, 2863),
}


@dataclass(frozen=True)
class Sample:
    """People and a gallery drawn from a population.

    Attributes:
        person: (photos,) whom each photo shows.
        strangers: (photos, c) the drawn gallery's people, the closest first; each drawn one counts.
        distances: (photos, c).
        members: (people,) the group.
        people: how many.
        gallery: how many gallery people.
    """

    person: Ints
    strangers: Ints
    distances: Floats
    members: Bools
    people: int
    gallery: int

    def at(self, threshold: float) -> FalselyMatched:
        """Return who is falsely matched at a threshold."""
        return joint.falsely_matched(
            self.person, self.strangers, self.distances, threshold, self.gallery
        )

    @functools.cached_property
    def first_photos(self) -> Sample:
        """Return the sample with one photo of each person."""
        kept = np.unique(self.person, return_index=True)[1]
        return replace(
            self,
            person=self.person[kept],
            strangers=self.strangers[kept],
            distances=self.distances[kept],
        )

    def distance_of(self, count: float) -> float:
        """Return the distance at which so many people are flagged."""
        order = np.argsort(self.distances[:, 0], kind="stable")
        reached = np.cumsum(1 / np.bincount(self.person)[self.person[order]])
        return float(self.distances[order[np.searchsorted(reached, count - 1e-9)], 0])


def drawn(
    population: Population,
    people: int,
    gallery: int,
    random: np.random.Generator,
    group: int | None,
) -> Sample:
    """Draw people, their photos and a gallery; with ``group`` people of the group, if given."""
    if group is None:
        who = random.integers(len(population.members), size=people)
    else:
        inside, outside = np.flatnonzero(population.members), np.flatnonzero(~population.members)
        parts = random.choice(inside, group), random.choice(outside, people - group)
        who = np.concatenate(parts)
    # Of somebody with two photos both are known in half of the samples, else either.
    has = population.has[who]
    kept = has.copy()
    if has.shape[1] > 1:
        two = np.asarray(has.all(axis=1))
        one = random.random(people) < 0.5
        which = random.integers(2, size=people)
        kept[two & one] = False
        kept[two & one, which[two & one]] = True
    person, photo = np.nonzero(kept)
    # Either photo comes first, so that one photo of each person is any of them.
    both = np.asarray(has.all(axis=1))[person]
    photo = np.where(both, photo ^ random.integers(2, size=people)[person], photo)
    photo = np.minimum(photo, has.shape[1] - 1)
    order, far = population.closest
    near, distance = order[who[person], photo], far[who[person], photo]
    # Somebody who is drawn twice is two people of the gallery who look alike.
    copies = np.bincount(
        random.integers(population.distances.shape[2], size=gallery),
        minlength=population.distances.shape[2],
    )
    number = np.concatenate([[0], np.cumsum(copies)])[near]
    there = copies[near]
    width = int(there.sum(axis=1).max())
    strangers = np.full((len(person), width), -1, np.intp)
    distances = np.full((len(person), width), np.nan)
    rows = np.repeat(np.arange(len(person)), there.sum(axis=1))
    flat = there.ravel()
    start = np.repeat(np.cumsum(there.sum(axis=1)) - there.sum(axis=1), there.sum(axis=1))
    place = np.arange(len(rows)) - start
    inside_copy = np.arange(len(rows)) - np.repeat(np.cumsum(flat) - flat, flat)
    strangers[rows, place] = np.repeat(number.ravel(), flat) + inside_copy
    distances[rows, place] = np.repeat(distance.ravel(), flat)
    return Sample(person, strangers, distances, population.members[who], people, gallery)


def without_gallery(found: FalselyMatched) -> FalselyMatched:
    """Return the same people as if nobody shared a stranger."""
    none = found.person[:0]
    return replace(found, person=none, stranger=none, part=found.part[:0])


def clusters(sample: Sample, threshold: float) -> FalselyMatched:
    """Count every false match as made by its closest stranger alone."""
    closest = replace(sample, strangers=sample.strangers[:, :1], distances=sample.distances[:, :1])
    return closest.at(threshold)


def side_by_side(sample: Sample, threshold: float, random: np.random.Generator) -> Found:
    """Draw people and gallery people with replacement, side by side; take the middle 95%."""
    row, place = np.nonzero(sample.distances <= threshold)
    names, stranger = np.unique(sample.strangers[row, place], return_inverse=True)
    hit = np.zeros((len(sample.person), REPLICATES), bool)
    present = random.poisson(1, (len(names), REPLICATES)) > 0
    np.logical_or.at(hit, row, present[stranger])
    weights = random.multinomial(
        sample.people, np.full(sample.people, 1 / sample.people), size=REPLICATES
    )
    rates = (hit * weights.T).sum(axis=0) / sample.people
    low, high = np.quantile(rates, (0.025, 0.975))
    return (math.nan, float(low), float(high))


def ends(truth: float, found: PhotoInterval) -> Found:
    """Return the truth with the interval."""
    return (truth, found.low, found.high)


def intervals(
    population: Population, people: int, gallery: int, rate: float, random: np.random.Generator
) -> dict[str, Found]:
    """Draw two samples and return every interval with its truth."""
    threshold = population.threshold(rate, gallery)
    chance = population.chances(threshold, gallery)
    group = population.members
    of_group = float(chance[group].sum() / chance.sum())
    truth_gap = float(chance[group].mean() - chance[~group].mean())
    size = round(GROUP * people)
    of_sizes = population.chances(population.threshold(rate, gallery, size / people), gallery)
    gap_at_count = float(of_sizes[group].mean() - of_sizes[~group].mean())
    found: dict[str, Found] = {}
    for sized in (None, size):
        everything = drawn(population, people, gallery, random, sized)
        # One photo of each person answers the same question when every photo is as likely.
        one = everything.first_photos
        counted = max(1, round(rate * people))
        for name, sample, take in (
            ("people (Wilson)", one, without_gallery),
            ("people, gallery", one, lambda matched: matched),
            ("people, photos, gallery", everything, lambda matched: matched),
        ):
            at = take(sample.at(threshold))
            if sized is None:
                found[f"FPIR: {name}"] = ends(float(chance.mean()), joint.rate(at))
                found[f"share at a distance: {name}"] = ends(
                    of_group, joint.share(at, sample.members)
                )
                found[f"share at a count: {name}"] = ends(
                    of_group, at_count(sample, counted, take)[1]
                )
            else:
                found[f"gap at a distance: {name}"] = ends(truth_gap, joint.gap(at, sample.members))
                at, of_count = at_count(sample, counted, take)
                found[f"gap at a count: {name}"] = ends(
                    gap_at_count, joint.gap_of_share(at, sample.members, of_count)
                )
        if sized is None:
            wrong = joint.rate(clusters(one, threshold))
            found["FPIR: clusters by closest stranger (wrong)"] = ends(float(chance.mean()), wrong)
            _, low, high = side_by_side(one, threshold, random)
            found["FPIR: people and gallery drawn side by side (wrong)"] = (
                float(chance.mean()),
                low,
                high,
            )
    return found


def at_count(
    sample: Sample, count: int, take: Callable[[FalselyMatched], FalselyMatched]
) -> tuple[FalselyMatched, PhotoInterval]:
    """Return the people at the distance that flags so many, and the group's share."""
    distance = sample.distance_of(count)
    at = take(sample.at(distance))
    edge = joint.share_at_the_edge(sample.person, sample.distances[:, 0], sample.members, distance)
    return at, joint.share(at, sample.members, marginal=edge)


def coverage(column: str, rate: float, trials: int, seed: int) -> dict[str, tuple[float, float]]:
    """Return the coverage and the average width of each interval; nan where there was none."""
    name, people, gallery = COLUMNS[column]
    population = POPULATIONS[name]()
    random = np.random.default_rng([seed, people, gallery, int(rate * 1e6)])
    held: dict[str, list[tuple[bool, float]]] = {}
    for _ in range(trials):
        for case, (truth, low, high) in intervals(
            population, people, gallery, rate, random
        ).items():
            if not math.isnan(low):
                held.setdefault(case, []).append((low <= truth <= high, high - low))
    return {
        case: tuple(np.mean(np.array(rows, float), axis=0).tolist()) for case, rows in held.items()
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="columns whose name contains this word")
    given = parser.parse_args()
    columns = [column for column in COLUMNS if given.only in column]
    found = {
        column: [coverage(column, rate, given.trials, given.seed) for rate in RATES]
        for column in columns
    }
    print(f"| interval | {' | '.join(columns)} | min | max |")
    print("|---|" + "---|" * (len(columns) + 2))
    cases = dict.fromkeys(case for rows in found.values() for row in rows for case in row)
    for part in (0, 1):
        for case in sorted(cases, key=lambda case: case.split(":")[0]):
            rows = [
                [row[case][part] if case in row else math.nan for row in found[c]] for c in columns
            ]
            cells = [" / ".join(f"{100 * value:.1f}" for value in row) for row in rows]
            flat = [value for row in rows for value in row if not math.isnan(value)]
            print(
                f"| {case} | {' | '.join(cells)} | {100 * min(flat):.1f} | {100 * max(flat):.1f} |"
            )
        print(f"\n{('Coverage', 'Average width')[part]} in %, {given.trials} simulations each.\n")


if __name__ == "__main__":
    main()
