"""Blocks of docs/measures.md."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from doc_blocks.common import CONGRESS_PORTRAITS, block, fnir, replay, table, with_interval
from simulator.comparison.comparison_counts import find_counts
from simulator.comparison.curves import thresholds_per_group
from simulator.comparison.false_match_pairs import false_match_pairs
from simulator.comparison.fmr import compare_dataset
from simulator.comparison.fnmr import mated_comparisons
from simulator.comparison.split_thresholds import find_splits
from simulator.datasets.dataset import load_dataset
from simulator.datasets.groups import Group, split_by
from simulator.datasets.photo_measurements import PHOTO_COLOR
from simulator.experiment.analyses.candidate_groups import candidate_groups
from simulator.experiment.analyses.reviewer import (
    LENGTHS,
    REJECTS,
    candidate_lists,
    groups_of,
    named_by_group,
)
from simulator.experiment.both_errors import false_matches_beside, luck_of_misses
from simulator.experiment.mixes import PHOTOS, shift_by_mix
from simulator.experiment.posterior import posterior
from simulator.experiment.search_mates import FROM_PACK, pack_comparisons, sources
from simulator.experiment.thresholds.reference_group import reference_groups
from simulator.experiment.thresholds.transfer import RATES, transfer
from simulator.experiment.view import View
from simulator.faces.conditions import CONDITIONS
from simulator.matchers.registry import DEFAULT_DISTANCES
from simulator.search.mated_searches import MatedSearches, leave_one_out
from simulator.search.mated_sources import mated_searches
from simulator.search.named_mixes import AS_IS, TITLES
from simulator.stats.metrics import rate
from simulator.stats.published_reviewers import REVIEWERS
from simulator.stats.significance import p_said, p_text


@block
def same_group() -> str:
    """Return the false match rates within one group at the matcher's default as a table."""
    rows = []
    for place, name, column, group in (
        ("Congress", "congress-115", "race_ethnicity", "White"),
        ("Congress", "congress-115", "race_ethnicity", "Black"),
        ("Congress", "congress-115", "race_ethnicity", "Asian_Pacific"),
        ("London", "london", "ethnicity", "white"),
        ("London", "london", "ethnicity", "black"),
        ("London", "london", "ethnicity", "east_asian"),
    ):
        dataset = load_dataset(name)
        pairs = false_match_pairs(dataset, DEFAULT_DISTANCES["dlib"])
        row = pairs.by(column).set_index("group").loc[group]
        digits = 2 if row["fmr"] < 0.01 else 1
        rate, low, high = (f"{100 * row[end]:.{digits}f}" for end in ("fmr", "low", "high"))
        rows.append(
            (
                f"{place}: {row['label']}, {row['people']}",
                f"{row['events']:,} of {row['comparisons']:,} = {rate}% ({low}–{high})",
            )
        )
    return table(
        ["at 0.6, the matcher's default: group, people", "same-group FMR (95% over subjects)"], rows
    )


AT_28 = 0.4703
"""Where single comparisons in LFW are given by photos and by people."""


@block
def by_person() -> str:
    """Return FMR and FNMR in LFW, by comparisons and with each person counted once."""
    lfw, rates = load_dataset("lfw"), {}
    rows: list[tuple[str, ...]] = []
    false = false_match_pairs(lfw, AT_28).by("gender").set_index("group")
    missed = mated_comparisons(lfw).by("gender", AT_28).set_index("group")
    for name, found, unit in (("FMR", false, 1e6), ("FNMR", missed, 100)):
        rate = name.lower()
        for group in ("M", "F"):
            row = found.loc[group]
            rates[name, group] = row[rate], row[f"{rate}_by_person"]
            by_photo = _scaled(row, unit, rate, "low", "high")
            by_person = _scaled(row, unit, f"{rate}_by_person", "low_by_person", "high_by_person")
            parts = [f"{row['largest_share_of_comparisons']:.0%} of the comparisons"]
            if name == "FMR":
                parts.append(f"{row['largest_share_of_events']:.0%} of the false matches")
            label = "per million" if unit == 1e6 else "%"
            rows.append((f"{name}, {row['label']}, {label}", by_photo, by_person, ", ".join(parts)))
        ratio = [one / other for one, other in zip(rates[name, "F"], rates[name, "M"], strict=True)]
        rows.append((f"{name}, Women ÷ Men", *(f"{value:.2f}" for value in ratio), ""))
    return table(
        [
            f"LFW at {AT_28}",
            "each comparison counts once (95%)",
            "each person, or pair of people, counts once (95%)",
            "the most frequent person is in",
        ],
        rows,
    )


