"""Tables of one threshold per group beside one threshold for all: by comparisons and by people."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from simulator.charts.chart import count_of
from simulator.comparison.curves import GroupThresholds
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, ngettext, number, percent, ungrouped

PER_MILLION = {f"{n:,}": n / 1e6 for n in (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000)}
"""Targets as texts → FMR."""


def group_threshold_rows(thresholds: GroupThresholds) -> tuple[list[str], list[list[str]]]:
    """Return (head, rows) of the table: one threshold per group beside one for all."""
    head = [_("Group"), _("Own distance"), _("FMR per million"), "FNMR"]
    head += [_("Distance for all"), _("FMR per million"), "FNMR"]
    rows = [
        [
            group_name(str(r.label)),
            ungrouped(r.distance, 3),
            f"{_per_million(r.fmr)} ({count_of(r.false_matches, r.comparisons)})",
            f"{percent(r.fnmr)} ({count_of(r.misses, r.mated_comparisons)})",
            ungrouped(r.global_distance, 3),
            f"{_per_million(r.global_fmr)} ({count_of(r.global_false_matches, r.comparisons)})",
            f"{percent(r.global_fnmr)} ({count_of(r.global_misses, r.mated_comparisons)})",
        ]
        for r in thresholds.table.itertuples()
    ]
    return head, rows


def by_person_rows(table: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """Return (head, rows) of the table in which each pair of people, and each person, counts once.

    Args:
        table: ``by_person`` of :class:`simulator.comparison.curves.GroupThresholds`.
    """
    head = [_("Group"), _("Own distance"), _("FMR per million"), "FNMR"]
    head += [_("Distance for all"), _("FMR per million"), "FNMR"]
    rows = []
    for r in table.itertuples():
        pairs, people = round(r.comparisons), round(r.mated_comparisons)
        of_pairs = ngettext("{count} pair of people", "{count} pairs of people", pairs)
        of_people = ngettext("{count} person", "{count} people", people)
        among = [of_pairs.format(count=number(pairs)), of_people.format(count=number(people))]
        rows.append([group_name(str(r.label))])
        for prefix in ("", "global_"):
            fmr, fnmr = getattr(r, f"{prefix}fmr"), getattr(r, f"{prefix}fnmr")
            rows[-1] += [
                ungrouped(getattr(r, f"{prefix}distance"), 3),
                f"{_per_million(fmr)} ({among[0]})",
                f"{percent(fnmr)} ({among[1]})",
            ]
    return head, rows


def split_rows(splits: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """Return (head, rows) of the rates over many splits of the people: the median, and the range.

    Args:
        splits: of :func:`simulator.comparison.split_thresholds.summary`, at one target.
    """
    head = [_("Group"), _("Counts once"), _("Threshold"), _("Distance"), _("FMR per million")]
    counts = {"person": _("each person or pair of people"), "comparison": _("each comparison")}
    rows = []
    for counted_by, counted in counts.items():
        for r in splits[splits["counted_by"] == counted_by].itertuples():
            for prefix, threshold in (("", _("the group’s own")), ("global_", _("one for all"))):

                def spread(rate: str, write: Any, r: Any = r, p: str = prefix) -> str:
                    ends = [write(getattr(r, f"{p}{rate}{end}")) for end in ("", "_low", "_high")]
                    return _("{middle} ({low} to {high})").format(
                        middle=ends[0], low=ends[1], high=ends[2]
                    )

                rows.append(
                    [
                        group_name(str(r.label)),
                        counted,
                        threshold,
                        spread("distance", lambda value: ungrouped(value, 3)),
                        spread("fmr", lambda value: number(1e6 * value)),
                        spread("fnmr", percent),
                    ]
                )
    return [*head, "FNMR"], rows


def _per_million(rate: float) -> str:
    return _("not estimable") if math.isnan(rate) else number(1e6 * rate, 1)
