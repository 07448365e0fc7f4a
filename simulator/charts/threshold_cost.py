"""The cost of a threshold on both sides, in a chart and by group: false matches, missed mates."""

from __future__ import annotations

import math
from typing import Any

from simulator.board.stops import Stop, Stops
from simulator.charts.chart import Chart, Series, count_of, from_to
from simulator.datasets.groups import MOST_GROUPS
from simulator.experiment.both_errors import false_matches_beside
from simulator.experiment.result import Result
from simulator.experiment.view import View
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, confidence_text, marked, percent, ungrouped
from simulator.search.mated_searches import MatedSearches
from simulator.stats.metrics import Rate

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
    """Chart false matches and missed mates at every threshold."""
    chosen = [
        stop for stop in stops.stops if stop.position % DRAWN_EVERY == 0 or stop.label is not None
    ]
    last = stops.stops[-1].position
    false = [result.at(distance=stop.distance).fpir for stop in chosen]
    missed = [mated.fnir(stop.distance, with_failures=False) for stop in chosen]
    between = mated.intervals([stop.distance for stop in chosen])
    places = [stop.position / last for stop in chosen]
    rows = [
        [_named(stop), *_counted(f), *_counted(m)]
        for stop, f, m in zip(chosen, false, missed, strict=True)
        if stop.label is not None or stop == at
    ]
    here_false = result.at(distance=at.distance).fpir
    here_missed = mated.fnir(at.distance, with_failures=False)
    return Chart(
        title=_("What a threshold costs on both sides"),
        alt=_(
            "At {setting}, searches with a false match: {false}; searches for somebody in the "
            "gallery who is missed: {missed}. A stricter threshold trades the first for the second."
        ).format(
            setting=_named(at), false=_counted(here_false)[0], missed=_counted(here_missed)[0]
        ),
        x_label=_("threshold, stricter to the right"),
        y_label=_("share of searches"),
        x_ticks=[(position / last, text) for position, text in stops.ticks],
        series=[
            _line(_("falsely matched"), places, false, [(r.low, r.high) for r in false]),
            _line(_("true matches missed"), places, missed, [(i.low, i.high) for i in between]),
        ],
        marker=(at.position / last, _named(at)),
        head=[_("Threshold"), _("Falsely matched"), _("Rate"), _("Missed"), _("Rate")],
        rows=rows,
    )


def _named(stop: Stop) -> str:
    distance = _("distance {distance}").format(distance=ungrouped(stop.distance, 4))
    if stop.confidence is None:
        return distance
    return f"{confidence_text(stop.confidence)} ({distance})"


def _counted(rate: Rate) -> list[str]:
    return [count_of(rate.events, rate.trials), percent(rate.value)]


def _line(
    name: str, places: list[float], rates: list[Rate], ends: list[tuple[float, float]]
) -> Series:
    measured = [(x, r, e) for x, r, e in zip(places, rates, ends, strict=True) if r.trials]
    band = [(x, *e) for x, _, e in measured if not math.isnan(e[0])]
    return Series(name, [(x, r.value) for x, r, _ in measured], band)


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
            interval = from_to(r.low, r.high)
            if math.isnan(r.low):
                interval = _("too few people") if r.searches else _("not estimable")
            row = [
                column_name(column),
                group_name(str(r.label)),
                count_of(r.misses, r.searches),
                percent(r.fnir),
                interval,
            ]
            # Without a failure, the rate would be the same number once more.
            row += [percent(r.fnir_with_failures)] if failed else []
            if mated.several_photos:
                ends = _("too few people") if math.isnan(r.low_by_person) else None
                row += [
                    percent(r.fnir_by_person),
                    ends or from_to(r.low_by_person, r.high_by_person),
                ]
            rows.append(row + ([] if view is None else _false_matches(false.get(r.group))))
    head = [_("Label"), _("Group"), _("Missed"), "FNIR", _("95% interval")]
    head += [_("with failures to enroll as misses")] if failed else []
    if mated.several_photos:
        head += [_("FNIR, each person once"), _("95% interval")]
    if view is not None:
        head += [_("Falsely matched"), "FPIR", _("95% interval")]
    return head, rows


def each_person_words(mated: MatedSearches, distance: float) -> str:
    """Say how many are missed if each person counts once; empty where each is searched for once."""
    if not mated.several_photos:
        return ""
    return _(
        "Each person counting once, {people} of the people are missed; by searches, {searches}. "
        "Whoever has many photos has many mates to be found by. One person is {share} of the "
        "searches."
    ).format(
        people=percent(mated.fnir_by_person(distance)),
        searches=percent(mated.fnir(distance, with_failures=False).value),
        share=percent(mated.largest_part(), 0),
    )


def _false_matches(row: Any) -> list[str]:
    if row is None or not row.trials:
        return [_("not estimable")] * 3
    return [count_of(row.events, row.trials), percent(row.rate), from_to(row.low, row.high)]
