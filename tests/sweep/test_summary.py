"""A sweep in one sentence: numbers checked by hand, always an interval, failures reported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from simulator.stats.differential_regions import largest_difference
from simulator.stats.intervals import rate_interval, wilson
from simulator.sweep.grid import parse_grid
from simulator.sweep.kinds import SEARCHES
from simulator.sweep.searches import sweep
from simulator.sweep.summary import _gap, _measured, answer, enrollment, summarize
from simulator.sweep.sweep_folder import read_sweep


def made(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows of a sweep; a setting that is not given is that of a plain cell."""
    plain = {
        "cell": 0,
        "probes": "p",
        "gallery": "g",
        "matcher": "dlib",
        "one_photo_per_person": False,
        "seed": 0,
        "threshold_kind": "distance",
        "threshold_given": 0.5,
        "threshold_per": "everyone",
        "labels_shuffled": False,
        "group_by": "gender",
        "failed_to_enrol": 0,
        "all_failed_to_enrol": 0,
    }
    full = []
    for row in rows:
        k, n = row["false_matches"], row["searches"]
        low, high = rate_interval(k, n)
        found = plain | {"fpir": k / n, "low": low, "high": high, "label": row["group"]} | row
        full.append(found)
    frame = pd.DataFrame(full)
    for name in SEARCHES.schema.names:
        if name not in frame:
            frame[name] = None
    cells = frame.groupby("cell")
    frame["all_false_matches"] = cells["false_matches"].transform("sum")
    frame["all_searches"] = cells["searches"].transform("sum")
    pairs = zip(frame["all_false_matches"], frame["all_searches"], strict=True)
    frame[["all_low", "all_high"]] = [rate_interval(k, n) for k, n in pairs]
    return frame[SEARCHES.schema.names]


def cells(column: str, values: list[Any], counts: list[tuple[int, int]], **more: Any):
    """Return a cell for each value: false matches of 100 women and of 200 men searched."""
    return [
        {"cell": i, column: value, "group": group, "false_matches": k, "searches": n} | more
        for i, (value, pair) in enumerate(zip(values, counts, strict=True))
        for group, k, n in (("F", pair[0], 100), ("M", pair[1], 200))
    ]


def test_the_share_with_its_interval():
    """6 of 300 at 0.4 and 30 of 300 at 0.5 have Wilson's intervals."""
    frame = made(cells("threshold_given", [0.4, 0.5], [(2, 4), (10, 20)]))
    told = answer(frame, summarize(frame))
    low, high = rate_interval(6, 300)
    assert f"6 of 300 = 2.0% (95% interval {100 * low:.1f}% to {100 * high:.1f}%)" in told
    assert "30 of 300 = 10.0%" in told


def test_failures_to_enrol_stand_beside_the_share_that_they_may_have_lowered():
    """12 failed under the second condition; enrollment() lists both, and is empty without any."""
    frame = made(cells("condition", [None, "grain"], [(10, 20), (5, 10)]))
    assert enrollment(frame).empty
    assert "failed to enroll" not in answer(frame, summarize(frame))
    frame.loc[frame["condition"] == "grain", "all_failed_to_enrol"] = 12
    said = answer(frame, summarize(frame))
    assert "12 failed to enroll with the image condition gray grain" in said
    found = enrollment(frame)
    assert found["condition"].tolist() == ["none", "gray grain"]
    assert found["failed_to_enrol"].tolist() == [0, 12]


def test_a_gap_of_one_set_of_searches_has_the_interval_of_its_counts():
    """10 of 100 against 4 of 200 is 8 points, with the ends of the largest difference."""
    frame = made(cells("labels_shuffled", [False, True], [(10, 4), (5, 10)]))
    told = answer(frame, summarize(frame))
    low, high = largest_difference(pd.array([10.0, 4.0]), pd.array([100.0, 200.0]))
    assert f"8.0 points (95% interval {100 * low:.1f} to {100 * high:.1f})" in told
    assert "0.0 points" in told


def test_a_gap_takes_no_group_that_is_too_small_or_has_no_label():
    """A group with 2 of 2 and people without a label do not widen the gap."""
    frame = made(cells("labels_shuffled", [False, True], [(10, 4), (5, 10)]))
    extra = made(
        [
            {"cell": 0, "group": "X", "false_matches": 2, "searches": 2},
            {"cell": 0, "group": "", "false_matches": 50, "searches": 50},
        ]
    )
    told = answer(pd.concat([frame, extra]), summarize(frame))
    assert "8.0 points" in told
    alone = made(cells("labels_shuffled", [False, True], [(10, 4), (5, 10)]))
    told = answer(alone[alone["group"] == "F"], summarize(frame))
    assert "not measurable (two groups of 12 people or more are needed)" in told