@block
def most_frequent_women() -> str:
    """Return in how many of the women's false matches the two most frequent take part, as a list.

    A false match of the two with each other counts once.
    """
    pairs = false_match_pairs(load_dataset("lfw"), AT_28)
    women = next(group.members for group in pairs.groups("gender") if group.value == "F")
    inside = women[pairs.first] & women[pairs.second]
    first, second, events = pairs.first[inside], pairs.second[inside], pairs.events[inside]
    of_each = np.bincount(first, events, len(women)) + np.bincount(second, events, len(women))
    two = np.argsort(-of_each)[:2]
    with_them = int(events[np.isin(first, two) | np.isin(second, two)].sum())
    both = int(events[np.isin(first, two) & np.isin(second, two)].sum())
    every = int(events.sum())
    return (
        f"- Two women take part in {with_them} of the women's {every} false matches "
        f"({with_them / every:.0%}); {both} of these are of the two with each other."
    )


@block
def thresholds_over_splits() -> str:
    """Return thresholds per group and their rates over many splits of the people, as a table."""
    lfw, target = load_dataset("lfw"), 1e-4
    splits = find_splits(lfw, "gender", target)
    assert splits is not None
    rows = []
    for row in splits.itertuples():
        for prefix, name in (("", "the group’s own"), ("global_", "one for all")):

            def cell(rate: str, scale: float, digits: int, r: Any = row, p: str = prefix) -> str:
                ends = [getattr(r, f"{p}{rate}{end}") for end in ("", "_low", "_high")]
                middle, low, high = (f"{scale * value:.{digits}f}" for value in ends)
                return f"{middle} ({low}–{high})"

            rows.append(
                (
                    {"comparison": "each comparison", "person": "each person or pair of people"}[
                        row.counted_by
                    ],
                    f"{row.label}, {name}",
                    cell("distance", 1, 3),
                    cell("fmr", 1e6, 0),
                    cell("fnmr", 100, 1),
                )
            )
    head = ["counts once", "threshold", "distance", "FMR per million", "FNMR, %"]
    return table(head, rows)


@block
def one_split_of_many() -> str:
    """Return the one split that the counts hold, beside the median of many, as a sentence."""
    lfw, target = load_dataset("lfw"), 1e-4
    counted, splits = find_counts(lfw, "gender"), find_splits(lfw, "gender", target)
    assert counted is not None
    assert splits is not None
    one = thresholds_per_group(counted["fitted"], counted["evaluated"], target)
    alone = one.table.set_index("group").loc["F", "fmr"]
    women = splits[splits["group"] == "F"].set_index("counted_by")["fmr"]
    return (
        f"- In the split that is bundled, the women's own threshold gave {1e6 * alone:.0f} per "
        f"million on the other half; the median of {int(splits['splits'].iloc[0])} splits is "
        f"{1e6 * women['comparison']:.0f} by comparisons and {1e6 * women['person']:.0f} by people."
    )


