"""A sweep as a table and as one sentence: what varied, and what that changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from simulator.i18n.label_names import column_name
from simulator.i18n.language import _, marked, ngettext, number, percent
from simulator.i18n.set_names import NAMED_SETTINGS
from simulator.search.named_mixes import TITLES
from simulator.stats.differential_regions import largest_difference
from simulator.stats.differentials import FEWEST_PEOPLE_TO_COMPARE
from simulator.stats.rate_words import ends_said
from simulator.sweep.by_person import SHARES, once_each, several_photos, with_shares
from simulator.sweep.grid import PER_GROUP
from simulator.sweep.grid_text import threshold_words
from simulator.sweep.kinds import SEARCHES, Kind
from simulator.sweep.sweep_folder import mix_words

SETTINGS = (
    "probes",
    "gallery",
    "matcher",
    "condition",
    "portrait",
    "paintings",
    "without_kin",
    "gallery_size",
    "mix",
    "one_photo_per_person",
    "threshold_given",
    "threshold_per",
    "labels_shuffled",
)
_WITH = {
    "probes": marked("for {value}"),
    "gallery": marked("in {value}"),
    "matcher": marked("with the matcher {value}"),
    "condition": marked("with the image condition {value}"),
    "portrait": marked("with {value}"),
    "paintings": marked("with paintings"),
    "without_kin": marked("without relatives"),
    "gallery_size": marked("with {value} in the gallery"),
    "mix": marked("with a gallery of {value}"),
    "one_photo_per_person": marked("with one photo per person"),
    "threshold_given": marked("at {value}"),
    "threshold_per": marked("with one threshold per group"),
    "labels_shuffled": marked("with shuffled labels"),
}
"""The words in a sentence for the value of a setting."""
_WITHOUT = {
    "condition": marked("with no image condition"),
    "paintings": marked("with photographs only"),
    "without_kin": marked("with relatives"),
    "mix": marked("with the gallery as it is"),
    "one_photo_per_person": marked("with every photo of each person"),
    "threshold_per": marked("with one threshold for everyone"),
    "labels_shuffled": marked("with the labels as recorded"),
}
"""The words for the value that leaves the setting out."""
PORTRAIT_WORDS = {
    "first": marked("the first portrait"),
    "second": marked("the second portrait"),
    "either": marked("either portrait"),
    "both": marked("both portraits"),
}
"""The words for which portrait must be falsely matched."""
GAPS = ("mix", "threshold_per", "labels_shuffled")
"""Settings that change the difference between groups rather than everyone's rate."""
NAMES = {
    "probes": marked("people searched for"),
    "gallery": marked("gallery"),
    "matcher": marked("matcher"),
    "condition": marked("image condition"),
    "portrait": marked("portrait"),
    "paintings": marked("paintings searched"),
    "without_kin": marked("relatives left out"),
    "gallery_size": marked("photos in the gallery"),
    "mix": marked("mix of the gallery"),
    "one_photo_per_person": marked("one photo per person"),
    "threshold_given": marked("threshold"),
    "threshold_per": marked("threshold for"),
    "labels_shuffled": marked("labels shuffled"),
}
COLUMNS = {
    "group_by": marked("grouped by"),
    "label": marked("group"),
    "runs": marked("runs"),
    "trials": marked("searches"),
    "people": marked("people"),
    "events": marked("false matches"),
    "rate, %": marked("rate, %"),
    "low, %": marked("low, %"),
    "high, %": marked("high, %"),
}
"""The names of a summary's other columns on a page."""


@dataclass(frozen=True)
class Summary:
    """A sweep's rows, taken together over seeds.

    Attributes:
        table: a row per setting and group: the varied settings as words, group_by, label, runs,
            trials (mean), events (mean), rate (mean), low, high; of searches also people (mean),
            share_of_trials and share_of_events.
            Where runs differ, low and high hold 95% of them between them; otherwise they are
            Wilson's 95% interval. Where somebody was searched for with several photos, rate, low
            and high count each person once.
        varied: the settings that differ, the most telling first.
        runs: how many seeds there are.
        kind: the kind of sweep; says what trials, events and rate are.
    """

    table: pd.DataFrame
    varied: list[str]
    runs: int
    kind: Kind


