"""One line of verdict for every stop: which group is falsely matched how much more often.

The line follows the test of ``run --json`` (:mod:`simulator.experiment.luck`): exact p over people,
corrected for the groups of all label columns. It claims a difference only where that test does, and
no group with too few people gets a verdict.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.board.stops import Stops
from simulator.datasets.groups import MOST_GROUPS
from simulator.experiment.identified import NOT_IDENTIFIED
from simulator.experiment.luck import any_of, people_of
from simulator.experiment.result import Result
from simulator.i18n.language import _, number, percent, ungrouped
from simulator.stats.all_shuffles import exact_p_of_counts
from simulator.stats.intervals import wilson
from simulator.stats.metrics import false_matches
from simulator.stats.ratio_interval import ratio_interval
from simulator.stats.significance import (
    FEWEST_PEOPLE_FOR_A_VERDICT,
    LEVEL,
    different_questions,
    holm,
)

Masks = list[NDArray[np.bool_]]

NEARLY_ALL = 0.9
"""From this share of every large group on, the line says that nearly everyone is matched."""
FEWEST_TO_NAME = 10
"""A group too small for a verdict is named from so many people on, if it stands out."""
NOBODY, ALL, MORE, LESS, ALIKE, TOO_FEW, UNNAMED, UNGROUPED = range(8)
"""The kinds of line; :func:`verdict_words` has their words in this order."""


def verdicts(result: Result, stops: Stops, columns: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the line of every stop, for each way to group the people searched for.

    Args:
        result: a search.
        stops: the settings of its threshold.
        columns: label columns, and intersections such as ``a*b``.

    Returns:
        By column: ``at``, for each stop the place of its line in ``lines``. A line is [kind, group,
        other, ratio, low, high, small, interval]: ``group`` and ``other`` are places among the
        column's groups, ``small`` the place of a group that is too small for a verdict but whose
        whole interval lies above everybody's rate; −1 for none. The others are texts.
    """
    person, people = people_of(result)
    labels = [c for c in result.probes.card.labels if c in result.searched.columns]
    masks = {
        column: [any_of(group.members, person, people) for group in result.groups(column)]
        for column in dict.fromkeys([*labels, *columns])
    }
    flagged = {}
    for stop in stops.stops:
        matched = false_matches(result.search.nearest, stop.distance)
        flagged[int(matched.sum())] = any_of(matched, person, people)
    counts = [
        int(false_matches(result.search.nearest, stop.distance).sum()) for stop in stops.stops
    ]
    lines_of = {}
    for column in columns:
        # Every label's groups are corrected for each other, whichever column is shown.
        together = list(dict.fromkeys([*labels, column]))
        corrected = Corrected([mask for c in together for mask in masks[c]])
        first = sum(len(masks[c]) for c in together[: together.index(column)])
        own = slice(first, first + len(masks[column]))
        lines = {
            count: line_of(masks[column], who, corrected.of(who)[own])
            if result.identified
            else _as_line(UNNAMED)
            for count, who in flagged.items()
        }
        different = list(dict.fromkeys(lines.values()))
        place = {line: i for i, line in enumerate(different)}
        lines_of[column] = {
            "at": [place[lines[count]] for count in counts],
            "lines": [list(line) for line in different],
        }
    return lines_of


def no_verdict(stops: Stops) -> dict[str, Any]:
    """Return the line of every stop where people cannot be grouped, as :func:`verdicts` does."""
    return {"at": [0] * len(stops.stops), "lines": [list(_as_line(UNGROUPED))]}


class Corrected:
    """Corrects the p of many groups for each other, whoever is falsely matched."""

    def __init__(self, masks: Masks) -> None:
        self.masks = np.array(masks)
        self.sizes = self.masks.sum(axis=1).tolist()
        n = self.masks.shape[1]
        self.judged = [min(size, n - size) >= FEWEST_PEOPLE_FOR_A_VERDICT for size in self.sizes]
        self.question, self.asked = different_questions(
            [mask for mask, judged in zip(masks, self.judged, strict=True) if judged]
        )

    def of(self, flagged: NDArray[np.bool_]) -> list[float | None]:
        """Return the corrected p of each group; None where it gets no verdict."""
        n, hits = len(flagged), int(flagged.sum())
        if not 0 < hits < n:
            return [None] * len(self.sizes)
        events = (self.masks & flagged).sum(axis=1).tolist()
        p = [
            _p_of(size, hits, n)[k]
            for k, size, judged in zip(events, self.sizes, self.judged, strict=True)
            if judged
        ]
        corrected = iter(holm(np.array([p[i] for i in self.asked]))[self.question].tolist())
        return [next(corrected) if judged else None for judged in self.judged]


