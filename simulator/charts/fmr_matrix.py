"""The matrix of false match rates by pair of groups, as texts and shades."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.charts.chart import count_of
from simulator.charts.tables import marked_rare
from simulator.comparison.false_match_pairs import RARE
from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import MOST_GROUPS, split_by
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, number


def groupings_of(dataset: Dataset) -> list[str]:
    """Return the label columns with few enough groups for a chart."""
    manifest, card = dataset.manifest, dataset.card
    return [
        column
        for column in card.labels
        if column in manifest.columns and len(split_by(manifest, column, card)) <= MOST_GROUPS
    ]


@dataclass(frozen=True)
class Matrix:
    """False match rates by pair of groups as texts: per million comparisons, with their counts.

    Attributes:
        labels: of rows and columns.
        cells: (g, g) rate per million, the counts behind it, its interval where there is one, and
            where somebody has several photos the rate with each pair of people counting once.
        shades: (g, g) between 0 and 1, on a logarithmic scale; 0 where nothing was counted.
        heads: of the columns, where they are not the rows' labels.
    """

    labels: list[str]
    cells: list[list[tuple[str, ...]]]
    shades: list[list[float]]
    heads: list[str] | None = None


def fmr_matrix(table: pd.DataFrame) -> Matrix:
    """Write the matrix of rates as texts.

    Args:
        table: of :meth:`simulator.comparison.fmr.ComparisonTally.table`, or with intervals, of
            :meth:`simulator.comparison.false_match_pairs.FalseMatchPairs.matrix`.
    """
    labels = list(dict.fromkeys(table["label"]))
    at = {label: i for i, label in enumerate(labels)}
    cells: list[list[tuple[str, ...]]] = [[()] * len(labels) for _ in labels]
    shades = np.zeros((len(labels), len(labels)))
    positive = table.loc[table["fmr"] > 0, "fmr"]
    low, high = (
        (math.log(positive.min()), math.log(positive.max())) if len(positive) else (0.0, 0.0)
    )
    for row in table.itertuples():
        i, j = at[row.label], at[row.other_label]
        if not row.comparisons:
            text: tuple[str, ...] = (_("not measurable"), _("no comparison"))
        else:
            text = (number(1e6 * row.fmr), count_of(row.events, row.comparisons))
            if "low" in table.columns:
                ends = _between_millions(row.low, row.high)
                text += (marked_rare(ends, bool(getattr(row, RARE, False))),)
            if "fmr_by_person" in table.columns:
                each = number(1e6 * row.fmr_by_person)
                text += (_("each pair of people once: {rate}").format(rate=each),)
        cells[i][j] = cells[j][i] = text
        if row.fmr > 0:
            shade = (math.log(row.fmr) - low) / (high - low) if high > low else 0.5
            shades[i][j] = shades[j][i] = 0.15 + 0.85 * shade
    return Matrix([group_name(label) for label in labels], cells, shades.round(2).tolist())


def _between_millions(low: float, high: float) -> str:
    if math.isnan(low):
        return _("too few people")
    return _("95%: {low} to {high}").format(low=number(1e6 * low), high=number(1e6 * high))