def enrollment(frame: pd.DataFrame) -> pd.DataFrame:
    """Count failures to enroll, which may have lowered the rate beside them.

    Returns:
        A row for each of probes, matcher and condition (words), with searches and
        failed_to_enrol; no row at all if nobody failed to enroll.
    """
    cells = frame[frame["failed"].isna()].drop_duplicates("cell")
    rows = []
    words = _words(cells, "condition") if len(cells) else cells["condition"]
    for key, part in cells.groupby([cells["probes"], cells["matcher"], words], sort=False):
        rows.append(
            dict(zip(("probes", "matcher", "condition"), key, strict=True))
            | {
                "searches": int(part["all_searches"].max()),
                "failed_to_enrol": int(part["all_failed_to_enrol"].max()),
            }
        )
    table = pd.DataFrame(rows, columns=[*_ENROLLMENT])
    return table if table["failed_to_enrol"].any() else table.iloc[:0]


_ENROLLMENT = ("probes", "matcher", "condition", "searches", "failed_to_enrol")


def summarize(frame: pd.DataFrame) -> Summary:
    """Take the rows of a sweep of searches together over its seeds."""
    done = _measured(frame)
    words = pd.DataFrame({c: _words(done, c) for c in SETTINGS})
    order = {c: _ordered(frame, c) for c in SETTINGS}
    varied = [c for c in _PREFERRED if len(order[c]) > 1]
    return over_seeds(done, words, order, varied, SEARCHES, ("people",), SHARES)


def over_seeds(
    done: pd.DataFrame,
    words: pd.DataFrame,
    order: Mapping[str, list[str]],
    varied: list[str],
    kind: Kind,
    averaged: tuple[str, ...] = (),
    shares: tuple[str, ...] = (),
) -> Summary:
    """Take rows that differ only in their seed together.

    Args:
        done: rows of either kind of sweep with the shared column names, each with a rate.
        words: of the same rows, the settings as words.
        order: setting → its words in the order in which tables and pictures show them.
        varied: the settings that differ, the most telling first.
        kind: the kind of sweep.
        averaged: further columns of counts, of which the mean is shown.
        shares: further columns of fractions, of which the mean is shown.
    """
    measured = ["trials", "events", "rate", "low", "high", *averaged, *shares]
    by = [*words.columns, "group_by", "group", "label"]
    joined = pd.concat([words, done[["group_by", "group", "label", *measured]]], axis=1)
    rows = []
    for key, part in joined.groupby(by, sort=False, dropna=False):
        low, high = part["low"].iloc[0], part["high"].iloc[0]
        if part["rate"].nunique() > 1:
            low, high = np.percentile(part["rate"], [2.5, 97.5])
        rows.append(
            dict(zip(by, key, strict=True))
            | {
                "runs": len(part),
                "trials": round(float(part["trials"].mean())),
                "events": float(part["events"].mean()),
                "rate": float(part["rate"].mean()),
                "low": float(low),
                "high": float(high),
            }
            | {column: round(float(part[column].mean())) for column in averaged}
            | {column: float(part[column].mean()) for column in shares}
        )
    table = pd.DataFrame(rows, columns=[*by, "runs", *measured])
    for column in words.columns:
        table[column] = pd.Categorical(table[column], order[column], ordered=True)
    return Summary(table, varied, int(table["runs"].max()) if len(table) else 0, kind)