@block
def posteriors() -> str:
    """Return the posteriors of the 28 false matches, by photos and by people, as a list."""
    found = posterior(replay().at())
    assert found is not None
    rows = found["nearest"]

    def spread(name: str) -> str:
        values = np.array([row[name] for row in rows])
        return f"{values.min():.1%} to {values.max():.0%}, with a median of {np.median(values):.0%}"

    return "\n".join(
        [
            f"- Each photo is a hypothesis: {spread('posterior')}.",
            f"- Each of the {found['gallery_people']:,} people is a hypothesis: "
            f"{spread('posterior_by_person')}. One person is in "
            f"{found['largest_share_of_gallery']:.0%} of the gallery's photos.",
        ]
    )


def _scaled(row: pd.Series[Any], unit: float, *names: str) -> str:
    value, low, high = (f"{unit * row[name]:.1f}" for name in names)
    return f"{value} ({low}–{high})"


AMONG_LEGISLATORS = (None, 0.5, 0.55)
"""Distances, the first of which flags 28."""
PAIRED = ("party", "gender", "race_ethnicity", "chamber", PHOTO_COLOR)


@cache
def among_legislators(distance: float | None) -> tuple[str, dict[str, Any]]:
    """Search former members of Congress; return the distance in words and the candidates' groups.

    At 28 false matches if no distance is given.
    """
    found = replay(gallery="legislators")
    view = found.at(false_matches=28) if distance is None else found.at(distance=distance)
    return f"{view.distance:.3g}", candidate_groups(view, PAIRED)


def expected_number(numbers: dict[str, Any]) -> str:
    """Return an expected number with the range of 95% of the shuffles, and p."""
    ends = f"{numbers['low']:.0f}–{numbers['high']:.0f}"
    p = p_said(numbers["p"])
    return f"{numbers['expected']:.1f} ({ends}), {p}"


@block
def same_group_candidates() -> str:
    """Return how many false matches are within a group, beside the expected numbers, as a table."""
    rows = []
    for distance in AMONG_LEGISLATORS:
        words, found = among_legislators(distance)
        for column, pairs in found["pairs"].items():
            same = pairs["same_group"]
            measured = rate(same["events"], same["trials"])
            within = with_interval(measured, measured.low, measured.high)
            by = [expected_number(pairs[name]) for name in ("by_gallery_mix", "by_candidates")]
            rows.append((words, column, within, *by))
    header = [
        "distance",
        "label",
        "false matches within a group",
        "expected from the gallery's mix",
    ]
    return table([*header, "expected from the candidates found"], rows)


@block
def candidate_colors() -> str:
    """Return the candidates by color of both photos, and by decade of the gallery, as a table."""
    rows = []
    words, found = among_legislators(0.55)
    for row in found["pairs"].get(PHOTO_COLOR, {"table": []})["table"]:
        if row["searched"]:
            pair = f"{row['label']} → {row['candidate_label'].lower()}"
            few = ", too few" if row["too_few"] else ""
            rows.append(
                (pair, row["gallery_people"], row["false_matches"], expected_number(row) + few)
            )
    for row in sorted(found["gallery"].get("decade", []), key=lambda row: row["group"]):
        few = ", too few" if row["too_few"] else ""
        rows.append((row["label"], row["people"], row["false_matches"], expected_number(row) + few))
    header = [
        f"at {words}: photo → candidate's photo; last decade in Congress",
        "in the gallery",
        "false matches",
    ]
    return table([*header, "expected from the gallery's mix"], rows)


@block
def missed() -> str:
    """Return the shares of mated searches missed as a table."""
    rows = []
    for title, name in (
        ("Congress, one portrait against another", CONGRESS_PORTRAITS),
        ("Congress in LFW", "congress-115-in-lfw"),
        ("LFW, leave one out", "lfw"),
        ("London", "london"),
    ):
        mated = mated_searches(name)
        assert mated is not None
        cells = [fnir(mated, t, with_failures=f) for t in (0.47, 0.6) for f in (False, True)]
        rows.append((title, f"{len(np.unique(mated.subjects)):,}", *cells))
        if mated.several_photos:
            each = [
                _each_person(mated, t, with_failures=f) for t in (0.47, 0.6) for f in (False, True)
            ]
            rows.append((f"{title}, each person once", "", *each))
    header = ["mated searches", "people", "FNIR at 0.47", "with failures", "FNIR at 0.6"]
    return table([*header, "with failures"], rows)


