"""Another portrait of the same people, as sentences and tables in the app's language."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulator.charts.tables import Table
from simulator.charts.two_portraits import REASONS
from simulator.experiment.another_portrait import AnotherPortrait, Overlap
from simulator.experiment.another_portrait_measures import (
    nearest_by_photograph,
    rank_correlation,
)
from simulator.experiment.outcome import SearchOutcome
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, marked, ngettext, number, percent
from simulator.stats import photo_choice
from simulator.stats.metrics import rate
from simulator.stats.photo_interval import PhotoInterval

SET_NAMES = {
    "first": marked("with the first portrait"),
    "second": marked("with the other portrait"),
    "both": marked("with both"),
    "either": marked("with at least one"),
    "first_only": marked("only with the first"),
    "second_only": marked("only with the other"),
    "neither": marked("with neither"),
}
SHARES_OF = ("first", "second", "both", "either")


def left_out_words(result: SearchOutcome) -> str:
    """Count those not searched for because of their portraits, by reason; empty if nobody is."""
    left_out = result.probes.left_out
    if not left_out:
        return ""
    reasons = "; ".join(
        f"{_(REASONS.get(reason, reason))}: {number(count)}" for reason, count in left_out.items()
    )
    return _("Left out of this search ({reasons}).").format(reasons=reasons)


def again_words(overlap: Overlap) -> str:
    """Say how many of those falsely matched with the first portrait are with another too."""
    again = overlap.again()
    if not again.flagged:
        return _("Nobody is falsely matched with the first portrait at this threshold.")
    if not again.another:
        words = _("Nobody who is falsely matched with the first portrait has another photograph.")
    else:
        words = ngettext(
            "Of those who are falsely matched and really have another photograph, {again} of "
            "{another} is falsely matched with that one too.",
            "Of those who are falsely matched and really have another photograph, {again} of "
            "{another} are falsely matched with that one too.",
            again.again,
        ).format(again=number(again.again), another=number(again.another))
    same = again.same + again.unsure
    return f"**{words}** " + _(
        "The other {rest} of the {flagged} say nothing about this: the same photograph twice "
        "({same}) or no other photograph ({none})."
    ).format(
        rest=number(again.flagged - again.another),
        flagged=number(again.flagged),
        same=number(same),
        none=number(again.no_other),
    )


def counts_table(overlap: Overlap) -> Table:
    """List how many people are falsely matched with one portrait, the other, both, neither."""
    portraits = overlap.portraits
    everybody = overlap.counts()
    really = overlap.counts(portraits.really_another)
    first, second = ~np.isnan(portraits.first_nearest), ~np.isnan(portraits.second_nearest)
    searched = {"first": first, "second": second, "both": first & second}
    head = [
        _("Falsely matched"),
        _("Everybody with a portrait"),
        _("People with two different photographs"),
    ]
    rows = [
        [
            _(words),
            _of(everybody[name], int(searched[name].sum()) if name in searched else len(first)),
            _of(really[name], really["people"]),
        ]
        for name, words in SET_NAMES.items()
    ]
    return head, rows


def share_table(overlap: Overlap, column: str) -> Table:
    """List each group's share of those falsely matched, with Wilson's interval."""
    shares = overlap.shares(column)
    head = [_("Group"), _("Of everybody"), *(_(SET_NAMES[name]) for name in SHARES_OF)]
    rows = []
    for _group, part in shares.groupby("group", sort=False):
        cells = [_share(row.people, row.of) for row in part.itertuples()]
        first = part.iloc[0]
        rows.append([group_name(first["label"]), percent(first["share_of_people"]), *cells])
    return head, rows


def rank_words(portraits: AnotherPortrait) -> str:
    """Say how alike both portraits order the people, from the closest to a stranger."""
    found = rank_correlation(portraits, portraits.really_another)
    if math.isnan(found.value):
        return _("Rank correlation: not measurable; too few people have two photographs.")
    words = _("Rank correlation of both photographs’ distances: {value}").format(
        value=number(found.value, 2)
    )
    if not math.isnan(found.low):
        words += _(" (95% interval {low} to {high})").format(
            low=number(found.low, 2), high=number(found.high, 2)
        )
    return (
        words
        + ". "
        + _(
            "At 1, both photographs put people in the same order, from the closest to a stranger "
            "to the farthest. At 0, one order says nothing about the other."
        )
    )


def interval_table(portraits: AnotherPortrait, distance: float, column: str | None) -> Table:
    """List Wilson's interval and the one that includes the choice of photo, side by side."""
    searched = ~np.isnan(portraits.first_nearest)
    nearest = nearest_by_photograph(portraits)[searched]
    flagged = portraits.at(distance).first[searched]
    head = [_("At this distance"), _("First portrait (Wilson)"), _("People and photos")]
    rows = [
        [
            _("Share falsely matched"),
            _share(int(flagged.sum()), len(flagged)),
            _interval(photo_choice.rate(nearest, distance)),
        ]
    ]
    for group in portraits.groups(column) if column else []:
        members: NDArray[np.bool_] = group.members[searched]
        rows.append(
            [
                _("{group} among them").format(group=group_name(group.label)),
                _share(int((flagged & members).sum()), int(flagged.sum())),
                _interval(photo_choice.share(nearest, members, distance)),
            ]
        )
    return head, rows


def _of(count: int, total: int) -> str:
    return _("{count} of {total}").format(count=number(count), total=number(total))


def _share(events: int, trials: int) -> str:
    if not trials:
        return _("undefined")
    measured = rate(events, trials)
    return _("{count} of {total} = {rate} ({low} to {high})").format(
        count=number(events),
        total=number(trials),
        rate=percent(measured.value),
        low=percent(measured.low),
        high=percent(measured.high),
    )


def _interval(found: PhotoInterval) -> str:
    if math.isnan(found.value):
        return _("undefined")
    if math.isnan(found.low):
        return percent(found.value)
    return _("{rate} ({low} to {high})").format(
        rate=percent(found.value), low=percent(found.low), high=percent(found.high)
    )
