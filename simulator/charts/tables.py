"""The Lab's tables: bias or luck, differentials, zero, failures to enroll, in the app's language.

Each function takes what was measured and returns (head, rows) of texts, or sentences.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from simulator.experiment.identified import head_of_count
from simulator.experiment.view import View
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, marked, number, percent, ungrouped
from simulator.stats.intervals import zero_events_bound
from simulator.stats.significance import p_text
from simulator.stats.zero import zero_words

Table = tuple[list[str], list[list[str]]]

THREE_DIGITS = ("fdr", "gini", "garbe")
NAMES = {
    "difference": marked("largest − smallest rate"),
    "max_min": marked("largest ÷ smallest rate"),
    "max_geometric_mean": marked("largest rate ÷ geometric mean (NIST)"),
    "gini": marked("Gini: 0 alike, 1 all in one group"),
    "fdr": marked("FDR: 1 alike"),
    "inequity": marked("INEQ: 1 alike"),
    "garbe": marked("GARBE: 0 alike"),
}


def attempts_words(view: View) -> str:
    """Report failures to enroll beside the rate; empty if there are none.

    A fall in the rate may only mean that fewer searches took place.
    """
    failed, total = len(view.result.probes.encodings.failures), view.fpir
    if not failed:
        return ""
    return _(
        "{failed} of {attempts} photos failed to enroll: no usable face was found, so no search "
        "took place. Of the {searches} searches, {events} ended in a false match, {rate}; of all "
        "{attempts} attempts, that is {of_attempts}."
    ).format(
        failed=number(failed),
        attempts=number(failed + total.trials),
        searches=number(total.trials),
        events=number(total.events),
        rate=percent(total.value),
        of_attempts=percent(total.events / (failed + total.trials)),
    )


def luck_table(measured: Mapping[str, Any]) -> Table:
    """List the numbers behind :func:`simulator.experiment.measures.significance`."""
    head = [
        _("Group"),
        _("Falsely matched"),
        _("Everybody else"),
        _("Rate ÷ everybody else's (95% interval)"),
        _("p, all shuffles"),
        _("p, Holm"),
        _("p, Fisher's exact test"),
    ]
    rows = [
        [
            group_name(str(row["label"])),
            _of(row["events"], row["people"]),
            _of(row["other_events"], row["others"]),
            _ratio(row["ratio"], row["ratio_low"], row["ratio_high"]),
            *(_p(row[name]) for name in ("p_permutation", "p_holm", "p_fisher")),
        ]
        for row in measured["groups"]
    ]
    return head, rows


def strangers_table(tested: Mapping[str, Any], identified: bool = True) -> Table:
    """List the groups of :func:`simulator.experiment.analyses.nearest_strangers.nearest_strangers`.

    Args:
        tested: of one column.
        identified: whether the photos searched with say whom they show.
    """
    head = [
        _("Group"),
        head_of_count(identified),
        _("Median distance to the closest stranger"),
        _("Everybody else"),
        _("Closer than a random other, share of pairs (95% interval)"),
        _("p, Mann–Whitney"),
        _("p, Holm"),
    ]
    rows = [
        [
            group_name(str(row["label"])),
            number(row["people"]),
            _distance(row["median"]),
            _distance(row["other_median"]),
            _share(row["probability"], row["low"], row["high"]),
            _p(_known(row["p"])),
            _p(_known(row["p_holm"])),
        ]
        for row in tested["groups"]
    ]
    return head, rows


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _distance(value: float) -> str:
    return "–" if math.isnan(value) else ungrouped(value, 3)


def _share(value: float, low: float, high: float) -> str:
    if math.isnan(value):
        return _("not estimable")
    if math.isnan(low):
        return _("{value} (too few people for an interval)").format(value=percent(value, 0))
    return _("{value} ({low} to {high})").format(
        value=percent(value, 0), low=percent(low, 0), high=percent(high, 0)
    )


def differential_table(*parts: Mapping[str, Mapping[str, Any]]) -> Table:
    """List differentials and intervals of :mod:`simulator.comparison.differential_intervals`."""
    rows = []
    for part in parts:
        for name, entry in part.items():
            rows.append([_(NAMES[name]), _value(name, entry["value"]), _between(name, entry)])
    return [_("Measure"), _("Value"), _("95% interval")], rows


def zero_table(table: pd.DataFrame) -> Table:
    """List the rates that zero false matches in a group still allow; ``table``: ``View.by``."""
    rows = [
        [
            group_name(str(row.label)),
            _of(row.people_falsely_matched, row.people),
            percent(zero_events_bound(int(row.people))),
        ]
        for row in table.itertuples()
        if row.searches and not row.false_matches
    ]
    return [
        _("Group"),
        _("Falsely matched"),
        _("The rate may be up to (one-sided 95% bound)"),
    ], rows


def amazon_words(zero: Mapping[str, Any]) -> str:
    """Describe Amazon's published zero of :func:`simulator.stats.zero.amazons_zero`, so labeled."""
    return _(
        "Amazon wrote in July 2018 that its own repeat at 99% found zero false matches, and "
        "published neither data nor scores. If it searched {trials} people: {words} (Computed from "
        "published numbers; not measured here.)"
    ).format(trials=number(zero["trials"]), words=zero_words(int(zero["trials"])))