def test_where_the_number_was_chosen_the_answer_is_about_groups():
    """28 flagged by both matchers is no finding; the gap between groups is one."""
    chosen = {"threshold_kind": "false_matches", "threshold_given": 14}
    frame = made(cells("matcher", ["dlib", "eigenfaces"], [(10, 4), (2, 12)], **chosen))
    told = answer(frame, summarize(frame))
    assert "widest gap between groups by gender" in told
    assert "14 of 300" not in told


def test_runs_with_several_seeds_tell_their_spread():
    """The answer gives the spread of 95% of 3 runs, and their number."""
    rows = cells("seed", [0, 1, 2], [(2, 4), (4, 8), (6, 12)])
    told = answer(made(rows), summarize(made(rows)))
    assert "95% of 3 runs between" in told


@pytest.mark.parametrize("column", ["", "gender", "party"])
def test_failures_by_group_add_up_to_the_cells(column: str, tmp_path: Path):
    """Ten of 535 portraits fail under motion blur; each is counted in its group's row."""
    grid = parse_grid(f'condition = "motion-blur"\ndistance = 0.47\ngroup_by = "{column}"')
    sweep(grid, tmp_path / "run", workers=1)
    frame = read_sweep(tmp_path / "run")[1]
    assert set(frame["all_failed_to_enrol"]) == {10}
    assert frame["failed_to_enrol"].sum() == 10
    assert set(frame["all_searches"]) == {525}


@pytest.mark.parametrize(
    ("column", "values", "words"),
    [
        ("gallery_size", [1, 2], ["1 photo", "2 photos"]),
        ("threshold_given", [1, 2], ["1 false match", "2 false matches"]),
    ],
)
def test_counts_agree_with_their_nouns(column: str, values: list[int], words: list[str]) -> None:
    """The answer says one photo, but two photos."""
    rows = cells(column, values, [(2, 4), (10, 20)], threshold_kind="false_matches")
    frame = made(rows)
    summary = summarize(frame)
    assert list(summary.table[column].cat.categories) == words
    if column == "threshold_given":
        assert all(text in answer(frame, summary) for text in words)


def test_one_run_of_several_cells_is_not_called_runs() -> None:
    """Two conditions at one size with one seed are "95% of 2 cells", never "95% of 1 runs"."""
    rows = cells("gallery_size", [500, 500, 900, 900], [(2, 4), (4, 8), (6, 12), (7, 14)])
    for row in rows:
        row["condition"] = ["grain", None][row["cell"] % 2]
    frame = made(rows)
    text = answer(frame, summarize(frame))
    assert "95% of 2 cells between" in text
    assert "runs" not in text


def by_person(groups: dict[str, tuple[int, int, float]]) -> pd.DataFrame:
    """Return the rows of one cell: group → photos, people, and the rate by people."""
    found = made(
        [
            {"cell": 0, "group": group, "false_matches": round(rate * photos), "searches": photos}
            for group, (photos, _people, rate) in groups.items()
        ]
    )
    for i, (_photos, people, rate) in enumerate(groups.values()):
        low, high = wilson(rate * people, people)
        found.loc[i, "people"] = people
        found.loc[i, ["fpir_by_person", "low_by_person", "high_by_person"]] = [rate, low, high]
        found.loc[i, "effective_by_person"] = people
    whole = sum(people for _, people, _ in groups.values())
    value = sum(people * rate for _, people, rate in groups.values()) / whole
    low, high = wilson(value * whole, whole)
    found["all_people"] = whole
    found[["all_fpir_by_person", "all_low_by_person", "all_high_by_person"]] = [value, low, high]
    return found


def test_photos_are_not_called_people() -> None:
    """204 photos of 102 people, as in London: the interval is that of 102."""
    found = by_person({"F": (100, 50, 0.1), "M": (104, 52, 0.2)})
    text = answer(found, summarize(found))
    assert "of 204 photos of 102 people" in text
    low, high = wilson(0.1 * 50 + 0.2 * 52, 102)
    assert f"{100 * low:.1f}% to {100 * high:.1f}%" in text
    table = summarize(found).table.set_index("group")
    assert table.loc["F", "people"] == 50
    assert table.loc["F", "low"] == pytest.approx(wilson(5, 50)[0])


def test_ten_people_with_twenty_photos_are_too_few_to_compare() -> None:
    few = by_person({"F": (20, 10, 0.1), "M": (204, 102, 0.5)})
    enough = by_person({"F": (24, 12, 0.1), "M": (204, 102, 0.5)})
    assert "12 people or more are needed" in _gap(_measured(few))
    assert "points (95% interval" in _gap(_measured(enough))