def _each_person(mated: MatedSearches, threshold: float, *, with_failures: bool) -> str:
    value = mated.fnir_by_person(threshold, with_failures=with_failures)
    ends = mated.interval(threshold, with_failures=with_failures, by_person=True)
    return f"{100 * value:.1f}% ({100 * ends.low:.1f}–{100 * ends.high:.1f})"


@block
def missed_in_congress() -> str:
    """Return both errors in Congress by group at three thresholds as a table."""
    result, mated = replay(), sources(replay())[CONGRESS_PORTRAITS]()
    views = [result.at(distance=t) for t in (0.47, 0.5, 0.6)]
    rows = [("", "everyone", f"{len(mated.keys)}", *_both(views, mated))]
    for column in mated.columns:
        for group in split_by(mated.labels, column, mated.card):
            cells = _both(views, mated, column, group)
            rows.append((column, group.label, f"{int(group.members.sum())}", *cells))
    head = ["label", "group", "people"]
    for view in views:
        head += [f"missed at {view.distance:g}", f"falsely matched at {view.distance:g}"]
    return table(head, rows)


def _both(
    views: list[View], mated: MatedSearches, column: str = "", group: Group | None = None
) -> list[str]:
    cells = []
    for view in views:
        members = np.ones(len(mated.keys), bool) if group is None else group.members
        ends = mated.interval(view.distance, members)
        some = rate(int((mated.distances[members] > view.distance).sum()), int(members.sum()))
        small = math.isnan(ends.low)
        cells.append(
            f"{some.events} of {some.trials}, too few"
            if small
            else with_interval(some, ends.low, ends.high)
        )
        if group is None:
            cells.append(with_interval(view.fpir, view.fpir.low, view.fpir.high))
            continue
        beside = false_matches_beside(view, mated, column)
        assert beside is not None
        row = beside.set_index("group").loc[group.value]
        false = rate(int(row["events"]), int(row["trials"]))
        cells.append(with_interval(false, false.low, false.high))
    return cells


@block
def missed_in_congress_words() -> str:
    """Return who is left out, the rank limit, and what luck does not explain, as a list."""
    mated = sources(replay())[CONGRESS_PORTRAITS]()
    left_out = ", ".join(f"{reason} {count}" for reason, count in mated.left_out.items())
    in_crowd = mated.at_rank_one
    assert in_crowd is not None
    ranks = {t: in_crowd.fnir(t, with_failures=False) for t in (0.47, 0.5, 0.6)}
    behind = ", ".join(f"{r.events} of {r.trials} at {t:g}" for t, r in ranks.items())
    luck = luck_of_misses(mated, 0.47)
    tests = ", ".join(
        f"{row.column} {p_text(row.p)} ({p_text(row.p_holm)})" for row in luck.itertuples()
    )
    return "\n".join(
        [
            f"- Searched: {len(mated.keys)} members. Left out: {left_out}.",
            "- If only the closest photo counts (rank 1, with all of LFW enrolled), missed: "
            f"{behind}.",
            f"- p of shuffled labels at 0.47 (after Holm): {tests}.",
        ]
    )


@block
def conditions() -> str:
    """Return what each image condition does at the distance that flags 28 when clean as a table."""
    rows = []
    clean = replay().at().distance
    for name in (None, *CONDITIONS):
        view = replay(condition=name).at(distance=clean)
        mates = view.result.search.mate_distances
        mates, total = mates[mates == mates], view.fpir
        failed = len(view.result.probes.encodings.failures)
        rows.append(
            (
                f"`{name}`" if name else "(clean)",
                CONDITIONS[name].description if name else "",
                failed if name else f"{failed} of {failed + total.trials}",
                with_interval(total, total.low, total.high),
                f"{(mates > clean).sum()} of {len(mates)}",
            )
        )
    header = ["condition", "description", "failed to enroll", "falsely matched", "mates missed"]
    return table(header, rows)


