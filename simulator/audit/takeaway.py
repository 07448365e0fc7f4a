"""One line on a test of the classifier: which group gets a wrong answer, or none, more often.

A group is compared with everybody else by the exact test of :mod:`simulator.stats.all_shuffles`,
corrected for all groups that are shown beside it. The line claims a difference only where that test
does, and a group with too few people gets no verdict.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.board.verdicts import FEWEST_TO_NAME
from simulator.i18n.language import _, ungrouped
from simulator.stats.all_shuffles import exact_p_of_counts
from simulator.stats.ratio_interval import ratio_interval
from simulator.stats.significance import FEWEST_PEOPLE_FOR_A_VERDICT, LEVEL, holm

NOBODY, MORE, LESS, NONE_OF_THEM, ALIKE, TOO_FEW, NO_ANSWER = range(7)
"""The kinds of line; :func:`error_words` and :func:`refusal_words` are in this order."""


class Line(NamedTuple):
    """What a line says; the browser and :func:`in_words` put it into words.

    Attributes:
        kind: one of the kinds of this module.
        group: the place of the group it is about; −1 for none.
        other: the place of the group beside it; −1 where that is everybody else.
        ratio, low, high: how many times as often, and the 95% interval of that ratio; as text.
        small: the place of a group that is too small for a verdict but has the highest rate of all;
            −1 for none.
    """

    kind: int
    group: int = -1
    other: int = -1
    ratio: str = ""
    low: str = ""
    high: str = ""
    small: int = -1


def line_of(
    sizes: Sequence[int], events: Sequence[int], n: int, hits: int, question: Sequence[int]
) -> Line:
    """Return the line about some groups of people.

    Args:
        sizes: people of each group.
        events: how many of them had the event.
        n: people in all; a person may be in several groups.
        hits: how many of them had the event.
        question: of each group; a group and its complement ask the same question.
    """
    if not n:
        return Line(NO_ANSWER)
    if not hits:
        return Line(NOBODY)
    p = _corrected(sizes, events, n, hits, question)
    rates = [k / size if size else 0.0 for k, size in zip(events, sizes, strict=True)]
    large = [i for i, size in enumerate(sizes) if size >= FEWEST_PEOPLE_FOR_A_VERDICT]
    small = _highest_small(sizes, rates, hits / n)
    if len(large) < 2 or not p:
        return Line(TOO_FEW, small=small)
    # Of the groups beyond luck, one with a higher rate speaks; of those, the farthest from luck.
    higher = {i: events[i] * (n - sizes[i]) > (hits - events[i]) * sizes[i] for i in p}
    clear = sorted((not higher[i], value, -rates[i], i) for i, value in p.items() if value <= LEVEL)
    if not clear:
        highest = max(large, key=lambda i: rates[i])
        lowest = min((i for i in large if i != highest), key=lambda i: rates[i])
        return Line(ALIKE, highest, lowest, small=small)
    group = clear[0][-1]
    k, size = events[group], sizes[group]
    if not k:
        return Line(NONE_OF_THEM, group, small=small)
    others = (hits - k, n - size)
    ratio = k / size / (others[0] / others[1]) if others[0] else float("inf")
    low, high = ratio_interval(k, size, *others)
    kind = MORE if higher[group] else LESS
    return Line(kind, group, -1, _times(ratio), _times(low), _times(high), small)


def _corrected(
    sizes: Sequence[int], events: Sequence[int], n: int, hits: int, question: Sequence[int]
) -> dict[int, float]:
    """Return the corrected p of each group that gets a verdict, by its place."""
    asked: dict[int, float] = {}
    judged = {}
    for i, (size, k) in enumerate(zip(sizes, events, strict=True)):
        if min(size, n - size) >= FEWEST_PEOPLE_FOR_A_VERDICT and hits < n:
            asked.setdefault(question[i], _p_of(size, hits, n)[k])
            judged[i] = question[i]
    corrected = dict(zip(asked, holm(np.array(list(asked.values()))).tolist(), strict=True))
    return {i: corrected[asks] for i, asks in judged.items()}


@functools.lru_cache(maxsize=50_000)
def _p_of(size: int, hits: int, n: int) -> list[float]:
    p: list[float] = exact_p_of_counts(size, hits, n).tolist()
    return p


def _highest_small(sizes: Sequence[int], rates: Sequence[float], of_all: float) -> int:
    """Return the group too small for a verdict with the highest rate, if above everybody's."""
    named = range(FEWEST_TO_NAME, FEWEST_PEOPLE_FOR_A_VERDICT)
    small = [i for i, size in enumerate(sizes) if size in named and rates[i] > of_all]
    return max(small, key=lambda i: rates[i], default=-1)


