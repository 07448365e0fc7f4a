"""The cost of a threshold on both sides, in a chart and by group: false matches, missed mates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from simulator.board.stops import Stop, Stops
from simulator.charts.chart import Chart, Series, count_of, from_to
from simulator.datasets.groups import MOST_GROUPS
from simulator.experiment.both_errors import (
    OncePerPerson,
    false_matches_beside,
    falsely_matched,
    missed_at,
)
from simulator.experiment.result import Result
from simulator.experiment.view import View
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, confidence_text, marked, number, percent, ungrouped
from simulator.search.mated_searches import MatedSearches
from simulator.stats.rate_words import interval_words

DRAWN_EVERY = 6
"""A point is drawn at every so many stops; the lines between them are straight."""

MATED_TITLES = {
    "own": marked("The people of this search who are in its gallery"),
    "kept": marked("The gallery: each photo against the person's other photos"),
    "lfw": marked("LFW: each photo against the person's other photos"),
    "london": marked("London: smiling against neutral, 102 adults"),
    "congress-115-in-lfw": marked("Members of Congress who are also in LFW"),
    **dict.fromkeys(
        [
            "congress-115-two-portraits",
            "congress-115-second-two-portraits",
            "congress-114-two-portraits",
            "congress-114-second-two-portraits",
        ],
        marked("Members of Congress: one portrait against another of the same member"),
    ),
}


def cost_chart(result: Result, stops: Stops, mated: MatedSearches, at: Stop) -> Chart:
    """Chart false matches and missed mates at every threshold, each person counting once.

    Where somebody has several searches, lines without a band show what each search counts.
    """
    chosen = [
        stop for stop in stops.stops if stop.position % DRAWN_EVERY == 0 or stop.label is not None
    ]
    last = stops.stops[-1].position
    thresholds = [stop.distance for stop in chosen]
    false = [falsely_matched(result.at(distance=distance)) for distance in thresholds]
    missed = missed_at(mated, thresholds)
    places = [stop.position / last for stop in chosen]
    rows = [
        [_named(stop), *_counted(f), *_counted(m)]
        for stop, f, m in zip(chosen, false, missed, strict=True)
        if stop.label is not None or stop == at
    ]
    here_false = falsely_matched(result.at(distance=at.distance))
    here_missed = missed_at(mated, [at.distance])[0]
    return Chart(
        title=_("What a threshold costs on both sides"),
        alt=_(
            "At {setting}, searches with a false match: {false}; searches for somebody in the "
            "gallery who is missed: {missed}. A stricter threshold trades the first for the second."
        ).format(setting=_named(at), false=said(here_false), missed=said(here_missed)),
        x_label=_("threshold, stricter to the right"),
        y_label=_("share of people") if here_missed.several else _("share of searches"),
        x_ticks=[(position / last, text) for position, text in stops.ticks],
        series=cost_lines(places, false, missed),
        marker=(at.position / last, _named(at)),
        head=[
            _("Threshold"),
            *_heads(_("Falsely matched"), here_false),
            *_heads(_("Missed"), here_missed),
        ],
        rows=rows,
    )


def said(rate: OncePerPerson) -> str:
    """Write a rate: a count, or, with several searches of a person, the share and both counts."""
    each = count_of(rate.by_search.events, rate.by_search.trials)
    if not rate.several or math.isnan(rate.value):
        return each
    return _("{share} of the people ({count} searches)").format(
        share=percent(rate.value), count=each
    )


def cost_lines(
    places: list[float], false: Sequence[OncePerPerson], missed: Sequence[OncePerPerson]
) -> list[Series]:
    """Return the lines of both rates, and those by searches where somebody has several."""
    lines = []
    for name, by_search, rates in (
        (_("falsely matched"), _("falsely matched, by searches"), false),
        (_("true matches missed"), _("true matches missed, by searches"), missed),
    ):
        measured = [(x, r) for x, r in zip(places, rates, strict=True) if r.by_search.trials]
        band = [(x, r.low, r.high) for x, r in measured if not math.isnan(r.low)]
        lines.append(Series(name, [(x, r.value) for x, r in measured], band))
        if rates[0].several:
            lines.append(Series(by_search, [(x, r.by_search.value) for x, r in measured]))
    return lines


def _named(stop: Stop) -> str:
    distance = _("distance {distance}").format(distance=ungrouped(stop.distance, 4))
    if stop.confidence is None:
        return distance
    return f"{confidence_text(stop.confidence)} ({distance})"


def _counted(rate: OncePerPerson) -> list[str]:
    each = rate.by_search
    count, share = count_of(each.events, each.trials), percent(each.value)
    if not rate.several:
        return [count, share]
    ends = _("too few people") if math.isnan(rate.low) else from_to(rate.low, rate.high)
    return [percent(rate.value), ends, f"{count} ({share})"]


def _heads(what: str, rate: OncePerPerson) -> list[str]:
    if not rate.several:
        return [what, _("Rate")]
    return [
        _("{what}, each person counting once").format(what=what),
        _("95% interval"),
        _("{what}, by searches").format(what=what),
    ]


def cost_by_group(
    mated: MatedSearches, distance: float, view: View | None = None
) -> tuple[list[str], list[list[str]]]:
    """Count missed mates by each label that may be shown here; return (head, rows).

    Args:
        mated: the mated searches.
        distance: the threshold.
        view: the search at that threshold, if the mated searches are of the people who were
            searched: their false matches by the same groups stand beside the missed ones.
    """
    failed = not mated.enrolled.all()
    rows = []
    for column in mated.columns:
        if mated.labels[column].nunique() > MOST_GROUPS:
            continue
        beside = None if view is None else false_matches_beside(view, mated, column)
        false = {} if beside is None else {r.group: r for r in beside.itertuples()}
        for r in mated.by(column, distance).itertuples():
            row = [column_name(column), group_name(str(r.label))]
            if mated.several_photos:
                row += [
                    number(r.people),
                    percent(r.fnir_by_person),
                    _interval(r.low_by_person, r.high_by_person, r.searches),
                ]
            row += [
                count_of(r.misses, r.searches),
                percent(r.fnir),
                _interval(r.low, r.high, r.searches),
            ]
            # Without a failure, the rate would be the same number once more.
            row += [percent(r.fnir_with_failures)] if failed else []
            rows.append(row + ([] if view is None else _false_matches(false.get(r.group))))
    head = [_("Label"), _("Group")]
    if mated.several_photos:
        head += [_("People"), _("FNIR, each person once"), _("95% interval")]
    missed = _("Missed searches") if mated.several_photos else _("Missed")
    head += [missed, "FNIR", _("95% interval")]
    head += [_("with failures to enroll as misses")] if failed else []
    if view is not None:
        head += [_("Falsely matched"), "FPIR", _("95% interval")]
    return head, rows


def _interval(low: float, high: float, searches: int) -> str:
    if math.isnan(low):
        return _("too few people") if searches else _("not estimable")
    return from_to(low, high)


def each_person_words(mated: MatedSearches, distance: float) -> str:
    """Say how many are missed if each person counts once; empty where each is searched for once."""
    if not mated.several_photos:
        return ""
    once = missed_at(mated, [distance])[0]
    return _(
        "Each person counting once, {people} of the people are missed ({ends}); by searches, "
        "{searches}. "
        "Whoever has many photos has many mates to be found by. One person is {share} of the "
        "searches."
    ).format(
        people=percent(once.value),
        ends=_("too few people") if math.isnan(once.low) else interval_words(*once.ends[1:])[1],
        searches=percent(once.by_search.value),
        share=percent(mated.largest_part(), 0),
    )


def _false_matches(row: Any) -> list[str]:
    if row is None or not row.trials:
        return [_("not estimable")] * 3
    return [count_of(row.events, row.trials), percent(row.rate), from_to(row.low, row.high)]
