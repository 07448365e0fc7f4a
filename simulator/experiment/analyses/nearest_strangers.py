"""A comparison of groups without a threshold: how close is each person's closest stranger?"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.datasets.groups import TIMES
from simulator.experiment.identified import verdicts_if
from simulator.experiment.luck import people_of
from simulator.experiment.outcome import SearchOutcome
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, number, percent
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.rank_test import smaller_than_others
from simulator.stats.significance import LEVEL, holm_over_questions, p_said

HALF = 0.5


def nearest_strangers(
    result: SearchOutcome, columns: Sequence[str] = ()
) -> dict[str, dict[str, Any]]:
    """Compare the distances to the closest stranger, group by group, at no threshold.

    Somebody with several photos counts once, with their average. Every p is corrected by Holm for
    the groups of all label columns together. Groups marked as too few have an interval, no verdict.

    Args:
        result: the search.
        columns: more columns than the labels of the people searched, such as ``a*b``.

    Returns:
        By column: ``groups``, a row per group with group, label, people, others, median and
        other_median (of the distances), probability (that a random person of the group has a closer
        stranger than a random other) with low and high, p (Mann–Whitney), p_holm, too_few, verdict;
        ``questions``; and ``verdict``, one sentence.
    """
    person, people = people_of(result)
    nearest = result.search.nearest
    found = ~np.isnan(nearest)
    counted = np.bincount(person[found], minlength=people)
    summed = np.bincount(person[found], nearest[found], minlength=people)
    has = counted > 0
    average = summed[has] / counted[has]
    everything = dict.fromkeys([*result.probes.card.labels, *columns])
    rows: list[dict[str, Any]] = []
    masks = []
    for column in everything:
        if any(part not in result.searched.columns for part in column.split(TIMES)):
            continue
        for group in result.groups(column):
            members = np.zeros(people, bool)
            members[person[group.members]] = True
            members = members[has]
            rows.append({"column": column, **_row(group.value, group.label, average, members)})
            masks.append(members)
    judged = [i for i, row in enumerate(rows) if not row["too_few"] and not math.isnan(row["p"])]
    corrected, questions = holm_over_questions(
        [rows[i]["p"] for i in judged], [masks[i] for i in judged]
    )
    for i, p_holm in zip(judged, corrected.tolist(), strict=True):
        rows[i]["p_holm"] = p_holm
    tested: dict[str, dict[str, Any]] = {}
    for row in rows:
        row["verdict"] = _group_verdict(row)
        tested.setdefault(row.pop("column"), {"groups": []})["groups"].append(row)
    for entry in tested.values():
        entry |= {"questions": questions, "verdict": _verdict(entry["groups"])}
    shown: dict[str, dict[str, Any]] = verdicts_if(result.identified, tested)
    return shown


def _row(
    value: str, label: str, average: np.ndarray[Any, Any], members: np.ndarray[Any, Any]
) -> dict[str, Any]:
    inside, outside = average[members], average[~members]
    test = smaller_than_others(inside, outside)
    return {
        "group": value,
        "label": label,
        "people": len(inside),
        "others": len(outside),
        "median": float(np.median(inside)) if len(inside) else math.nan,
        "other_median": float(np.median(outside)) if len(outside) else math.nan,
        **dataclasses.asdict(test),
        "p_holm": math.nan,
        "too_few": min(len(inside), len(outside)) < FEWEST_TRIALS_FOR_AN_INTERVAL,
    }


def _group_verdict(row: dict[str, Any]) -> str:
    values = {
        "group": group_name(row["label"]),
        "probability": percent(row["probability"], 0),
        "low": percent(row["low"], 0),
        "high": percent(row["high"], 0),
        "people": number(row["people"]),
    }
    if math.isnan(row["low"]):
        return _("{group}: {people}. Too few people on one side for an interval.").format(**values)
    if math.isnan(row["p_holm"]):
        return _(
            "{group}: a random person of the group has a closer stranger than a random other in "
            "{probability} of pairs (95% interval {low} to {high}). No verdict: too few people."
        ).format(**values)
    values["p"] = p_said(row["p_holm"])
    if row["p_holm"] > LEVEL:
        return _(
            "{group}: a random person of the group has a closer stranger than a random other in "
            "{probability} of pairs (95% interval {low} to {high}). Luck alone could do that ({p})."
        ).format(**values)
    return _(
        "{group}: a random person of the group has a closer stranger than a random other in "
        "{probability} of pairs (95% interval {low} to {high}). Luck alone hardly explains that "
        "({p})."
    ).format(**values)


def _verdict(rows: list[dict[str, Any]]) -> str:
    judged = [row for row in rows if not math.isnan(row["p_holm"])]
    if not judged:
        return _("No verdict: two sides with at least {fewest} people each are needed.").format(
            fewest=FEWEST_TRIALS_FOR_AN_INTERVAL
        )
    beyond = [row for row in judged if row["p_holm"] <= LEVEL]
    if not beyond:
        return _(
            "At no particular threshold: luck alone could explain how close the groups’ closest "
            "strangers are. That does not show that the groups are treated alike."
        )
    closer = [group_name(r["label"]) for r in beyond if r["probability"] > HALF]
    farther = [group_name(r["label"]) for r in beyond if r["probability"] < HALF]
    sentences = []
    if closer:
        sentences.append(
            _(
                "At no particular threshold, strangers are closer than luck alone explains for: "
                "{groups}."
            ).format(groups="; ".join(closer))
        )
    if farther:
        sentences.append(
            _(
                "At no particular threshold, strangers are farther than luck alone explains for: "
                "{groups}."
            ).format(groups="; ".join(farther))
        )
    return " ".join(sentences)
