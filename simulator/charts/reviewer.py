"""The Lab's picture and tables of the reviewer: how many wrong people are still named, by group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.charts.chart import Chart, Series, axis_end, axis_ticks
from simulator.charts.tables import Table
from simulator.datasets.groups import MOST_GROUPS
from simulator.experiment.analyses.reviewer import (
    REJECTS,
    candidate_lists,
    groups_of,
    lists_are_cut,
    named_by_group,
    why_not,
)
from simulator.experiment.at_threshold import AtThreshold
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, number, percent
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.published_reviewers import FINDINGS, REVIEWERS

STOPS = (0.0, 0.2, *REJECTS[:2], 0.75, REJECTS[2], 0.95, *REJECTS[3:], 1.0)
"""Stops of the slider: the published reviewers, the assumed one, and others between them."""
POINTS = (*(step / 20 for step in range(20)), 0.975, 0.99, 1.0)
"""Where the lines have a point; long lists fall steeply at the end."""
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def reviewer_chart(
    view: AtThreshold, k: int, *, threshold: bool, rejects: float, column: str | None
) -> Chart:
    """Draw the share of searches in which a wrong person is named, by the reviewer's quality.

    A line per group with enough people for an interval, with the band of the reviewer's luck; the
    table has every group at the chosen reviewer.

    Args:
        view: a search at a threshold.
        k: photos on a list at most.
        threshold: list only photos at or under the threshold.
        rejects: r of the chosen reviewer, where the vertical line is.
        column: a label of the people searched for; None for everybody together.
    """
    lists = candidate_lists(view, k, threshold=threshold)
    groups = groups_of(view, column)
    chosen = named_by_group(view, lists, rejects, groups)
    large = [g for g, row in zip(groups, chosen, strict=True) if not row["too_few"]][:MOST_GROUPS]
    by_point = [named_by_group(view, lists, at, large) for at in POINTS]
    series = [_line(rows) for rows in zip(*by_point, strict=True)]
    rates = [high for line in series for _at, _low, high in line.band]
    head, rows = named_table(chosen)
    return Chart(
        title=_("Searches in which a wrong person is named"),
        alt=_("With a reviewer who rejects {rejects} of strangers: {shares}.").format(
            rejects=percent(rejects, 0),
            shares="; ".join(
                _("{group}: {named} of {searches}").format(
                    group=row[0], named=row[3], searches=row[1]
                )
                for row in rows
            ),
        ),
        x_label=_("share of strangers that the reviewer rejects"),
        y_label=_("searches with a wrong name"),
        x_ticks=[(tick, percent(tick, 0)) for tick in TICKS],
        y_ticks=axis_ticks(rates),
        y_top=axis_end(rates),
        series=series,
        marker=(rejects, percent(rejects, 0)),
        head=head,
        rows=rows,
    )


def _line(rows: Sequence[dict[str, Any]]) -> Series:
    """Return the line of one group, from a row for each of :data:`POINTS`."""
    searches = rows[0]["searches"]
    points = [(at, row["searches_named"] / searches) for at, row in zip(POINTS, rows, strict=True)]
    band = [
        (at, row["low"] / searches, row["high"] / searches)
        for at, row in zip(POINTS, rows, strict=True)
    ]
    return Series(_name(rows[0]), points, band)


def named_table(rows: Sequence[dict[str, Any]]) -> Table:
    """List what is left of each group's candidates after the review."""
    head = [
        _("Group"),
        _("Searches"),
        _("with candidates"),
        _("with a wrong name, on average"),
        _("by the reviewer’s luck"),
        _("wrong people named in all"),
    ]
    return head, [
        [
            f"{_name(row)}{' †' if row['too_few'] else ''}",
            number(row["searches"]),
            number(row["with_candidates"]),
            number(row["searches_named"], 1),
            _("{low} to {high}").format(low=number(row["low"]), high=number(row["high"])),
            number(row["wrong_people"], 1),
        ]
        for row in rows
    ]


def _name(row: dict[str, Any]) -> str:
    return group_name(row["label"]) if row["label"] else _("Everyone")


def few_words(view: AtThreshold, column: str | None) -> str:
    """Say which groups are marked and not drawn; empty if every group is large enough."""
    people = view.result.people
    few = column is not None and bool(view.by(column)["too_few"].any())
    if not few and people >= FEWEST_TRIALS_FOR_AN_INTERVAL:
        return ""
    return _("† Fewer than {fewest} people: not drawn, and no verdict.").format(
        fewest=FEWEST_TRIALS_FOR_AN_INTERVAL
    )


def published_table() -> Table:
    """List the published reviewers with both probabilities, the task and the source."""
    head = [
        _("Published, not measured here"),
        _("rejected strangers"),
        _("accepted the right person"),
        _("What they compared"),
        _("Source"),
    ]
    return head, [
        [
            _(each.who),
            percent(each.rejects, 0),
            percent(each.accepts, 0),
            _(each.task),
            f"{each.source} ({each.read})",
        ]
        for each in REVIEWERS
    ]


def findings() -> list[str]:
    """Return the published findings that give no probability, each with its source."""
    return [f"{_(each.says)} ({each.source})" for each in FINDINGS]


def can_drop_the_threshold(view: AtThreshold) -> bool:
    """Return whether lists without a threshold exist."""
    return not why_not(view) and not lists_are_cut(view)
