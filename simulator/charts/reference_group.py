"""The Lab's picture and tables of a threshold set by one group, or on another data set."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.charts.chart import Chart, Series, axis_end, axis_ticks, count_of
from simulator.datasets.groups import Group
from simulator.experiment.identified import head_of_count, too_few_note
from simulator.experiment.outcome import SearchOutcome
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, marked, number, percent, ungrouped
from simulator.stats.fixed_rate import photo_weights
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.people import count_people

Table = tuple[list[str], list[list[str]]]

TOP = 0.1
"""The chart shows reference rates up to this one."""
PER = 10_000
WHAT_IT_IS = marked(
    "Which threshold is fair to compare at? One answer: choose one group, and set the threshold so "
    "that a fixed share of its people is falsely matched. Then look at everybody else at that same "
    "threshold."
)
TAKEAWAY = marked(
    "A line above the dashed one is a group that is falsely matched more often than the group that "
    "set the threshold. Few people set it, so the intervals in the table are wide."
)
ELSEWHERE = marked(
    "A vendor sets a threshold on its own photos. Here it is set on one data set, so that few "
    "pairs of two people match, and then used on others."
)


def reference_chart(
    result: SearchOutcome, groups: Sequence[Group], reference: Group, rate: float
) -> Chart:
    """Chart each group's rate against that of the group that sets the threshold.

    Args:
        result: the search.
        groups: those of one label; groups of fewer than 20 people have no line.
        reference: the group that sets the threshold.
        rate: its rate, which is marked.
    """
    nearest = result.search.nearest
    mine = np.sort(nearest[reference.members & ~np.isnan(nearest)])
    weights = photo_weights(result.person[reference.members])
    shown = [
        group
        for group in groups
        if group.value
        and group.value != reference.value
        and count_people(result.person, group.members) >= FEWEST_TRIALS_FOR_AN_INTERVAL
    ]
    at = np.concatenate([[-np.inf], np.unique(mine)])
    own = np.searchsorted(mine, at, side="right") / len(weights)
    kept = own <= TOP
    lines = []
    for group in shown:
        theirs = np.sort(nearest[group.members & ~np.isnan(nearest)])
        rates = np.searchsorted(theirs, at[kept], side="right") / int(group.members.sum())
        lines.append((group, rates))
    highest = max([TOP, *(float(rates.max()) for _group, rates in lines)])
    series = [
        Series(
            group_name(group.label),
            [(float(x) / TOP, float(y)) for x, y in zip(own[kept], rates, strict=True)],
        )
        for group, rates in lines
    ]
    name = group_name(reference.label)
    series.append(Series(_("as often as {group}").format(group=name), [(0, 0), (1, TOP)], [], True))
    ticks = [share * TOP for share in (0, 0.25, 0.5, 0.75, 1)]
    return Chart(
        title=_("Falsely matched, when one group sets the threshold"),
        alt=_("How often each group is falsely matched, by how often {group} is.").format(
            group=name
        ),
        x_label=_("falsely matched in the group {group}").format(group=name),
        y_label=_("falsely matched in the other groups"),
        x_ticks=[(tick / TOP, percent(tick)) for tick in ticks],
        y_ticks=axis_ticks([highest]),
        y_top=axis_end([highest]),
        series=series,
        marker=(rate / TOP, percent(rate)) if 0 < rate <= TOP else None,
        head=[_("Group"), *(percent(tick) for tick in ticks[1:])],
        rows=[
            [
                group_name(group.label),
                *(
                    percent(float(rates[np.searchsorted(own[kept], tick, side="right") - 1]))
                    for tick in ticks[1:]
                ),
            ]
            for group, rates in lines
        ],
    )


def ratio_table(entry: dict[str, Any], reference: str, identified: bool = True) -> Table:
    """Return head and rows of the groups' rates and ratios at one threshold.

    Args:
        entry: of one rate, from :func:`simulator.experiment.thresholds.reference_group.at_rate`.
        reference: the group that sets the threshold.
        identified: whether the photos searched with say whom they show.
    """
    rows = []
    others = [] if len(entry["groups"]) == 2 else [entry["others"]]
    for row in [*entry["groups"], *others]:
        label = group_name(row["label"]) if row["group"] else _(row["label"])
        few = " †" if row["too_few"] else ""
        own = row["group"] == reference
        rows.append(
            [
                f"{label}{few}",
                number(row["people"]),
                count_of(row["false_matches"], row["searches"]),
                percent(row["fpir"]),
                _("sets the threshold") if own else ungrouped(round(row["ratio"], 2)),
                "" if own else _span(row["ratio_low"], row["ratio_high"]),
            ]
        )
    head = [_("Group"), head_of_count(identified), _("falsely matched"), _("rate")]
    head.append(_("times as often"))
    return [*head, _("95% interval")], rows


def _span(low: float, high: float) -> str:
    if math.isnan(low):
        return _("too few")
    return _("{low} to {high}").format(low=ungrouped(round(low, 2)), high=ungrouped(round(high, 2)))


def few_note(entry: dict[str, Any], identified: bool = True) -> str:
    """Return the sentence on groups marked †; empty where none is."""
    if not any(row["too_few"] for row in [*entry["groups"], entry["others"]]):
        return ""
    return too_few_note(identified, FEWEST_TRIALS_FOR_AN_INTERVAL)


def transfer_table(found: dict[str, Any], rate: float) -> Table:
    """Return head and rows of what thresholds set on one data set give on the others.

    Args:
        found: from :func:`simulator.experiment.thresholds.transfer.transfer`.
        rate: the FMR at which they were set.
    """
    sets = list(dict.fromkeys(row["on"] for row in found["fmr"]))
    rows = []
    for threshold in (row for row in found["thresholds"] if row["asked"] == rate):
        name = threshold["set"]
        if threshold["why"]:
            rows.append([name, threshold["why"], *("" for _set in sets), ""])
            continue
        here = {
            row["on"]: row
            for row in found["fmr"]
            if row["from"] == name and row["asked"] == rate and not row["column"]
        }
        search = [
            row
            for row in found["fpir"]
            if row["from"] == name and row["asked"] == rate and not row["column"]
        ]
        searched = _interval(search[0], "fpir", 1) if search else ""
        cells = [_interval(here[one], "fmr", PER) for one in sets]
        rows.append([name, ungrouped(threshold["distance"]), *cells, searched])
    head = [_("Set on"), _("Distance")]
    head += [_("{name}: pairs in 10,000").format(name=name) for name in sets]
    return [*head, _("falsely matched in this search")], rows


def transfer_groups_table(found: dict[str, Any], source: str, rate: float) -> Table:
    """Return head and rows of what one threshold gives to each group, elsewhere and in the search.

    Args:
        found: from :func:`simulator.experiment.thresholds.transfer.transfer`.
        source: the data set on which the threshold was set.
        rate: the FMR at which it was set.
    """
    rows = []
    for row in found["fmr"]:
        if row["from"] == source and row["asked"] == rate and row["column"]:
            few = " †" if row["too_few"] else ""
            words = [row["on"], column_name(row["column"]), group_name(row["label"]) + few]
            rows.append([*words, number(row["people"]), _interval(row, "fmr", PER)])
    head = [_("Data set"), _("label"), _("Group"), _("people")]
    return [*head, _("pairs of people in 10,000")], rows


def _interval(row: dict[str, Any], name: str, per: int) -> str:
    def written(value: float) -> str:
        return percent(value) if per == 1 else ungrouped(round(per * value, 2))

    if math.isnan(row[name]):
        return _("not estimable")
    if row["low"] == row["high"] or math.isnan(row["low"]):
        return written(row[name])
    ends = _("{low} to {high}").format(low=written(row["low"]), high=written(row["high"]))
    return f"{written(row[name])} ({ends})"
