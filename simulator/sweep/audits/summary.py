"""A sweep of audits as a table and as one sentence: what varied, and whose errors changed."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd

from simulator.i18n.language import percent
from simulator.stats.differentials import FEWEST_PEOPLE_TO_COMPARE
from simulator.sweep.kinds import AUDITS
from simulator.sweep.summary import Summary, over_seeds
from simulator.sweep.sweep_folder import mix_words

SETTINGS = ("share_of_women", "mix", "people", "abstain", "test", "train")
"""Settings that can vary, the most telling first."""
NAMES = {
    "share_of_women": "women among the people trained on",
    "mix": "mix of the training data",
    "people": "people trained on",
    "abstain": "refusing under a confidence of",
    "test": "tested on",
    "train": "trained on",
}


def summarize_audits(frame: pd.DataFrame) -> Summary:
    """Take the rows of a sweep of audits together over its seeds.

    Returns:
        A summary whose table also has ``group_people``, how many people the group has (mean).
    """
    done = frame[frame["failed"].isna() & frame["rate"].notna()]
    words = pd.DataFrame({c: _words(done, c) for c in SETTINGS})
    order = {c: list(dict.fromkeys(words[c])) for c in SETTINGS}
    order["share_of_women"] = _by_share(done, words["share_of_women"])
    varied = [c for c in SETTINGS if len(order[c]) > 1]
    return over_seeds(done, words, order, varied, AUDITS, averaged=("group_people",))


def pictured(summary: Summary) -> Summary:
    """Return the summary without groups too small for a verdict, whose lines cover the others."""
    large = summary.table[summary.table["group_people"] >= FEWEST_PEOPLE_TO_COMPARE]
    return dataclasses.replace(summary, table=large)


def answer_of_audits(summary: Summary) -> str:
    """Answer the sweep's question in one sentence: errors at both ends of what varied."""
    table = summary.table
    if not len(table):
        return "Nothing could be measured: every cell failed."
    first = table[table["group_by"] == table["group_by"].iloc[0]]
    for column in summary.varied[1:]:
        first = first[first[column] == first[column].iloc[0]]
    if not summary.varied:
        return f"Wrong answers: {_rates_in_words(first)}."
    x = summary.varied[0]
    levels = [level for level in first[x].cat.categories if (first[x] == level).any()]
    ends = levels[:: max(len(levels) - 1, 1)]
    where = f"In {first['test'].iloc[0]} the" if "test" in summary.varied[1:] else "The"
    sentences = [
        f"{_rates_in_words(first[first[x] == level])} with {NAMES[x]} {level}" for level in ends
    ]
    return f"{where} rate of wrong answers is {', and '.join(sentences)}."


def _rates_in_words(part: pd.DataFrame) -> str:
    rows = part.sort_values("group_people", ascending=False).head(2)
    return "; ".join(
        f"{row.label} {percent(row.rate)} "
        + (
            f"(95% of {row.runs} runs between {percent(row.low)} and {percent(row.high)})"
            if row.runs > 1
            else f"(95% interval {percent(row.low)} to {percent(row.high)})"
        )
        for row in rows.itertuples()
    )


def _words(frame: pd.DataFrame, column: str) -> pd.Series[str]:
    return pd.Series([_word(column, v) for v in frame[column]], index=frame.index, dtype=object)


def _word(column: str, value: Any) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return "as in the data" if column == "share_of_women" else "as many as at every share"
    if column in ("share_of_women", "abstain"):
        return f"{value:g}%"
    if column == "people":
        return f"{int(value):,}"
    if column == "mix":
        return mix_words(value, lambda count: f"{count:,}")
    return str(value)


def _by_share(frame: pd.DataFrame, words: pd.Series[str]) -> list[str]:
    """Return the words of the shares in order of what was trained on, the data's own included."""
    women, men = frame["trained_women"].astype(float), frame["trained_men"].astype(float)
    share = (women / (women + men)).groupby(words).mean()
    return list(share.sort_values(kind="stable").index)
