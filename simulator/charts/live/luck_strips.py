"""Bias or luck at every stop: each group's rate beside where shuffled labels would put it."""

from __future__ import annotations

import numpy as np

from simulator.board.stops import Stops
from simulator.board.verdicts import Corrected, verdict_words, verdicts
from simulator.charts.by_stop import stop_words
from simulator.charts.live.strips import Choice, StripRow, Strips
from simulator.experiment.luck import any_of, people_of
from simulator.experiment.result import Result
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, number
from simulator.stats.all_shuffles import middle_of_shuffles
from simulator.stats.metrics import false_matches
from simulator.stats.significance import p_text


def luck_strips(result: Result, stops: Stops, column: str, channel: str) -> Strips:
    """Draw a row for each group of a label: its rate, and where 95% of all shuffles put it.

    The p are those of ``run --json``: exact, over people, corrected by Holm's method for the groups
    of all labels at once.

    Args:
        result: a search.
        stops: the settings of its threshold.
        column: a label of the people searched for.
        channel: whose thumb the picture follows.
    """
    person, people = people_of(result)
    groups = result.groups(column)
    labels = [c for c in result.probes.card.labels if c in result.searched.columns]
    together = list(dict.fromkeys([*labels, column]))
    before = together[: together.index(column)]
    masks = {
        c: [any_of(group.members, person, people) for group in result.groups(c)] for c in together
    }
    corrected = Corrected([mask for c in together for mask in masks[c]])
    first = sum(len(masks[c]) for c in before)
    own = masks[column]
    sizes = [int(mask.sum()) for mask in own]
    shape = (len(stops.stops), len(own))
    rates, everyone = np.full(shape, np.nan), np.full(shape[0], np.nan)
    band = np.full((*shape, 2), np.nan)
    texts: list[list[str]] = [[] for _group in own]
    events = np.zeros(shape, np.int64)
    for stop in stops.stops:
        s = stop.position
        who = any_of(false_matches(result.search.nearest, stop.distance), person, people)
        hits = int(who.sum())
        everyone[s] = hits / people
        p = corrected.of(who)[first : first + len(own)]
        for g, (mask, size) in enumerate(zip(own, sizes, strict=True)):
            events[s, g] = int((mask & who).sum())
            texts[g].append(_row(int(events[s, g]), size, p[g], result.identified))
            if size:
                rates[s, g] = events[s, g] / size
                band[s, g] = np.array(middle_of_shuffles(size, hits, people)) / size
    says = _says(result, stops, column, events, sizes, people)
    rows = [
        StripRow(group_name(group.label), [rates[:, g]], [texts[g]], band[:, g])
        for g, group in enumerate(groups)
    ]
    note = _(
        "Dot: the group’s rate. Wide bar: where 95% of all shuffles of the labels put it. Line: "
        "everyone’s rate. p: how often a shuffle gives a gap as large, corrected by Holm’s method "
        "for the groups of all labels."
    )
    choice = Choice(column, "", says, note)
    return Strips(channel, "", [choice], column, rows, everyone=everyone)


def _row(events: int, size: int, p: float | None, identified: bool) -> str:
    counted = _("{events} of {trials}").format(events=number(events), trials=number(size))
    if p is None or not identified:
        return counted
    return _("{count}, p {p}").format(count=counted, p=p_text(p))


def _says(
    result: Result,
    stops: Stops,
    column: str,
    events: np.ndarray[tuple[int, int], np.dtype[np.int64]],
    sizes: list[int],
    people: int,
) -> list[str]:
    """Write the board's line of verdict for every stop."""
    lines = verdicts(result, stops, [column])[column]
    words = verdict_words()
    names = [group_name(group.label) for group in result.groups(column)]
    hits = [
        int(
            any_of(false_matches(result.search.nearest, stop.distance), result.person, people).sum()
        )
        for stop in stops.stops
    ]
    said = []
    for stop in stops.stops:
        s = stop.position
        kind, group, other, ratio, low, high, *_small = lines["lines"][lines["at"][s]]
        values = {"ratio": ratio, "low": low, "high": high}
        if group >= 0:
            k, size = int(events[s, group]), sizes[group]
            rest = (
                (int(events[s, other]), sizes[other])
                if other >= 0
                else (hits[s] - k, people - size)
            )
            values |= {
                "group": names[group],
                "count": number(k),
                "people": number(size),
                "other": names[other] if other >= 0 else "",
                "other_count": number(rest[0]),
                "others": number(rest[1]),
            }
        line = _("At {setting}:").format(setting=stop_words(stop))
        said.append(f"{line} **{words['kinds'][kind].format(**values)}**")
    return said
