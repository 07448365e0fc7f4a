"""Grouping wraps a rate: the one loop over groups.

A function of rates knows nothing of groups. It takes some of the rows (a mask) and counts; this
module applies it to each group's rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.groups import Group
from simulator.stats.metrics import Rate

Measure = Callable[[NDArray[np.bool_]], "Rate | Mapping[str, Any]"]
"""It takes a mask over the rows, and returns a rate or several named numbers."""

_RATE_COLUMNS = ("events", "trials", "rate", "low", "high")


def by_group(
    measure: Measure, groups: Iterable[Group], columns: Sequence[str] = ()
) -> pd.DataFrame:
    """Apply a measure to each group: a row per group, in the groups' order.

    Args:
        measure: called with each group's mask. It returns a :class:`Rate`, or a mapping from column
            to number where one rate does not say everything.
        groups: masks over the rows. Somebody in two groups counts in both.
        columns: those that an empty table has, besides group and label, where there are no groups.

    Returns:
        Columns group (the value in the data) and label (the words for it), then the measure's own;
        for a rate events (the numerator), trials (the denominator), rate (nan without trials), low
        and high (95% interval).

    Example:
        >>> import numpy as np
        >>> from simulator.datasets.groups import Group
        >>> from simulator.stats.metrics import fpir
        >>> nearest = np.array([0.40, 0.45, 0.60, 0.70])
        >>> women = Group("F", "women", np.array([True, True, True, False]))
        >>> by_group(lambda members: fpir(nearest[members], 0.5), [women])[["events", "trials"]]
           events  trials
        0       2       3
    """
    rows = []
    for group in groups:
        measured = measure(group.members)
        numbers = _numbers(measured) if isinstance(measured, Rate) else measured
        rows.append({"group": group.value, "label": group.label, **numbers})
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=["group", "label", *columns])


def _numbers(rate: Rate) -> dict[str, float]:
    numbers = (rate.events, rate.trials, rate.value, rate.low, rate.high)
    return dict(zip(_RATE_COLUMNS, numbers, strict=True))
