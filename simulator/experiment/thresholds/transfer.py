"""A threshold set on one data set at a fixed FMR: what it gives on the others, by group."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.comparison.false_match_pairs import RARE
from simulator.comparison.fmr_by_person import EDGES, FmrCurve, bundled_curves
from simulator.datasets.groups import Group
from simulator.experiment.not_measurable import (
    LESS_THAN_ONE_PAIR,
    NO_SUCH_THRESHOLD,
    NOT_COMPARED,
    not_measurable,
)
from simulator.experiment.outcome import SearchOutcome
from simulator.experiment.portraits import BOTH, EITHER
from simulator.i18n.language import _, marked, number, ungrouped
from simulator.search.search import BIN_WIDTH
from simulator.stats.fixed_rate import (
    Floats,
    interval_in_room,
    photo_weights,
    room,
    thresholds_that_fit,
)
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.metrics import false_matches
from simulator.stats.people import count_people
from simulator.stats.subject_intervals import FEWEST_PEOPLE_FOR_AN_INTERVAL, unseen_rate
from simulator.storage.json_values import json_tree

RATES = (1e-4, 1e-3)
HOW = marked(
    "FMR is that of all pairs of two people, each pair counted once. The intervals count the "
    "people of both data sets: those who set the threshold, and those it is used on."
)


def transfer(
    result: SearchOutcome, columns: Sequence[str], rates: Sequence[float] = RATES
) -> dict[str, Any]:
    """Set a threshold on each bundled data set, and use it on the others and in this search.

    Args:
        result: the search; its matcher decides which data sets can be compared.
        columns: label columns of the people searched for.
        rates: the FMRs at which the thresholds are set, fractions of 1.

    Returns:
        ``thresholds``: a row per data set and rate: set, asked, why (None, or why the rate cannot
        be set there), fmr (what the threshold gives there), distance, distance_low, distance_high,
        people. ``fmr``: what each gives on every set: from, asked, on, column ("" for everybody),
        group, label, people, fmr, low, high, times (fmr ÷ that of the set it comes from), too_few,
        interval_may_miss_rare_people.
        ``fpir``: the same for the searches of this result: from, asked, column, group, label,
        people, searches, false_matches, fpir (of people), low, high, too_few. ``verdict``: one
        sentence. ``why``: None; or why all else is None.
    """
    curves = bundled_curves(result.probes.encodings.matcher.identity)
    if not curves:
        return dict.fromkeys(("thresholds", "fmr", "fpir", "how", "verdict")) | {
            "why": not_measurable(NOT_COMPARED)
        }
    everybody = [curve for curve in curves if not curve.column]
    searched = [] if result.experiment.portrait in (EITHER, BOTH) else list(columns)
    thresholds, fmr, fpir = [], [], []
    for source in everybody:
        for rate in rates:
            set_on = SetThreshold(source, rate)
            thresholds.append(set_on.row())
            if set_on.edge is None:
                continue
            fmr += [set_on.on(curve) for curve in curves]
            if result.experiment.portrait not in (EITHER, BOTH):
                fpir += set_on.in_search(result, searched)
    return {
        "thresholds": thresholds,
        "fmr": fmr,
        "fpir": fpir,
        "how": _(HOW),
        "verdict": _verdict(fmr, rates[0]),
        "why": None,
    }


class SetThreshold:
    """The loosest threshold at which a data set's FMR is at most a rate.

    Attributes:
        source: the curve of everybody in the data set.
        asked: the rate.
        edge: its place in ``EDGES``; None where the rate is less than one pair of people, or its
            threshold lies outside them.
        fixed: FMR there; nan without.
    """

    def __init__(self, source: FmrCurve, rate: float) -> None:
        self.source, self.asked = source, rate
        fits = np.flatnonzero(source.fmr <= rate)
        reached = rate * source.pairs >= 1 and 0 < len(fits) < len(EDGES)
        self.edge: int | None = int(fits[-1]) if reached else None
        self.fixed = math.nan if self.edge is None else float(source.fmr[self.edge])
        if self.edge is not None and self.fixed <= 0:
            self.edge, self.fixed = None, math.nan

    @property
    def distance(self) -> float:
        """Return the threshold; nan without."""
        return math.nan if self.edge is None else _distance(int(EDGES[self.edge]))

    @functools.cached_property
    def room(self) -> Floats:
        """Return what the source leaves of z² at each edge, (e,); nan where it cannot be told."""
        return room(self.events, self.source.worth, self.asked)

    @property
    def events(self) -> Floats:
        """Return the matching comparisons of the source at each edge, as many as they are worth."""
        return np.asarray(self.source.fmr * self.source.worth)

    def row(self) -> dict[str, Any]:
        """Return the threshold as a row; see :func:`transfer`."""
        named = {"set": self.source.dataset, "asked": self.asked, "people": self.source.people}
        if self.edge is None:
            return named | {"why": self._why()}
        steps = EDGES.astype(np.float64)
        low, high = math.nan, math.nan
        if not np.isnan(self.source.worth).any():
            low, high = thresholds_that_fit(steps, self.events, self.source.worth, self.asked)
            low = math.nan if low == EDGES[0] else low
        return named | {
            "why": None,
            "fmr": self.fixed,
            "distance": self.distance,
            "distance_low": _distance(low),
            "distance_high": _distance(high),
        }

    def _why(self) -> str:
        if self.asked * self.source.pairs < 1:
            pairs = number(self.source.pairs)
            return not_measurable(LESS_THAN_ONE_PAIR, rate=ungrouped(self.asked), pairs=pairs)
        return not_measurable(NO_SUCH_THRESHOLD, rate=ungrouped(self.asked))

    def on(self, curve: FmrCurve) -> dict[str, Any]:
        """Return what the threshold gives on a group; see :func:`transfer`."""
        assert self.edge is not None
        rate = float(curve.fmr[self.edge])
        low, high = math.nan, math.nan
        if curve is self.source:
            low, high = rate, rate
        elif not (np.isnan(curve.worth).any() or np.isnan(self.source.worth).any()):
            low, high = interval_in_room(self.room, curve.fmr * curve.worth, curve.worth)
        return {
            "from": self.source.dataset,
            "asked": self.asked,
            "on": curve.dataset,
            "column": curve.column,
            "group": curve.value,
            "label": curve.label,
            "people": curve.people,
            "fmr": rate,
            "low": low,
            "high": high,
            "times": rate / self.fixed,
            "too_few": curve.people < FEWEST_TRIALS_FOR_AN_INTERVAL,
            # Of the data set that it was set on, the rate is fixed: there is no interval.
            RARE: bool(
                curve is not self.source and high < rate + unseen_rate(curve.people, curve.people)
            ),
        }

    def in_search(self, result: SearchOutcome, columns: Sequence[str]) -> list[dict[str, Any]]:
        """Return what the threshold gives in a search; none beyond where its lists were cut."""
        if self.distance > result.measured_to:
            return []
        everybody = Group("", "", np.ones(len(result.person), bool))
        rows = [self._search_row(result, "", everybody)]
        for column in columns:
            rows += [self._search_row(result, column, group) for group in result.groups(column)]
        return rows

    def _search_row(self, result: SearchOutcome, column: str, group: Group) -> dict[str, Any]:
        members = group.members
        nearest, weights = result.search.nearest[members], photo_weights(result.person[members])
        people = count_people(result.person, members)
        order = np.argsort(nearest, kind="stable")
        counted = np.concatenate([[0.0], np.cumsum(weights[order])])
        at = [_distance(int(edge)) for edge in EDGES]
        found = np.sort(nearest[~np.isnan(nearest)])
        events = counted[np.searchsorted(found, at, side="right")]
        flagged = false_matches(nearest, self.distance)
        low, high = math.nan, math.nan
        if people >= FEWEST_PEOPLE_FOR_AN_INTERVAL and not np.isnan(self.source.worth).any():
            everything = math.isinf(result.measured_to)
            low, high = interval_in_room(self.room, events, people, measured_to_the_end=everything)
        return {
            "from": self.source.dataset,
            "asked": self.asked,
            "column": column,
            "group": group.value,
            "label": group.label,
            "people": people,
            "searches": int(members.sum()),
            "false_matches": int(flagged.sum()),
            "fpir": float((weights * flagged).sum()) / people if people else math.nan,
            "low": low,
            "high": high,
            "too_few": people < FEWEST_TRIALS_FOR_AN_INTERVAL,
        }


def _distance(edge: float) -> float:
    return round(edge * BIN_WIDTH, 6)


def _verdict(rows: Sequence[dict[str, Any]], rate: float) -> str:
    """Say how far the FMR of everybody in another data set is from the one that was set."""
    others = [
        row
        for row in rows
        if row["asked"] == rate and not row["column"] and row["on"] != row["from"]
    ]
    if not others:
        return _("No threshold set on one data set could be used on another.")
    times = [row["times"] for row in others]
    return _(
        "Each threshold was set where one pair of people in {pairs} matches. On another data set, "
        "it gives between {low} and {high} times as many."
    ).format(
        pairs=number(round(1 / rate)),
        low=number(min(times), 1),
        high=number(max(times), 1),
    )


def transfer_measures(result: SearchOutcome, columns: Sequence[str]) -> dict[str, Any]:
    """Return what ``run --json`` gives under ``transfer``, as JSON values."""
    found: dict[str, Any] = json_tree(transfer(result, columns))
    for name in ("fmr", "fpir", "thresholds"):
        for row in found[name] or ():
            row |= {key: _short(value) for key, value in row.items()}
    return found


def _short(value: Any) -> Any:
    return float(f"{value:.6g}") if isinstance(value, float) else value