@functools.lru_cache(maxsize=100_000)
def _p_of(size: int, hits: int, n: int) -> list[float]:
    p: list[float] = exact_p_of_counts(size, hits, n).tolist()
    return p


def line_of(masks: Masks, flagged: NDArray[np.bool_], p: Sequence[float | None]) -> tuple[Any, ...]:
    """Return the line of one setting, as :func:`verdicts` describes it.

    Args:
        masks: the column's groups, over the people.
        flagged: (people,) who is falsely matched.
        p: the corrected p of each group; None where it gets no verdict.
    """
    n, hits = len(flagged), int(flagged.sum())
    sizes = [int(mask.sum()) for mask in masks]
    events = [int((mask & flagged).sum()) for mask in masks]
    rates = [k / size if size else 0.0 for k, size in zip(events, sizes, strict=True)]
    judged = {i: value for i, value in enumerate(p) if value is not None}
    large = [i for i, size in enumerate(sizes) if size >= FEWEST_PEOPLE_FOR_A_VERDICT]
    if not hits:
        return _as_line(NOBODY)
    nearly_all = hits == n or (large and min(rates[i] for i in large) >= NEARLY_ALL)
    if nearly_all and all(value > LEVEL for value in judged.values()):
        return _as_line(ALL)
    if len(large) < 2 or not judged:
        return _as_line(TOO_FEW, *_small(sizes, events, hits, n))
    # The group farthest from luck speaks; of a group and its complement, the one matched more.
    clear = sorted((value, -rates[i], i) for i, value in judged.items() if value <= LEVEL)
    if clear:
        group = clear[0][2]
        k, size = events[group], sizes[group]
        others = (hits - k, n - size)
        low, high = ratio_interval(k, size, *others)
        more = k * others[1] > others[0] * size
        ratio = k / size / (others[0] / others[1]) if others[0] else float("inf")
        texts = [_times(value) for value in (ratio, low, high)]
        return (MORE if more else LESS, group, -1, *texts, *_small(sizes, events, hits, n))
    highest = max(large, key=lambda i: rates[i])
    lowest = min(large, key=lambda i: rates[i])
    return (ALIKE, highest, lowest, "", "", "", *_small(sizes, events, hits, n))


def _as_line(kind: int, small: int = -1, interval: str = "") -> tuple[Any, ...]:
    return (kind, -1, -1, "", "", "", small, interval)


def _small(sizes: list[int], events: list[int], hits: int, n: int) -> tuple[int, str]:
    """Return the small group that stands out most, by the lower end of its interval."""
    found = (-1, "")
    highest = hits / n
    for i, (k, size) in enumerate(zip(events, sizes, strict=True)):
        if not FEWEST_TO_NAME <= size < FEWEST_PEOPLE_FOR_A_VERDICT:
            continue
        low, high = wilson(k, size)
        if low > highest:
            highest = low
            ends = {"low": ungrouped(100 * low, 0), "high": percent(high, 0)}
            found = (i, _("{low}–{high}").format(**ends))
    return found


def _times(ratio: float) -> str:
    return "∞" if np.isinf(ratio) else ungrouped(ratio, 1)


def verdict_words() -> dict[str, Any]:
    """Return the words of the lines; the browser fills in groups and counts."""
    return {
        "kinds": [
            _("Nobody is falsely matched here."),
            _("Nearly everyone is falsely matched, whatever the group."),
            _(
                "{group}: {count} of {people}. Everyone else: {other_count} of {others}. That is "
                "{ratio} times as often ({low} to {high}), more than luck alone explains."
            ),
            _(
                "{group}: {count} of {people}. Everyone else: {other_count} of {others}. That is "
                "{ratio} times as often ({low} to {high}), less than luck alone explains."
            ),
            _(
                "{group}: {count} of {people}. {other}: {other_count} of {others}. Luck alone "
                "could make such a difference."
            ),
            _("These groups are too small for a verdict."),
            _(NOT_IDENTIFIED),
            _("No verdict: these people have no label with at most {count} groups.").format(
                count=number(MOST_GROUPS)
            ),
        ],
        "small": _(
            "{group}: {count} of {people} ({interval}), but with so few people there is no verdict."
        ),
    }
