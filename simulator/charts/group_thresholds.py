"""The table of one threshold per group beside one threshold for all."""

from __future__ import annotations

import math

from simulator.charts.chart import count_of
from simulator.comparison.curves import GroupThresholds
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, number, percent, ungrouped

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


def _per_million(rate: float) -> str:
    return _("not estimable") if math.isnan(rate) else number(1e6 * rate, 1)
