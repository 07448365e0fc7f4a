"""The Lab's picture and tables of normalized distances: false matches by group, missed mates."""

from __future__ import annotations

import math

from simulator.charts.chart import Chart, Series, axis_end, axis_ticks, from_to
from simulator.experiment.analyses.score_normalization import (
    TITLES,
    GroupRow,
    MethodRow,
    NormalizationResult,
)
from simulator.experiment.identified import head_of_count, too_few_note
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, marked, number, percent
from simulator.stats.drawn_rates import Estimate
from simulator.stats.equal_fpir import COHORT, EVERYONE, METHODS, PER_GROUP, PROBE
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL

PLACES = dict(zip(METHODS, (0.1, 0.37, 0.63, 0.9), strict=True))
"""Where each way is on the horizontal axis."""
SHORT = {
    EVERYONE: marked("one for all"),
    PER_GROUP: marked("one per group"),
    PROBE: marked("by the photo"),
    COHORT: marked("both sides"),
}
MOST_LINES = 6

WHAT_IT_IS = marked(
    "Some faces are close to everybody. Normalizing corrects for that: each photo is first "
    "compared with a cohort, people who are neither searched for nor in the gallery. A candidate "
    "then counts by how much closer it is than the closest people of the cohort usually are. "
    "Nobody’s label is needed."
)
HOW_MEASURED = marked(
    "Thresholds are fitted on half of the people and tested on the other half, {splits} times, "
    "with {cohort} people drawn as the cohort and {gallery} as the gallery. Then each way is moved "
    "until it falsely matches {target} of the people tested, so that all four are compared at the "
    "same overall rate. The 95% intervals are over people."
)
COHORT_MATTERS = marked(
    "Normalizing is no cure. It can overshoot: a group that had more false matches can end up "
    "with fewer than everybody else. In another gallery the gap can stay as it was. And it depends "
    "on the cohort: here the {closest} people of it who are closest to a photo count. If the whole "
    "cohort counts, a group that is rare in it can be falsely matched even more often."
)


def normalization_chart(result: NormalizationResult) -> Chart:
    """Chart false matches by group, and missed mates, under each of the four ways."""
    rows: dict[str, list[GroupRow]] = {}
    for row in result.groups:
        rows.setdefault(row.group, []).append(row)
    large = {group: some for group, some in rows.items() if not some[0].too_few}
    series = [
        _line(group_name(some[0].label), {row.method: row.fpir for row in some})
        for group, some in list((large or rows).items())[:MOST_LINES]
    ]
    if result.mated:
        missed = {row.method: row.fnir for row in result.methods}
        series.append(_line(_("true matches missed"), missed, dashed=True))
    rates = [high for line in series for *_place, high in line.band]
    rates += [y for line in series for _x, y in line.points]
    head, table = group_table(result)
    return Chart(
        title=_("False matches and true matches missed, by how a match is decided"),
        alt=result.verdict(),
        x_label=_("how a match is decided"),
        y_label=_("share of searches"),
        x_ticks=[(PLACES[name], _(SHORT[name])) for name in METHODS],
        y_ticks=axis_ticks(rates),
        y_top=axis_end(rates),
        series=series,
        head=head,
        rows=table,
    )


def _line(name: str, estimates: dict[str, Estimate], *, dashed: bool = False) -> Series:
    known = {method: e for method, e in estimates.items() if not math.isnan(e.value)}
    return Series(
        name,
        [(PLACES[method], e.value) for method, e in known.items()],
        [(PLACES[m], e.low, e.high) for m, e in known.items() if not math.isnan(e.low)],
        dashed,
    )


def method_table(result: NormalizationResult) -> tuple[list[str], list[list[str]]]:
    """Return head and rows: each way, its missed mates, and its FPIR before it was moved."""
    head = [
        _("How a match is decided"),
        _("Labels needed"),
        _("True matches missed"),
        _("95% interval"),
        _("Difference from one threshold for all"),
        _("What can be said"),
        _("False matches at the fitted threshold"),
        _("95% of the splits"),
    ]
    return head, [_method_row(row) for row in result.methods]


def _method_row(row: MethodRow) -> list[str]:
    return [
        _(TITLES[row.method]),
        _("yes") if row.method == PER_GROUP else _("no"),
        percent(row.fnir.value),
        _interval(row.fnir),
        "" if row.method == EVERYONE else points(row.change),
        _(METHOD_VERDICTS.get(row.verdict, row.verdict)) if row.verdict else "",
        percent(row.as_fitted),
        from_to(row.as_fitted_low, row.as_fitted_high),
    ]


METHOD_VERDICTS = {
    "more": marked("more are missed"),
    "fewer": marked("fewer are missed"),
    "no mates": marked("not measurable here"),
}


def group_table(result: NormalizationResult) -> tuple[list[str], list[list[str]]]:
    """Return head and rows: FPIR of each group under each way, and what happened to the gap."""
    head = [
        _("Group"),
        head_of_count(result.identified),
        _("How a match is decided"),
        _("Falsely matched"),
        _("95% interval"),
        _("Gap to everybody else"),
        _("Change of the gap"),
        _("What can be said"),
        _("True matches missed"),
    ]
    order = list(dict.fromkeys(row.group for row in result.groups))
    ordered = sorted(result.groups, key=lambda row: order.index(row.group))
    return head, [_group_row(row) for row in ordered]


def _group_row(row: GroupRow) -> list[str]:
    return [
        group_name(row.label) + (" †" if row.too_few else ""),
        number(row.people),
        _(TITLES[row.method]),
        percent(row.fpir.value),
        _interval(row.fpir),
        points(row.gap),
        "" if row.method == EVERYONE else points(row.change),
        _(row.verdict) if row.verdict else "",
        f"{percent(row.fnir.value)} ({_interval(row.fnir)})" if row.mated else _("not estimable"),
    ]


def few_note(result: NormalizationResult) -> str:
    """Return the sentence on groups marked †; empty where none is."""
    if not any(row.too_few for row in result.groups):
        return ""
    return too_few_note(result.identified, FEWEST_TRIALS_FOR_AN_INTERVAL)


def measured_words(result: NormalizationResult) -> str:
    """Say how the numbers were measured."""
    return _(HOW_MEASURED).format(
        splits=number(result.splits),
        cohort=number(result.cohort_people),
        gallery=number(result.gallery_people),
        target=percent(result.target, 0),
    )


def cohort_words(result: NormalizationResult) -> str:
    """Say what the result depends on."""
    return _(COHORT_MATTERS).format(closest=number(result.closest))


def points(estimate: Estimate) -> str:
    """Write a difference of two rates in percentage points, with its interval."""
    if math.isnan(estimate.value):
        return _("not estimable")
    if math.isnan(estimate.low):
        return _signed(estimate.value)
    return _("{value} ({low} to {high})").format(
        value=_signed(estimate.value), low=_signed(estimate.low), high=_signed(estimate.high)
    )


def _signed(value: float) -> str:
    rounded = round(100 * value, 1)
    sign = "−" if rounded < 0 else "+" if rounded > 0 else ""
    return sign + number(abs(rounded), 1)


def _interval(estimate: Estimate) -> str:
    if math.isnan(estimate.low):
        return _("not estimable")
    return from_to(estimate.low, estimate.high)