def _measured(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that have a rate, with the shared column names."""
    shared = SEARCHES.shared(frame)
    return with_shares(once_each(shared[shared["failed"].isna() & shared["rate"].notna()]))


_PREFERRED = (
    "gallery_size",
    "mix",
    "condition",
    "matcher",
    "labels_shuffled",
    "threshold_per",
    "one_photo_per_person",
    "portrait",
    "paintings",
    "without_kin",
    "gallery",
    "probes",
    "threshold_given",
)


def answer(frame: pd.DataFrame, summary: Summary) -> str:
    """Answer the sweep's question in one sentence, with the interval."""
    done = _measured(frame).copy()
    if not len(done):
        return _("Nothing could be measured: every cell failed.")
    if not summary.varied and several_photos(done):
        return _("Falsely matched: {rate}.").format(rate=_everybody(done))
    if not summary.varied and frame["people"].isna().all():
        return _("{rate} of the photos searched are falsely matched.").format(rate=_everybody(done))
    if not summary.varied:
        return _("{rate} of the people searched are falsely matched.").format(rate=_everybody(done))
    x = summary.varied[0]
    done["level"] = _words(done, x)
    threshold = "threshold_given"
    where = ""
    if x != threshold and threshold in summary.varied:
        middle = _ordered(done, threshold)[len(_ordered(done, threshold)) // 2]
        done = done[_words(done, threshold) == middle]
        where = _("At {setting}, ").format(setting=middle)
    column = done["group_by"].iloc[0]
    levels = [level for level in _ordered(frame, x) if level in set(done["level"])]
    # Portraits have no order that ends would stand for, so each of them is named.
    named = levels if x == "portrait" else [levels[0], levels[-1]]
    # Where the threshold is chosen to flag so many, that many is no finding: who is, is one.
    chosen = set(done["threshold_kind"]) == {"false_matches"}
    if column and (x in GAPS or (chosen and x != threshold)):
        done = done[done["group_by"] == column]
        ends = [
            _gap(done[done["level"] == level]) + " " + _with_setting(x, level) for level in named
        ]
        text = _("the widest gap between groups by {grouping} is {one}, and {other}").format(
            grouping=column_name(column), one="; ".join(ends[:-1]), other=ends[-1]
        )
    else:
        ends = [
            _everybody(done[done["level"] == level]) + " " + _with_setting(x, level)
            for level in named
        ]
        text = _("the share of searches falsely matched is {one}, and {other}").format(
            one="; ".join(ends[:-1]), other=ends[-1]
        )
    return (where + text)[0].upper() + (where + text)[1:] + "."


def _with_setting(column: str, value: str) -> str:
    """Return a setting's value as the end of a sentence: "with 500 photos in the gallery"."""
    left_out = {_("none"), _("no"), _("as it is"), _("everyone")}
    texts = _WITHOUT if column in _WITHOUT and value in left_out else _WITH
    return _(texts[column]).format(value=value)


def _everybody(done: pd.DataFrame) -> str:
    """Return the rate among everyone searched, with its interval, as words."""
    cells = done.drop_duplicates(["cell"])
    once = several_photos(cells)
    rates = cells["all_events"] / cells["all_trials"]
    if once:
        rates = cells["all_fpir_by_person"].astype(float)
    one = cells.iloc[0]
    if once and rates.nunique() == 1:
        words = _(
            "{count} of {total} photos of {people} people; each person counting once, {rate} (95% "
            "interval {low} to {high})"
        ).format(
            count=number(one.all_events),
            total=number(one.all_trials),
            people=number(one.all_people),
            rate=percent(float(rates.iloc[0])),
            low=percent(one.all_low_by_person),
            high=percent(one.all_high_by_person),
        )
    elif rates.nunique() == 1:
        rate = float(rates.iloc[0])
        words = _("{count} of {total} = {rate} ({interval})").format(
            count=number(one.all_events),
            total=number(one.all_trials),
            rate=percent(rate),
            interval=ends_said(rate, one.all_trials, one.all_low, one.all_high),
        )
    else:
        low, high = np.percentile(rates, [2.5, 97.5])
        runs = cells["seed"].nunique()
        spread = (
            _("{rate} (95% of {runs} runs between {low} and {high})")
            if runs > 1
            else _("{rate} (95% of {cells} cells between {low} and {high})")
        )
        words = spread.format(
            rate=percent(float(rates.mean())),
            runs=number(runs),
            cells=number(len(cells)),
            low=percent(float(low)),
            high=percent(float(high)),
        )
    # A rate may fall because fewer people could be searched for.
    failed = int(cells["all_failed_to_enrol"].max())
    return words + (_(", {count} failed to enroll").format(count=number(failed)) if failed else "")


def _gap(done: pd.DataFrame) -> str:
    """Return the widest gap between rates of labeled groups with enough people, as words."""
    done = done[(done["people"] >= FEWEST_PEOPLE_TO_COMPARE) & (done["group"] != "")]
    by_cell = done.groupby("cell")["rate"]
    if not len(done) or by_cell.size().min() < 2:
        return _("not measurable (two groups of {fewest} people or more are needed)").format(
            fewest=FEWEST_PEOPLE_TO_COMPARE
        )
    gaps = 100 * (by_cell.max() - by_cell.min())
    runs = done["seed"].nunique()
    if runs == 1 or gaps.nunique() == 1:
        one = done[done["cell"] == done["cell"].iloc[0]]
        worth = one["effective_by_person"].astype(float).fillna(one["trials"].astype(float))
        events = (one["rate"].astype(float) * worth).to_numpy(float)
        ends = largest_difference(events, worth.to_numpy(float))
        return _("{points} points (95% interval {low} to {high})").format(
            points=number(gaps.iloc[0], 1),
            low=number(100 * ends[0], 1),
            high=number(100 * ends[1], 1),
        )
    low, high = np.percentile(gaps, [2.5, 97.5])
    return _("{points} points (95% of {runs} runs between {low} and {high})").format(
        points=number(gaps.mean(), 1),
        runs=number(runs),
        low=number(float(low), 1),
        high=number(float(high), 1),
    )


def _words(frame: pd.DataFrame, column: str) -> pd.Series[str]:
    values = frame[column]
    if column == "threshold_given":
        pairs = zip(frame["threshold_kind"], values, strict=True)
        return pd.Series([threshold_words(k, v) for k, v in pairs], index=frame.index, dtype=object)
    return pd.Series([_word(column, v) for v in values], index=frame.index, dtype=object)


def _word(column: str, value: Any) -> str:
    missing = value is None or (isinstance(value, float) and np.isnan(value)) or value is pd.NA
    if missing:
        missing_words = {"gallery_size": _("all photos"), "condition": _("none")}
        return missing_words.get(column, _("as it is"))
    if column == "gallery_size":
        photos = ngettext("{count} photo", "{count} photos", int(value))
        return photos.format(count=number(int(value)))
    if column == "mix" and value in TITLES:
        return _(TITLES[value])
    if column == "mix":
        return mix_words(value, number)
    if isinstance(value, bool | np.bool_):
        return _("yes") if value else _("no")
    if column == "threshold_per":
        return _("each group") if value == PER_GROUP else _("everyone")
    if column == "portrait":
        return _(PORTRAIT_WORDS[value])
    return NAMED_SETTINGS.get(column, str)(str(value))


def _ordered(frame: pd.DataFrame, column: str) -> list[str]:
    """Return the words of a setting in the order of the grid."""
    return list(dict.fromkeys(_words(frame.drop_duplicates("cell"), column)))


def in_percent(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its rates as percentages, rounded to a tenth and named accordingly."""
    names = {"rate": "rate, %", "low": "low, %", "high": "high, %"}
    shown = table.rename(columns=names)
    shown[list(names.values())] = (100 * shown[list(names.values())]).round(1)
    return shown