def rates_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """List FMR and FNMR by group, from :mod:`simulator.comparison.differential_intervals`."""
    head = [
        _("Group"),
        _("People"),
        _("False matches of two people"),
        _("FMR (95% interval)"),
        _("Misses of one person's photos"),
        _("FNMR (95% interval)"),
        _("with failures to enroll as misses"),
    ]
    texts = [
        [
            group_name(str(row["label"])),
            number(row["people"]),
            _of(row["false_matches"], row["comparisons"]),
            marked_rare(
                _rate(row["fmr"], row["fmr_low"], row["fmr_high"]),
                row["interval_may_miss_rare_people"],
            ),
            _of(row["misses"], row["mated_comparisons"]),
            _rate(row["fnmr"], row["fnmr_low"], row["fnmr_high"]),
            _rate(
                row["fnmr_with_failures"],
                row["fnmr_with_failures_low"],
                row["fnmr_with_failures_high"],
            ),
        ]
        for row in rows
    ]
    return head, texts


def marked_rare(text: str, may_miss: bool) -> str:
    """Mark an interval that rare people who match many others could make untrue."""
    return _("{interval} · unsure").format(interval=text) if may_miss else text


def rare_words(marks: Iterable[bool]) -> str:
    """Say what the mark of :func:`marked_rare` means; empty where nothing is marked."""
    if not any(marks):
        return ""
    return _(
        "Unsure: a few people may match many others, such as one in ten. So small a sample may "
        "hold nobody like that, and they could lift the rate beyond the interval. Read it as one "
        "for people like these."
    )


def left_out_words(column: str, left_out: Sequence[str]) -> str:
    """Name the groups that are in no differential; empty if all are in one."""
    if not left_out:
        return ""
    return _("Left out because of too few people or no label: {groups} ({column}).").format(
        groups=", ".join(
            group_name(group.replace("_", " ")) or _("no label") for group in left_out
        ),
        column=column_name(column),
    )


def _of(events: float | None, trials: float | None) -> str:
    if events is None or not trials:
        return _("nothing to count")
    return _("{events} of {trials}").format(events=number(events), trials=number(trials))


def _p(value: float | None) -> str:
    return "–" if value is None else p_text(value)


def _ratio(value: float | None, low: float | None, high: float | None) -> str:
    middle = _("undefined") if value is None else number(value, 2)
    if low is None:
        return middle
    return _("{value} ({low} to {high})").format(
        value=middle,
        low=number(low, 2),
        high=_("no end") if high is None else number(high, 2),
    )


def _rate(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return _("not estimable")
    if low is None or high is None:
        return _("{value} (too few people for an interval)").format(value=percent(value, 2))
    return _("{value} ({low} to {high})").format(
        value=percent(value, 2), low=percent(low, 2), high=percent(high, 2)
    )


def _value(name: str, value: float | None) -> str:
    if value is None:
        return _("undefined")
    if name == "difference":
        return _("{points} points").format(points=number(100 * value, 1))
    return number(value, 3 if name in THREE_DIGITS else 2)


def _between(name: str, entry: Mapping[str, Any]) -> str:
    low, high = entry["low"], entry["high"]
    if low is None:
        return _("not estimable")
    if high is None:
        return _("{low} or more").format(low=_value(name, low))
    return _("{low} to {high}").format(low=_value(name, low), high=_value(name, high))
