"""Four ways to decide on a match, compared at one overall FPIR on people they were not fitted on.

``everyone``: one threshold for all. ``group``: one per group, for which everybody's label must be
known. ``probe`` and ``cohort``: one threshold for normalized scores, without any label. Each split
fits on one half of the people and tests on the other. In the tested half each way's level is moved
by one number, so that all four falsely match the same share of the people there; only what differs
between the groups is carried over from the fitted half. So no way looks better because its level
happened to be stricter.

Intervals are over people. They are drawn with replacement, all their splits come along, and
thresholds per group are fitted again; the seed is fixed. The spread says how many independent
searches a rate is worth, and Wilson's interval for that number follows, as in
:mod:`simulator.stats.photo_choice`. A few people's spread is no safe guide, so a group's searches
are never worth more than everybody's are for each person. As the overall rate is fixed, a group's
gap to everybody else follows from its own rate, and so do the ends of its interval. Differences
between two ways combine the ends of both (Newcombe 1998, Statist. Med. 17, 2635–2650, method 10,
with the correlation of the draws). Galleries and cohorts are those drawn, and are averaged over.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.stats.drawn_rates import (
    DrawnRate,
    Estimate,
    GapToOthers,
    difference_of_ways,
    worth_of_a_person,
)

Floats = NDArray[np.floating]
Bools = NDArray[np.bool_]
Rows = NDArray[np.intp]

EVERYONE, PER_GROUP, PROBE, COHORT = "everyone", "group", "probe", "cohort"
METHODS = (EVERYONE, PER_GROUP, PROBE, COHORT)
_SCORE_OF = {EVERYONE: 0, PER_GROUP: 0, PROBE: 1, COHORT: 2}
FEWEST_IN_A_HALF = 10
"""A group with fewer people in the fitted half gets no threshold of its own there."""
DRAWS = 200
SEED = 0
_CANDIDATES = 2
"""Only the closest people can be falsely matched: at first so many times the share aimed at."""
_NONE = 1e-9
_FEW_EVENTS = 5


@dataclass(frozen=True)
class MethodAtEqualFpir:
    """What one way to decide gave.

    Attributes:
        name: one of :data:`METHODS`.
        as_fitted: (splits,) FPIR in the tested half at the fitted threshold, before it is moved.
        fpir: by group, on the tested halves.
        fnir: of everyone, and by group; nan without mates.
        gap: by group, its FPIR minus that of everybody else.
        gap_change, fnir_change: minus that of one threshold for all, of the same people.
        gaps_of_splits: (groups, splits) the gap in each split; nan where a side is empty.
        fnir_of_splits: (splits,) the FNIR in each split.
    """

    name: str
    as_fitted: Floats
    fpir: list[Estimate]
    fnir: Estimate
    fnir_by_group: list[Estimate]
    gap: list[Estimate]
    gap_change: list[Estimate]
    fnir_change: Estimate
    gaps_of_splits: Floats
    fnir_of_splits: Floats


def compare_methods(
    nearest: Floats,
    mates: Floats,
    first_half: Bools,
    columns: Mapping[str, Sequence[Bools]],
    target: float,
    *,
    draws: int = DRAWS,
) -> dict[str, dict[str, MethodAtEqualFpir]]:
    """Compare the four ways at one overall FPIR.

    Args:
        nearest: (3, splits / 2, n) the smallest score of a stranger: plain, normalized by the
            probe's cohort, normalized on both sides; nan where a person takes no part.
        mates: (3, splits / 2, n) the mate's score; nan without one.
        first_half: (splits / 2, n) who is in the first half.
        columns: label column → (n,) masks of its labeled groups; they may overlap, and a person in
            several gets the average of their thresholds.
        target: the overall FPIR, a fraction of 1.
        draws: how often people are drawn for the intervals.

    Returns:
        Column → name of the way → what it gave.

    Raises:
        ValueError: the target is not between 0 and 1, or so small that it flags nobody in a half.
    """
    n = nearest.shape[2]
    there = ~np.isnan(nearest[0])
    smallest = min(int((there & half).sum(axis=1).min()) for half in (first_half, ~first_half))
    if not 0 < target < 1 or round(target * smallest) < 1:
        raise ValueError(
            f"expected an FPIR that flags somebody in each half of {smallest} people, found "
            f"{target}"
        )
    random = np.random.default_rng(SEED)
    weights = np.ones((draws + 1, n), np.float32)
    weights[1:] = random.multinomial(n, np.full(n, 1 / n), size=draws)
    masks = {column: np.array([*some], bool).reshape(-1, n) for column, some in columns.items()}
    tallies = {
        column: {name: _Tally(mask, draws + 1, per_group=name == PER_GROUP) for name in METHODS}
        for column, mask in masks.items()
    }
    for draw, fitted, tested in _splits(first_half, there):
        split = _Split(nearest[:, draw], mates[:, draw], fitted, tested, weights, target)
        flags = {n: split.flags(_SCORE_OF[n]) for n in METHODS if n != PER_GROUP}
        for column, mask in masks.items():
            flags[PER_GROUP] = split.flags(0, _offsets(split, mask))
            inside = tallies[column][EVERYONE].inside
            people = split.drawn @ inside[split.tested]
            mated = split.drawn_mated @ inside[split.mated]
            for name, tally in tallies[column].items():
                tally.add(split, flags[name], people, mated)
    has_mate = (~np.isnan(mates[0])).any(axis=0)
    searched = there.any(axis=0)
    return {
        column: {
            name: _measured(name, tally, some[EVERYONE], searched, has_mate)
            for name, tally in some.items()
        }
        for column, some in tallies.items()
    }


def _splits(first_half: Bools, there: Bools) -> Iterator[tuple[int, Rows, Rows]]:
    """Yield the draw, the rows fitted on and the rows tested; each half is tested once."""
    for draw, half in enumerate(first_half):
        one, other = (np.flatnonzero(side & there[draw]) for side in (half, ~half))
        yield draw, one, other
        yield draw, other, one


@dataclass(frozen=True)
class _Flags:
    """Who is flagged and missed in a tested half.

    Attributes:
        rows: (1 or draws, k) the people who may be flagged; all others are not.
        weight: (draws, k) with how much weight they are flagged.
        missed: (draws, m) the weight of each missed mate.
        as_fitted: FPIR at the fitted threshold.
    """

    rows: Rows
    weight: Floats
    missed: Floats
    as_fitted: float


class _Split:
    """One half to fit on and one to test, in one draw of gallery and cohort."""

    def __init__(
        self,
        nearest: Floats,
        mates: Floats,
        fitted: Rows,
        tested: Rows,
        weights: Floats,
        target: float,
    ) -> None:
        self.nearest, self.fitted, self.tested, self.weights = nearest, fitted, tested, weights
        self.target = target
        self.mated = tested[~np.isnan(mates[0, tested])]
        self.mates = mates[:, self.mated]
        self.drawn = weights[:, tested]
        self.drawn_mated = weights[:, self.mated]

    def flags(self, score: int, offsets: Floats | None = None) -> _Flags:
        """Flag the tested people whose score, minus their threshold, is smallest."""
        scores = self.nearest[score, self.tested][None]
        mates = self.mates[score][None]
        at_first = 0.0
        if offsets is None:
            at_first = float(self.level(self.fitted, score, self.weights[:1])[0])
        else:
            scores = scores - offsets[:, self.tested]
            mates = mates - offsets[:, self.mated]
        order, taken, level = _flag(scores, self.drawn, self.target)
        missed = np.where(mates > level[:, None], self.drawn_mated, np.float32(0))
        kept = float((scores[0] <= at_first).mean())
        return _Flags(self.tested[order], taken, missed, kept)

    @functools.cached_property
    def level_of_everyone(self) -> Floats:
        """Return the threshold for all, fitted on the fitted half, for each draw."""
        return self.level(self.fitted, 0, self.weights)

    def level(self, rows: Rows, score: int, weights: Floats) -> Floats:
        """Return the score that flags the share aimed at among these rows, for each draw."""
        return _flag(self.nearest[score, rows][None], weights[:, rows], self.target)[2]


def _offsets(split: _Split, masks: Bools) -> Floats:
    """Return everybody's threshold, fitted on the fitted half, (draws, n)."""
    everyone = split.level_of_everyone
    summed = np.zeros(split.weights.shape, np.float32)
    groups_of = np.zeros(split.weights.shape[1], np.float32)
    for mask in masks:
        rows = split.fitted[mask[split.fitted]]
        enough = len(rows) >= FEWEST_IN_A_HALF
        own = split.level(rows, 0, split.weights) if enough else everyone
        summed[:, mask] += own[:, None]
        groups_of += mask
    return np.where(groups_of > 0, summed / np.maximum(groups_of, 1), everyone[:, None])


