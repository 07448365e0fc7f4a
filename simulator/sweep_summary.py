"""A sweep in a table and in one sentence: what varied, and what that changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from simulator.language import percent

SETTINGS = (
    "probes",
    "gallery",
    "matcher",
    "condition",
    "gallery_size",
    "mix",
    "one_photo_per_person",
    "threshold_given",
    "threshold_per",
    "labels_shuffled",
)
GAPS = ("mix", "threshold_per", "labels_shuffled")
"""Settings about the difference between groups rather than about everybody's rate."""
NAMES = {
    "probes": "people searched for",
    "gallery": "gallery",
    "matcher": "matcher",
    "condition": "image condition",
    "gallery_size": "photos in the gallery",
    "mix": "mix of the gallery",
    "one_photo_per_person": "one photo per person",
    "threshold_given": "threshold",
    "threshold_per": "one threshold per",
    "labels_shuffled": "labels shuffled",
}


@dataclass(frozen=True)
class Summary:
    """A sweep's rows, taken together over seeds.

    Attributes:
        table: a row per setting and group: the varied settings as words, group_by, label, runs,
            searches, false_matches (mean), fpir (mean), low, high. Where runs differ, low and high
            hold 95% of them between them; else they are Wilson's 95% interval.
        varied: the settings that differ, the most telling first.
        runs: how many seeds.
    """

    table: pd.DataFrame
    varied: list[str]
    runs: int


def summarise(frame: pd.DataFrame) -> Summary:
    """Take the rows of a sweep together over its seeds."""
    done = frame[frame["failed"].isna() & frame["fpir"].notna()]
    order = {c: {word: i for i, word in enumerate(_ordered(frame, c))} for c in SETTINGS}
    words = pd.DataFrame({c: _words(done, c) for c in SETTINGS})
    varied = [c for c in _PREFERRED if len(order[c]) > 1]
    keep = done[["group_by", "group", "label", "searches", "false_matches", "fpir", "low", "high"]]
    joined = pd.concat([words, keep], axis=1)
    by = [*SETTINGS, "group_by", "group", "label"]
    rows = []
    for key, part in joined.groupby(by, sort=False, dropna=False):
        low, high = part["low"].iloc[0], part["high"].iloc[0]
        if part["fpir"].nunique() > 1:
            low, high = np.percentile(part["fpir"], [2.5, 97.5])
        rows.append(
            dict(zip(by, key, strict=True))
            | {
                "runs": len(part),
                "searches": round(float(part["searches"].mean())),
                "false_matches": float(part["false_matches"].mean()),
                "fpir": float(part["fpir"].mean()),
                "low": float(low),
                "high": float(high),
            }
        )
    table = pd.DataFrame(rows, columns=[*by, *_MEASURED])
    for column in SETTINGS:
        table[column] = pd.Categorical(table[column], list(order[column]), ordered=True)
    runs = int(table["runs"].max()) if len(table) else 0
    return Summary(table, varied, runs)


_MEASURED = ("runs", "searches", "false_matches", "fpir", "low", "high")
_PREFERRED = (
    "gallery_size",
    "mix",
    "condition",
    "matcher",
    "labels_shuffled",
    "threshold_per",
    "one_photo_per_person",
    "gallery",
    "probes",
    "threshold_given",
)


def answer(frame: pd.DataFrame, summary: Summary) -> str:
    """The answer in one sentence, with its interval."""
    done = frame[frame["failed"].isna() & frame["fpir"].notna()].copy()
    if not len(done):
        return "Nothing could be measured: every cell failed."
    if not summary.varied:
        return f"{_everybody(done)} of the people searched are falsely matched."
    x = summary.varied[0]
    done["level"] = _words(done, x)
    held = "threshold_given"
    where = ""
    if x != held and held in summary.varied:
        middle = _ordered(done, held)[len(_ordered(done, held)) // 2]
        done = done[_words(done, held) == middle]
        where = f"At {middle}, "
    column = done["group_by"].iloc[0]
    levels = [level for level in _ordered(frame, x) if level in set(done["level"])]
    first, last = levels[0], levels[-1]
    if x in GAPS and column:
        done = done[done["group_by"] == column]
        told = [f"{_gap(done[done['level'] == at])} with {NAMES[x]} {at}" for at in (first, last)]
        by = column.replace("_", " ")
        text = f"the widest gap between groups by {by} is {told[0]}, and {told[1]}"
    else:
        told = [f"{_everybody(done[done['level'] == at])} at {at}" for at in (first, last)]
        text = f"the share of searches falsely matched is {told[0]}, and {told[1]}"
    return (where + text)[0].upper() + (where + text)[1:] + "."


def _everybody(done: pd.DataFrame) -> str:
    """The rate of everybody searched, with its interval."""
    cells = done.drop_duplicates(["cell"])
    rates = cells["all_false_matches"] / cells["all_searches"]
    one = cells.iloc[0]
    if rates.nunique() == 1:
        return (
            f"{one.all_false_matches:.0f} of {one.all_searches:.0f} = "
            f"{percent(float(rates.iloc[0]))} "
            f"(95% interval {percent(one.all_low)} to {percent(one.all_high)})"
        )
    low, high = np.percentile(rates, [2.5, 97.5])
    return (
        f"{percent(float(rates.mean()))} (95% of {cells['seed'].nunique()} runs between "
        f"{percent(float(low))} and {percent(float(high))})"
    )


def _gap(done: pd.DataFrame) -> str:
    by_cell = done.groupby("cell")["fpir"]
    gaps = 100 * (by_cell.max() - by_cell.min())
    low, high = np.percentile(gaps, [2.5, 97.5])
    runs = done["seed"].nunique()
    if runs == 1 or gaps.nunique() == 1:
        return f"{gaps.iloc[0]:.1f} points (one set of searches, no spread)"
    return f"{gaps.mean():.1f} points (95% of {runs} runs between {low:.1f} and {high:.1f})"


def _words(frame: pd.DataFrame, column: str) -> pd.Series[str]:
    values = frame[column]
    if column == "threshold_given":
        pairs = zip(frame["threshold_kind"], values, strict=True)
        return pd.Series([_threshold(k, v) for k, v in pairs], index=frame.index, dtype=object)
    return pd.Series([_word(column, v) for v in values], index=frame.index, dtype=object)


def _word(column: str, value: Any) -> str:
    missing = value is None or (isinstance(value, float) and np.isnan(value)) or value is pd.NA
    if missing:
        return {"gallery_size": "all photos", "condition": "none"}.get(column, "as it is")
    if column == "gallery_size":
        return f"{int(value):,} photos"
    if column == "mix":
        return " : ".join(f"{name} {count:,}" for name, count in json.loads(value).items())
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return str(value)


def _threshold(kind: str, value: float) -> str:
    if kind == "confidence":
        return f"{value:g}% confidence"
    return f"distance {value:g}" if kind == "distance" else f"{value:g} false matches"


def _ordered(frame: pd.DataFrame, column: str) -> list[str]:
    """The words of a setting in the order of the grid."""
    return list(dict.fromkeys(_words(frame.drop_duplicates("cell"), column)))


def in_percent(table: pd.DataFrame) -> pd.DataFrame:
    """The same table with its rates as percentages, rounded to a tenth, and named so."""
    names = {"fpir": "rate, %", "low": "low, %", "high": "high, %"}
    shown = table.rename(columns=names)
    shown[list(names.values())] = (100 * shown[list(names.values())]).round(1)
    return shown
