"""Sentences on what :mod:`simulator.experiment.analyses.adjusted` found, with their caveat."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from simulator.experiment.analyses.covariates import AGE, GENDER, PHOTO, RACE
from simulator.experiment.not_measurable import NOTHING_ELSE_KNOWN, not_measurable
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, ngettext, number, ungrouped
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.significance import LEVEL, p_said

Row = Mapping[str, Any]


def caveat() -> str:
    """Return what adjusting does not do."""
    return _(
        "Comparing people who are alike does not make a gap between groups go away, and a smaller "
        "gap is not a fair one: worse photos are part of what a group lives with, and how bright a "
        "face looks depends on skin as well as on light. This shows what goes along with false "
        "matches, not why."
    )


def kinds_said(kinds: Sequence[str]) -> str:
    """Return the kinds that are held equal as a person says them: "gender, age and photo"."""
    words = {RACE: _("race"), GENDER: _("gender"), AGE: _("age"), PHOTO: _("photo")}
    said = [words[kind] for kind in kinds]
    if len(said) < 2:
        return "".join(said)
    return _("{first} and {last}").format(first=", ".join(said[:-1]), last=said[-1])


def group_verdict(row: Row) -> str:
    """Return the sentences on one group: its odds ratios, then its closest strangers."""
    group, steps = group_name(row["label"]), row["steps"]
    first, last = steps[0], steps[-1]
    small = min(row["people"], row["others"])
    if row["too_few"]:
        return ngettext(
            "{group}: no verdict. Only {small} person is on one side; this comparison needs at "
            "least {fewest} on each.",
            "{group}: no verdict. Only {small} people are on one side; this comparison needs at "
            "least {fewest} on each.",
            small,
        ).format(group=group, small=number(small), fewest=FEWEST_TRIALS_FOR_AN_INTERVAL)
    odds = _odds(group, row["events"] + row["other_events"], first, last)
    return f"{odds} {_distance(last)}".strip() if last["adjusted_for"] else odds


def _odds(group: str, events: int, first: Row, last: Row) -> str:
    if math.isnan(first["odds_ratio"]):
        return _(
            "{group}: nobody or everybody was falsely matched, so there is nothing to compare at "
            "this threshold."
        ).format(group=group)
    numbers = _numbers(first)
    if numbers["ratio"] == ratio_text(1):
        start = _(
            "{group}: the odds of a false match are the same as everybody else’s (95% interval "
            "{low} to {high} times)."
        ).format(group=group, **numbers)
    else:
        start = _(
            "{group}: the odds of a false match are {ratio} times everybody else’s (95% interval "
            "{low} to {high})."
        ).format(group=group, **numbers)
    if not last["adjusted_for"]:
        return start
    kinds = kinds_said(last["adjusted_for"])
    if math.isnan(last["odds_ratio"]):
        more = _("Among people alike in {kinds}, the odds cannot be compared.").format(kinds=kinds)
        return f"{start} {more}"
    numbers = _numbers(last)
    if numbers["ratio"] == ratio_text(1):
        more = _("Among people alike in {kinds}, they are the same ({low} to {high} times).")
    else:
        more = _("Among people alike in {kinds}, they are {ratio} times ({low} to {high}).")
    more = more.format(kinds=kinds, **numbers)
    return f"{start} {more} {_odds_judged(events, last)}".strip()


def _odds_judged(events: int, last: Row) -> str:
    if last["few_events"]:
        return ngettext(
            "No verdict on the odds: {count} person falsely matched is too few to tell "
            "{variables} effects apart.",
            "No verdict on the odds: {count} people falsely matched are too few to tell "
            "{variables} effects apart.",
            events,
        ).format(count=number(events), variables=number(last["variables"]))
    if math.isnan(last["p_holm"]):
        return ""
    if last["p_holm"] > LEVEL:
        return _("Luck alone could do that ({p}).").format(p=p_said(last["p_holm"]))
    return _("Luck alone hardly explains that ({p}).").format(p=p_said(last["p_holm"]))


def _distance(last: Row) -> str:
    if math.isnan(last["distance"]) or math.isnan(last["distance_p_holm"]):
        return ""
    closer = last["distance"] < 0
    # Said as how much closer or farther, so that the number and both ends have one sign.
    ends = [last["distance_low"], last["distance_high"]]
    low, high = sorted(-end for end in ends) if closer else ends
    values = {
        "difference": _thousandths(abs(last["distance"])),
        "low": _signed(low),
        "high": _signed(high),
        "p": p_said(last["distance_p_holm"]),
    }
    where = (
        _(
            "Without any threshold: their closest stranger is closer by {difference} on average "
            "than that of such people (95% interval {low} to {high})."
        )
        if closer
        else _(
            "Without any threshold: their closest stranger is farther by {difference} on average "
            "than that of such people (95% interval {low} to {high})."
        )
    )
    judged = (
        _("With so many groups compared, luck alone could do that ({p}).")
        if last["distance_p_holm"] > LEVEL
        else _("Luck alone hardly explains that ({p}).")
    )
    return f"{where} {judged}".format(**values)


def _thousandths(value: float) -> str:
    """Write a distance; one that would round to 0 is under a thousandth."""
    if round(value, 3) or not value:
        return ungrouped(value, 3)
    return _("under {value}").format(value=ungrouped(0.001))


def _signed(value: float) -> str:
    """Write a difference with a minus sign, and without one where it rounds to 0."""
    text = ungrouped(abs(value), 3)
    return f"\N{MINUS SIGN}{text}" if value < 0 and float(text) else text


def column_verdict(rows: Sequence[Row]) -> str:
    """Return one sentence on a label column, from the adjusted distances of its groups."""
    judged = [row for row in rows if not math.isnan(row["steps"][-1]["distance_p_holm"])]
    if not judged:
        return _("No verdict: two sides with at least {fewest} people each are needed.").format(
            fewest=FEWEST_TRIALS_FOR_AN_INTERVAL
        )
    kinds = kinds_said(judged[0]["steps"][-1]["adjusted_for"])
    if not kinds:
        return not_measurable(NOTHING_ELSE_KNOWN)
    beyond = [row for row in judged if row["steps"][-1]["distance_p_holm"] <= LEVEL]
    if not beyond:
        return _(
            "Among people alike in {kinds}, luck alone could explain how close the groups’ closest "
            "strangers are. That does not show that the groups are treated alike."
        ).format(kinds=kinds)
    sentences = []
    closer = [group_name(r["label"]) for r in beyond if r["steps"][-1]["distance"] < 0]
    farther = [group_name(r["label"]) for r in beyond if r["steps"][-1]["distance"] > 0]
    if closer:
        sentences.append(
            _(
                "Among people alike in {kinds}, strangers are closer than luck alone explains for: "
                "{groups}."
            ).format(kinds=kinds, groups="; ".join(closer))
        )
    if farther:
        sentences.append(
            _(
                "Among people alike in {kinds}, strangers are farther than luck alone explains "
                "for: {groups}."
            ).format(kinds=kinds, groups="; ".join(farther))
        )
    return " ".join(sentences)


def _numbers(step: Row) -> dict[str, str]:
    return {
        "ratio": ratio_text(step["odds_ratio"]),
        "low": ratio_text(step["low"]),
        "high": ratio_text(step["high"]),
    }


def ratio_text(value: float) -> str:
    """Return an odds ratio in two digits: 0.055, 1.9, 24; never 0."""
    if math.isnan(value):
        return "–"
    if value < 0.01:
        return _("under {value}").format(value=ungrouped(0.01))
    return number(value) if value >= 10 else ungrouped(float(f"{value:.2g}"))