def _flag(scores: Floats, weights: Floats, target: float) -> tuple[Rows, Floats, Floats]:
    """Flag the smallest scores up to a share of the weight.

    Args:
        scores: (1, n) for all rows of weights, or (rows, n).
        weights: (rows, n) how often each person counts.
        target: the share; the person who reaches it counts with the part that is needed.

    Returns:
        (1 or rows, k) the columns with the smallest scores, the smallest first; (rows, k) the
        weight flagged of each; (rows,) the score that reaches the share.
    """
    n = scores.shape[1]
    goal = weights.sum(axis=1) * target
    # Somebody beyond these is not flagged unless a draw is extreme; then everybody is looked at.
    for size in (min(n, int(_CANDIDATES * target * n) + 20), n):
        order = _smallest(scores, size)
        one_order = len(order) == 1
        near = weights[:, order[0]] if one_order else np.take_along_axis(weights, order, axis=1)
        reached = near.cumsum(axis=1)
        if (reached[:, -1] >= goal - _NONE).all():
            break
    taken = np.diff(np.minimum(reached, goal[:, None]), axis=1, prepend=0)
    last = np.minimum((reached < goal[:, None] - 1e-4).sum(axis=1), reached.shape[1] - 1)
    sorted_scores = np.take_along_axis(scores, order, axis=1)
    rows = np.zeros(len(weights), int) if one_order else np.arange(len(weights))
    return order, taken, sorted_scores[rows, last]