@block
def second_matcher() -> str:
    """Return both matchers in one gallery, each at its own threshold for 28, as a table."""
    columns = [_own_threshold(name) for name in ("dlib", "eigenfaces")]
    return table(
        ["falsely matched", "dlib", "eigenfaces"],
        [(name, *(column[name] for column in columns)) for name in columns[0]],
    )


def _own_threshold(matcher: str) -> dict[str, str]:
    result = replay(matcher=matcher, same_gallery_as="eigenfaces")
    view = result.at()
    races = view.by("race_ethnicity").set_index("label")
    cells = {
        "photos, people in the gallery": f"{len(result.gallery_rows):,}, {result.gallery_people:,}",
        "distance": f"{view.distance:g}",
    }
    cells |= {
        label: f"{races.loc[label, 'false_matches']} of {races.loc[label, 'searches']}"
        for label in ("White or not listed", "Black", "Hispanic", "Asian or Pacific Islander")
    }
    mates = result.search.mate_distances
    mates = mates[mates == mates]
    cells["members of Congress whose mates were missed"] = (
        f"{(mates > view.distance).sum()} of {len(mates)}"
    )
    # Of people and comparisons in the tested half too, and not in all of LFW.
    half = result.gallery.with_encodings(result.gallery.encodings.take(result.gallery_rows))
    mated = leave_one_out(half) if matcher == "dlib" else sources(result)[FROM_PACK]()
    assert mated is not None
    cells["LFW searched among themselves, leave one out: missed"] = fnir(
        mated, view.distance, with_failures=False
    )
    kept = pack_comparisons(result) or compare_dataset(half, "gender")
    pairs = kept.table(view.distance)
    fmr = pairs[pairs["group"] == pairs["other"]].set_index("group")["fmr"]
    cells["false matches of two men, per million comparisons"] = f"{1e6 * fmr['M']:.1f}"
    cells["false matches of two women, per million comparisons"] = f"{1e6 * fmr['F']:.1f}"
    return cells


@block
def named_mixes_of_galleries() -> str:
    """Return FPIR by probe group in 1,500 photos of each named mix, at one distance, as a table."""
    distance, rows = 0.5, []
    for gallery, column in (("utkface-adults", "race_ethnicity"), ("lfw", "gender")):
        view = replay(gallery=gallery).at(distance=distance)
        shift = {
            None: shift_by_mix(view, PHOTOS, None),
            column: shift_by_mix(view, PHOTOS, column),
        }
        for by in (None, column):
            tables = shift[by]
            for i, row in enumerate(tables[AS_IS].itertuples()):
                cells = [tables[name].iloc[i] for name in TITLES]
                few = " †" if row.too_few else ""
                rows.append(
                    (
                        f"`{gallery}`",
                        f"{row.label or 'everyone'}{few}",
                        row.searches,
                        *(
                            f"{100 * c.fpir:.1f}% "
                            f"({100 * c.gallery_low:.1f}–{100 * c.gallery_high:.1f})"
                            for c in cells
                        ),
                    )
                )
    head = ["gallery", "falsely matched at 0.5", "people", *(f"`{name}`" for name in TITLES)]
    return table(head, rows)


@block
def published_reviews() -> str:
    """Return the published reviewers with both probabilities, task and source as a table."""
    rows = [
        (each.who, each.rejects, each.accepts, each.task, f"{each.source} ({each.read})")
        for each in REVIEWERS
    ]
    return table(["who", "r: strangers rejected", "right people accepted", "task", "source"], rows)


