"""The rows of a sweep: one gallery at every threshold and under every grouping."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import FalseMatchError, ThresholdError
from simulator.stats.metrics import Rate, false_matches, rate
from simulator.stats.people import count_people, rate_by_person
from simulator.stats.photo_interval import rate_ends
from simulator.stats.threshold import check_distance, flagging, within_cut
from simulator.sweep.grid import PER_GROUP, Draw, Grid, SearchSpec, Threshold
from simulator.sweep.shared_search import (
    LOOKED_UP,
    DrawnSearch,
    LabeledGroup,
    SharedSearch,
    nearest_in,
)

Row = dict[str, Any]


def rows_of_draw(
    shared_search: SharedSearch | str, grid: Grid, spec: SearchSpec, draw: Draw, first: int
) -> list[Row]:
    """Compute every row of the cells that share one gallery.

    Args:
        shared_search: the search they share, or why it failed.
        grid: gives thresholds and groupings.
        spec: what is searched in what.
        draw: which part of the gallery.
        first: the number of the first cell.

    Returns:
        A row per cell and group; one with ``failed`` set to the reason where a cell cannot be done.
    """
    shared = _described(spec, draw)
    drawn, problem = None, shared_search if isinstance(shared_search, str) else ""
    if not isinstance(shared_search, str):
        try:
            drawn = nearest_in(shared_search, draw)
        except FalseMatchError as error:
            problem = str(error)
    rows: list[Row] = []
    for number, (threshold, per, shuffled, column) in enumerate(grid.settings(), first):
        cell = shared | {
            "cell": number,
            "gallery_photos": None if drawn is None else drawn.photos,
            "threshold_kind": threshold.kind,
            "threshold_given": threshold.value,
            "threshold_per": per,
            "labels_shuffled": shuffled,
            "group_by": column,
        }
        reason = problem
        if not reason:
            assert drawn is not None
            assert not isinstance(shared_search, str)
            try:
                groups = _shuffled(
                    _groups(shared_search, column), shuffled, draw.seed, shared_search.person
                )
                rows += [
                    cell | r
                    for r in _cell(shared_search, drawn, groups, threshold, per, grid, draw)
                ]
            except FalseMatchError as error:
                reason = str(error)
        if reason:
            rows.append(cell | {"failed": reason})
    return rows


def _described(spec: SearchSpec, draw: Draw) -> Row:
    return {
        "probes": spec.probes,
        "gallery": spec.gallery,
        "matcher": spec.matcher,
        "condition": spec.condition,
        "portrait": spec.portrait,
        "paintings": spec.paintings,
        "without_kin": spec.without_kin,
        "gallery_size": draw.gallery_size,
        "mix": draw.mix
        if draw.mix is None or isinstance(draw.mix, str)
        else json.dumps(dict(draw.mix), ensure_ascii=False),
        "one_photo_per_person": draw.one_photo_per_person,
        "seed": draw.seed,
    }


def _groups(shared_search: SharedSearch, column: str) -> tuple[LabeledGroup, ...]:
    if column in shared_search.problems:
        raise ThresholdError(shared_search.problems[column])
    return shared_search.groups[column]


def _shuffled(
    groups: tuple[LabeledGroup, ...], wanted: bool, seed: int, person: NDArray[np.intp]
) -> tuple[LabeledGroup, ...]:
    """Deal the labels out again at random, to see what differences chance alone makes.

    People are shuffled, not photos: all photos of a person get the labels of another one's first.
    """
    if not wanted:
        return groups
    _people, first = np.unique(person, return_index=True)
    dealt = first[np.random.default_rng(seed).permutation(len(first))][person]
    return tuple(
        LabeledGroup(g.value, g.label, g.members[dealt], g.failed_to_enrol) for g in groups
    )


def _cell(
    shared_search: SharedSearch,
    drawn: DrawnSearch,
    groups: tuple[LabeledGroup, ...],
    threshold: Threshold,
    per: str,
    grid: Grid,
    draw: Draw,
) -> Iterator[Row]:
    nearest = drawn.nearest
    fitted = np.ones(len(nearest), bool)
    counted = fitted
    if grid.halved:
        # All photos of a person are in one half.
        person = shared_search.person
        people = int(person.max()) + 1
        order = np.random.default_rng(draw.seed).permutation(people)
        fitted = np.isin(person, order[: people // 2])
        counted = ~fitted
    distance = _distance(shared_search, nearest[fitted], threshold, len(nearest), grid.halved)
    drawn.within(distance)
    total = rate(int(false_matches(nearest[counted], distance).sum()), int(counted.sum()))
    everyone = _people(shared_search, nearest, counted, distance)
    aim = rate(int(false_matches(nearest[fitted], distance).sum()), int(fitted.sum()))
    own = [
        drawn.within(_own_distance(nearest[fitted & g.members], aim))
        if per == PER_GROUP
        else distance
        for g in groups
    ]
    rates = [
        rate(
            int(false_matches(nearest[counted & g.members], at).sum()),
            int((counted & g.members).sum()),
        )
        for g, at in zip(groups, own, strict=True)
    ]
    once = [
        _people(shared_search, nearest, counted & g.members, at)
        for g, at in zip(groups, own, strict=True)
    ]
    if per == PER_GROUP:
        total = rate(sum(r.events for r in rates), sum(r.trials for r in rates))
        everyone = _together(once)
    for group, at, r, who in zip(groups, own, rates, once, strict=True):
        row = _row(group, at, r, total, shared_search.failed_to_enrol)
        yield row | who | {f"all_{name}": everyone[name] for name in _OF_PEOPLE}


_OF_PEOPLE = ("people", "fpir_by_person", "low_by_person", "high_by_person", "effective_by_person")


def _people(
    shared_search: SharedSearch,
    nearest: NDArray[np.float64],
    chosen: NDArray[np.bool_],
    distance: float,
) -> Row:
    """Count the people of some searches and, if somebody has several photos, their rate once each.

    With fewer people than an interval over people needs, the interval is that of as many searches
    as people. Where the photos do not say whom they show, no people are counted.
    """
    if not shared_search.identified:
        return dict.fromkeys(_OF_PEOPLE)
    person = shared_search.person[chosen]
    row: Row = dict.fromkeys(_OF_PEOPLE) | {"people": count_people(person)}
    if count_people(shared_search.person) == len(shared_search.person) or not len(person):
        return row
    once = rate_by_person(false_matches(nearest[chosen], distance), person)
    effective = row["people"] if math.isnan(once.effective) else once.effective
    return row | _of_people(once.value, effective, row["people"])


def _of_people(value: float, effective: float, people: int) -> Row:
    low, high = rate_ends(value, effective, people)
    return {
        "fpir_by_person": value,
        "low_by_person": low,
        "high_by_person": high,
        "effective_by_person": effective,
    }


def _together(rows: list[Row]) -> Row:
    """Add groups up that have a threshold each; somebody in two groups counts in both."""
    if any(row["people"] is None for row in rows):
        return dict.fromkeys(_OF_PEOPLE)
    people = sum(row["people"] for row in rows)
    row: Row = dict.fromkeys(_OF_PEOPLE) | {"people": people}
    measured = [one for one in rows if one["fpir_by_person"] is not None]
    if not measured:
        return row
    value = sum(one["fpir_by_person"] * one["people"] for one in measured) / people
    worth = sum(one["effective_by_person"] for one in measured)
    return row | _of_people(value, worth, people)


def _row(group: LabeledGroup, distance: float, group_rate: Rate, total: Rate, failed: int) -> Row:
    return {
        "group": group.value,
        "label": group.label,
        "distance": distance,
        "searches": group_rate.trials,
        "failed_to_enrol": group.failed_to_enrol,
        "false_matches": group_rate.events,
        "fpir": group_rate.value if group_rate.trials else None,
        "low": group_rate.low if group_rate.trials else None,
        "high": group_rate.high if group_rate.trials else None,
        "all_searches": total.trials,
        "all_failed_to_enrol": failed,
        "all_false_matches": total.events,
        "all_low": total.low,
        "all_high": total.high,
        "share_of_searches": group_rate.trials / total.trials if total.trials else None,
        "share_of_false_matches": group_rate.events / total.events if total.events else None,
    }


def _distance(
    shared_search: SharedSearch,
    nearest: NDArray[np.float64],
    threshold: Threshold,
    searches: int,
    halved: bool,
) -> float:
    if threshold.kind == "distance":
        return within_cut(check_distance(threshold.value), shared_search.measured_to)
    if threshold.kind in LOOKED_UP:
        known = shared_search.distance_at[threshold.value]
        if isinstance(known, str):
            raise ThresholdError(known)
        return known
    count = threshold.value
    if halved:
        count = max(1.0, round(count * len(nearest) / searches))
    # Rounding up must not pass the distance at which another system's lists were cut.
    return min(flagging(nearest, int(count)), shared_search.measured_to)


def _own_distance(nearest: NDArray[np.float64], aim: Rate) -> float:
    """Return the threshold at which a group's rate is closest to everyone's; −1 flags nobody."""
    count = min(round(aim.value * len(nearest)), int((~np.isnan(nearest)).sum()))
    return flagging(nearest, count) if count else -1.0