def _smallest(scores: Floats, size: int) -> Rows:
    """Return the columns of each row's smallest scores, the smallest first."""
    if size >= scores.shape[1]:
        return np.argsort(scores, axis=1, kind="stable")
    near = np.argpartition(scores, size - 1, axis=1)[:, :size]
    order = np.argsort(np.take_along_axis(scores, near, axis=1), axis=1, kind="stable")
    return np.take_along_axis(near, order, axis=1)


class _Tally:
    """Counts of one way, added up over splits.

    The rows are the draws of people, of which the first is all of them as they are; the columns are
    the groups, and everyone last.
    """

    def __init__(self, masks: Bools, rows: int, *, per_group: bool) -> None:
        n = masks.shape[1]
        self.masks, self.per_group = masks, per_group
        self.inside = np.vstack([masks, np.ones((1, n), bool)]).T.astype(np.float32)
        self.flagged, self.people, self.missed, self.mated = np.zeros((4, rows, len(masks) + 1))
        self.of_person, self.missed_of_person, self.tests, self.mated_tests = np.zeros((4, n))
        self.by_split: list[tuple[Floats, Floats, float, float, float]] = []

    def add(self, split: _Split, flags: _Flags, people: Floats, mated: Floats) -> None:
        """Add one tested half, in which so many people and mates count."""
        inside = self.inside
        if len(flags.rows) == 1:
            flagged = flags.weight @ inside[flags.rows[0]]
        else:
            flagged = np.einsum("bk,bkg->bg", flags.weight, inside[flags.rows])
        missed = flags.missed @ inside[split.mated]
        # The first draw is everybody as they are.
        self.of_person[flags.rows[0]] += flags.weight[0]
        self.missed_of_person[split.mated] += flags.missed[0]
        self.tests[split.tested] += 1
        self.mated_tests[split.mated] += 1
        self.flagged += flagged
        self.people += people
        self.missed += missed
        self.mated += mated
        self.by_split.append(
            (flagged[0], people[0], float(missed[0, -1]), float(mated[0, -1]), flags.as_fitted)
        )

    def fpir(self) -> Floats:
        """Return FPIR, (draws, groups + 1)."""
        return _divided(self.flagged, self.people)

    def fnir(self) -> Floats:
        """Return FNIR, (draws, groups + 1)."""
        return _divided(self.missed, self.mated)