@block
def wrong_names() -> str:
    """Return the searches in which a wrong person is named, by list, reviewer and group."""
    view = replay().at(false_matches=28)
    groups = [*groups_of(view, None), *groups_of(view, "person_of_color")]
    rows = []
    for threshold in (True, False):
        for k in LENGTHS:
            lists = candidate_lists(view, k, threshold=threshold)
            for rejects in REJECTS[2:]:
                named = named_by_group(view, lists, rejects, groups)
                cells = [
                    f"{row['searches_named']:.1f} ({row['low']}–{row['high']})" for row in named
                ]
                where = "under the threshold" if threshold else "no threshold"
                rows.append((k, where, f"{rejects:.2f}", *cells))
    heads = [f"{g.label or 'everybody'}, {int(g.members.sum())}" for g in groups]
    return table(["k", "list", "r", *heads], rows)


SYSTEMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("dlib, all of LFW", {}),
    ("dlib, half of LFW", {"same_gallery_as": "eigenfaces"}),
    ("eigenfaces, the same half", {"matcher": "eigenfaces"}),
    ("dlib, other members", {"gallery": "legislators"}),
    ("dlib, UTKFace's adults", {"gallery": "utkface-adults"}),
)
RATIOS = (("race_ethnicity", ("Black", "Hispanic", "Asian_Pacific")), ("gender", ("F",)))


@block
def ratios_to_a_reference() -> str:
    """Return FPIR fixed in one group, and the other groups as ratios to it, a row per system."""
    rows = []
    for share in (0.01, 0.05):
        for words, setting in SYSTEMS:
            result = replay(**setting)
            found = reference_groups(result, [column for column, _ in RATIOS], rates=(share,))
            cells = [words]
            for column, values in RATIOS:
                fixed = found[column]["rates"][0]
                by_value = {row["group"]: row for row in fixed["groups"]}
                cells.append(
                    f"{fixed['false_matches']} of {found[column]['people']} = "
                    f"{100 * fixed['fpir']:.1f}%, at {fixed['distance']:g}"
                )
                cells += [_ratio(by_value[value]) for value in values]
            rows.append(tuple(cells))
    head = ["matcher, gallery"]
    for column, values in RATIOS:
        card = load_dataset("congress-115").card.labels[column]
        head += [f"fixed: {card.show(found[column]['reference'])}", *map(card.show, values)]
    return table(head, rows)


def _ratio(row: dict[str, Any]) -> str:
    few = " †" if row["too_few"] else ""
    return f"{row['ratio']:.2g}{few} ({row['ratio_low']:.2g}–{row['ratio_high']:.2g})"


@block
def thresholds_from_elsewhere() -> str:
    """Return what a threshold set on one data set gives on the others as a table."""
    found = transfer(replay(), ())
    sets = list(dict.fromkeys(row["on"] for row in found["fmr"]))
    rows = []
    for asked in RATES:
        for threshold in (row for row in found["thresholds"] if row["asked"] == asked):
            words = f"`{threshold['set']}`, 1 in {1 / asked:,.0f}"
            if threshold["why"]:
                rows.append((words, "less than one pair", *("" for _ in sets), ""))
                continue
            mine = {"from": threshold["set"], "asked": asked, "column": ""}
            here = {r["on"]: r for r in found["fmr"] if all(r[k] == v for k, v in mine.items())}
            searched = next(r for r in found["fpir"] if all(r[k] == v for k, v in mine.items()))
            cells = [_with_ends(here[name], "fmr", 10_000) for name in sets]
            rows.append(
                (words, f"{threshold['distance']:g}", *cells, _with_ends(searched, "fpir", 100))
            )
    head = ["set on, at", "distance", *(f"`{name}`" for name in sets)]
    return table([*head, "Congress falsely matched in LFW, %"], rows)


def _with_ends(row: dict[str, Any], name: str, per: int) -> str:
    value = f"{per * row[name]:.3g}"
    if row["low"] == row["high"]:
        return f"{value} (set)"
    if math.isnan(row["low"]):
        return value
    return f"{value} ({per * row['low']:.2g}–{per * row['high']:.2g})"