def _times(ratio: float) -> str:
    return "∞" if np.isinf(ratio) else ungrouped(ratio, 1)


def questions(masks: NDArray[np.bool_]) -> list[int]:
    """Return the question that each group asks: a group and everybody else ask the same.

    Args:
        masks: (groups, people) who is in each group.
    """
    keys = [min(mask.tobytes(), (~mask).tobytes()) for mask in masks]
    asked = list(dict.fromkeys(keys))
    return [asked.index(key) for key in keys]


def error_words() -> list[str]:
    """Return the words about wrong answers by kind; names in braces are filled in."""
    return [
        _("No answer is wrong here."),
        _(
            "{group}: {count} of {people} wrong. Everyone else: {other_count} of {others}. That is "
            "{ratio} times as often ({low} to {high}), more than luck explains."
        ),
        _(
            "{group}: {count} of {people} wrong. Everyone else: {other_count} of {others}. That is "
            "{ratio} times as often ({low} to {high}), less than luck explains."
        ),
        _(
            "{group}: none of {people} wrong. Everyone else: {other_count} of {others}. Luck does "
            "not explain that."
        ),
        _(
            "{group}: {count} of {people} wrong. {other}: {other_count} of {others}. Luck alone "
            "could make such a difference."
        ),
        _("These groups are too small for a verdict."),
        _("Everyone is refused: there is no answer to check."),
    ]


def refusal_words() -> list[str]:
    """Return the words about refusals by kind; names in braces are filled in."""
    return [
        "",
        _(
            "Refused: {group} {count} of {people}, everyone else {other_count} of {others}, "
            "{ratio} times as often ({low} to {high}), more than luck explains."
        ),
        _(
            "Refused: {group} {count} of {people}, everyone else {other_count} of {others}, "
            "{ratio} times as often ({low} to {high}), less than luck explains."
        ),
        _(
            "Refused: {group} none of {people}, everyone else {other_count} of {others}. Luck "
            "does not explain that."
        ),
        _(
            "Refused: {group} {count} of {people}, {other} {other_count} of {others}. Luck alone "
            "could make such a difference."
        ),
        _("Who is refused: the groups are too small for a verdict."),
        "",
    ]


def small_words() -> str:
    """Return the words about a group that is too small for a verdict."""
    return _(
        "{group}: {count} of {people} ({interval}), but with so few people there is no verdict."
    )


def in_words(
    line: Line,
    kinds: Sequence[str],
    labels: Sequence[str],
    sizes: Sequence[int],
    events: Sequence[int],
    n: int,
    hits: int,
) -> str:
    """Return a line as a sentence, as the browser writes it.

    Args:
        line: the return value of :func:`line_of`.
        kinds: :func:`error_words` or :func:`refusal_words`.
        labels: names of the groups.
        sizes: people of each group.
        events: how many of them had the event.
        n: people in all.
        hits: how many of them had the event.
    """
    values: dict[str, Any] = {"ratio": line.ratio, "low": line.low, "high": line.high}
    if line.group >= 0:
        k, size = events[line.group], sizes[line.group]
        values |= {"group": labels[line.group], "count": k, "people": size}
        values |= {"other_count": hits - k, "others": n - size}
    if line.other >= 0:
        values |= {"other": labels[line.other]}
        values |= {"other_count": events[line.other], "others": sizes[line.other]}
    return kinds[line.kind].format(**values)