def _gaps(flagged: Floats, people: Floats) -> Floats:
    others = _divided(flagged[:, -1:] - flagged[:, :-1], people[:, -1:] - people[:, :-1])
    return _divided(flagged[:, :-1], people[:, :-1]) - others


def _measured(
    name: str, tally: _Tally, plain: _Tally, searched: Bools, has_mate: Bools
) -> MethodAtEqualFpir:
    people = (tally.masks & searched).sum(axis=1)
    mated = (tally.masks & has_mate).sum(axis=1)
    shares = _divided(tally.people[0, :-1], tally.people[0, -1:]).tolist()
    own = [_group_rate(tally, g, n, shares[g]) for g, n in enumerate(people)]
    other = own
    if tally is not plain:
        other = [_group_rate(plain, g, n, shares[g]) for g, n in enumerate(people)]
    fnir = _missed_rate(tally, has_mate)
    plain_fnir = fnir if tally is plain else _missed_rate(plain, has_mate)
    flagged, tested, missed, with_mate, as_fitted = (
        np.array(part) for part in zip(*tally.by_split, strict=True)
    )
    worth = worth_of_a_person(tally.missed_of_person, tally.mated_tests)
    gaps, target = [], float(_divided(tally.flagged[:1, -1], tally.people[:1, -1])[0])
    for rate, share in zip(own, shares, strict=True):
        gaps.append(GapToOthers(rate, target, 1 - share).estimate())
    return MethodAtEqualFpir(
        name=name,
        as_fitted=as_fitted,
        fpir=[rate.estimate() for rate in own],
        fnir=fnir.estimate(),
        fnir_by_group=[
            DrawnRate(
                tally.fnir()[:, g],
                int(n),
                int(n) * worth if n else 0.0,
            ).estimate()
            for g, n in enumerate(mated)
        ],
        gap=gaps,
        gap_change=[
            difference_of_ways(rate, before, 1 - share)
            for rate, before, share in zip(own, other, shares, strict=True)
        ],
        fnir_change=difference_of_ways(fnir, plain_fnir, 1.0),
        gaps_of_splits=_gaps(flagged, tested).T,
        fnir_of_splits=_divided(missed, with_mate),
    )


def _group_rate(tally: _Tally, group: int, people: int, share: float) -> DrawnRate:
    """Return a group's FPIR; ``share`` is the group's share of everybody."""
    # At a fixed overall rate only the difference from everybody else varies, and what varies is
    # worth more: the variance is 1 − share of what it would be.
    others = max(1 - share, 1 / max(people, 1))
    most = math.inf
    if not tally.per_group:
        most = people * worth_of_a_person(tally.of_person, tally.tests) / others
    return DrawnRate(tally.fpir()[:, group], int(people), most, people / others)


def _missed_rate(tally: _Tally, has_mate: Bools) -> DrawnRate:
    """Return everybody's FNIR; with few misses, searches are worth no more than people."""
    people, fnir = int(has_mate.sum()), tally.fnir()[:, -1]
    few = not fnir[0] * people >= _FEW_EVENTS
    return DrawnRate(fnir, people, float(people) if few else math.inf)


def _divided(events: Floats, trials: Floats) -> Floats:
    out = np.full(np.shape(events), np.nan)
    return np.asarray(np.divide(events, trials, out=out, where=trials > 0))
