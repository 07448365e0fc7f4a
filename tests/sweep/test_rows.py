"""The rows of cells that share a gallery, calculated by hand from four distances."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulator.stats.intervals import wilson
from simulator.sweep.grid import Draw, Grid, SearchSpec, parse_grid
from simulator.sweep.kinds import SEARCHES
from simulator.sweep.rows import Row, _shuffled, rows_of_draw
from simulator.sweep.shared_search import LabeledGroup, SharedSearch
from simulator.sweep.sweep_folder import table_of

SPEC = SearchSpec("probes", "gallery", "dlib", None)
NEAREST = (0.1, 0.3, 0.5, 0.7)


def group(value: str, *members: int, of: int = 4, failed: int = 0) -> LabeledGroup:
    """Return a group of some of the searches."""
    return LabeledGroup(value, value.upper(), np.isin(np.arange(of), members), failed)


def shared(nearest: tuple[float, ...] = NEAREST, **changed: Any) -> SharedSearch:
    """Return a search of four: the first two are of f, the others of m."""
    fields: dict[str, Any] = {
        "spec": SPEC,
        "rows": np.arange(len(nearest))[:, None],
        "distances": np.array(nearest)[:, None],
        "photos": 6,
        "groups": {
            "": (group("", *range(len(nearest)), of=len(nearest)),),
            "gender": (group("f", 0, 1, failed=1), group("m", 2, 3)),
        },
        "problems": {"shoe_size": "no such column"},
        "distance_at": {90.0: 0.3, 99.0: "no calibration"},
        "digests": {},
        "measured_to": math.inf,
        "failed_to_enrol": 1,
        "person": np.arange(len(nearest)),
    }
    return SharedSearch(**fields | changed)


def rows(text: str, search: SharedSearch | str | None = None, seed: int = 0) -> list[Row]:
    """Return the rows of a grid's cells in the whole gallery."""
    grid: Grid = parse_grid(text)
    draw = Draw(None, None, False, seed)
    return rows_of_draw(shared() if search is None else search, grid, SPEC, draw, 10)


@pytest.mark.parametrize("kind", ["fpir", "fmr"])
def test_a_rate_is_looked_up_in_the_whole_gallery(kind: str) -> None:
    """Its distance is that of the search; where there is none, the reason is the cell's."""
    search = shared(distance_at={0.5: 0.3, 0.01: "less than one person"})
    found, failed = rows(f"{kind} = [0.5, 0.01]", search)
    assert (found["false_matches"], found["distance"]) == (2, 0.3)
    assert (found["threshold_kind"], found["threshold_given"]) == (kind, 0.5)
    assert failed["failed"] == "less than one person"


def test_counts_rates_and_intervals_by_hand() -> None:
    """At 0.3, which is a match at the threshold: both of f, none of m, 2 of 4 in all."""
    women, men = rows('distance = 0.3\ngroup_by = "gender"')
    assert (women["group"], women["label"], women["failed_to_enrol"]) == ("f", "F", 1)
    assert (women["searches"], women["false_matches"], women["fpir"]) == (2, 2, 1.0)
    assert (men["searches"], men["false_matches"], men["fpir"]) == (2, 0, 0.0)
    shares = [(r["share_of_searches"], r["share_of_false_matches"]) for r in (women, men)]
    assert shares == [(0.5, 1.0), (0.5, 0.0)]
    nobody = rows('distance = 0.05\ngroup_by = "gender"')
    assert [row["share_of_false_matches"] for row in nobody] == [None, None]
    assert (men["low"], men["high"]) == wilson(0, 2)
    # Wilson for 2 of 4: 0.5 ± 1.96 · √(1/16 + 1.96²/64) / (1 + 1.96²/4) = 0.5 ± 0.35.
    for row in (women, men):
        assert (row["all_searches"], row["all_false_matches"], row["all_failed_to_enrol"]) == (
            4,
            2,
            1,
        )
        assert row["all_low"] == pytest.approx(0.150, abs=5e-4)
        assert row["all_high"] == pytest.approx(0.850, abs=5e-4)
        assert row["distance"] == 0.3


def test_cells_are_numbered_in_the_grids_order() -> None:
    """From the first one given; threshold, then column; every row is one the file has room for."""
    found = rows('distance = [0.1, 0.5]\ngroup_by = ["", "gender"]')
    assert [(r["cell"], r["threshold_given"], r["group_by"], r["group"]) for r in found] == [
        (10, 0.1, "", ""),
        (11, 0.1, "gender", "f"),
        (11, 0.1, "gender", "m"),
        (12, 0.5, "", ""),
        (13, 0.5, "gender", "f"),
        (13, 0.5, "gender", "m"),
    ]
    assert set().union(*found) == set(SEARCHES.schema.names) - {"failed"}
    assert table_of(found).num_rows == 6


def test_a_row_describes_its_draw() -> None:
    """The mix is JSON with its words as they are."""
    mix = (("Weiß", 2), ("M", 0))
    draw = Draw(None, mix, False, 3)
    row = rows_of_draw("no such data set", parse_grid("distance = 0.5"), SPEC, draw, 0)[0]
    assert row["mix"] == '{"Weiß": 2, "M": 0}'
    assert (row["probes"], row["gallery"], row["matcher"]) == ("probes", "gallery", "dlib")
    assert (row["condition"], row["gallery_size"], row["seed"]) == (None, None, 3)


def test_a_number_of_false_matches_is_turned_into_a_distance() -> None:
    """3 of 4: 0.5, the roundest from there to 0.7; all four: 0.7."""
    three, four = rows("false_matches = [3, 4]")
    assert (three["distance"], three["false_matches"]) == (0.5, 3)
    assert (four["distance"], four["false_matches"]) == (0.7, 4)


def test_a_round_distance_stays_within_what_was_measured() -> None:
    """The closest is at 0.1004; rounded up it would be 0.101, and lists were cut at 0.1005."""
    search = shared((0.1004, 0.3, 0.5, 0.7), measured_to=0.1005)
    assert rows("false_matches = 1", search)[0]["distance"] == 0.1005
    assert rows("false_matches = 1", search)[0]["false_matches"] == 1


def test_a_search_without_a_stranger_is_no_match() -> None:
    """It is a trial at any threshold."""
    search = shared((0.1, math.nan, 0.5, math.nan))
    row = rows("distance = 99", search)[0]
    assert (row["searches"], row["false_matches"], row["fpir"]) == (4, 2, 0.5)


def test_a_group_of_nobody_has_no_rate() -> None:
    """A rate without searches is null, never 0."""
    search = shared(groups={"gender": (group("f", 0, 1, 2, 3), group("x"))})
    nobody = rows('distance = 0.5\ngroup_by = "gender"', search)[1]
    assert (nobody["searches"], nobody["false_matches"]) == (0, 0)
    assert [nobody[name] for name in ("fpir", "low", "high")] == [None] * 3
    assert table_of([nobody]).to_pylist()[0]["fpir"] is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("confidence = [99, 90]", "no calibration"),
        ("false_matches = [5, 1]", "found 5"),
        ('distance = 0.3\ngroup_by = ["shoe_size", ""]', "no such column"),
    ],
)
def test_a_cell_that_fails_leaves_the_next(text: str, says: str) -> None:
    """One row with the reason and without numbers; the next cell is measured."""
    failed, measured = rows(text)
    assert says in failed["failed"]
    assert "false_matches" not in failed
    assert "failed" not in measured
    assert measured["false_matches"] > 0
    assert (failed["cell"], measured["cell"]) == (10, 11)


def test_a_distance_beyond_the_lists_fails() -> None:
    """At the cut itself it is measured."""
    at, beyond = rows("distance = [0.6, 0.61]", shared(measured_to=0.6))
    assert at["false_matches"] == 3
    assert "0.61" in beyond["failed"]


def test_a_search_that_failed_fails_all_its_cells() -> None:
    """A row per cell with the one reason, whatever was asked for."""
    reason = "expected <b>no</b> data set"
    found = rows('distance = [0.1, 0.2]\ngroup_by = ["gender", "shoe_size"]', reason)
    assert [row["cell"] for row in found] == [10, 11, 12, 13]
    assert {row["failed"] for row in found} == {reason}
    assert {row["gallery_photos"] for row in found} == {None}


def test_shuffled_labels_keep_sizes_and_totals() -> None:
    """Whatever the seed: two searches in each group and 2 of 4 in all; who is in it changes."""
    text = 'distance = 0.3\nshuffle_labels = true\ngroup_by = "gender"'
    women = []
    for seed in range(20):
        found = rows(text, seed=seed)
        assert [row["searches"] for row in found] == [2, 2]
        assert [row["failed_to_enrol"] for row in found] == [1, 0]
        assert sum(row["false_matches"] for row in found) == 2
        assert all(row["labels_shuffled"] for row in found)
        assert found == rows(text, seed=seed)
        women.append(found[0]["false_matches"])
    assert set(women) == {0, 1, 2}


def test_rates_come_from_the_half_that_was_not_fitted() -> None:
    """Of a hundred searches fifty are counted, in groups as in all; each seed has other halves."""
    nearest = tuple(np.arange(1, 101) / 100)
    everyone = group("", *range(100), of=100)
    groups = (group("f", *range(50), of=100), group("m", *range(50, 100), of=100))
    search = shared(nearest, groups={"": (everyone,), "gender": groups})
    text = 'false_matches = 20\nthreshold_per = "everyone"\ngroup_by = "gender"'
    totals = set()
    for seed in range(10):
        women, men = rows(text, search, seed)
        assert women["searches"] + men["searches"] == women["all_searches"] == 50
        assert women["false_matches"] + men["false_matches"] == women["all_false_matches"]
        assert women["distance"] == men["distance"]
        # 20 of 100 become 10 of the 50 fitted: so many lie at or under the distance.
        under = round(women["distance"] * 100)
        assert women["all_false_matches"] == under - 10
        totals.add(under)
    assert len(totals) > 1


def test_a_threshold_per_group_is_fitted_to_everyones_rate() -> None:
    """f is at 0.01 to 0.50, m at 0.51 to 1: with its own distance each has about a fifth."""
    nearest = tuple(np.arange(1, 101) / 100)
    groups = (group("f", *range(50), of=100), group("m", *range(50, 100), of=100))
    search = shared(nearest, groups={"gender": groups})
    text = 'false_matches = 20\nthreshold_per = "group"\ngroup_by = "gender"'
    women, men = rows(text, search)
    assert women["distance"] < 0.5 < men["distance"] < 0.75
    for row in (women, men):
        assert row["threshold_per"] == "group"
        assert row["all_false_matches"] == women["false_matches"] + men["false_matches"]
        assert row["all_searches"] == 50


def test_a_group_whose_share_rounds_to_nobody_is_flagged_nowhere() -> None:
    """At 0.05 no search matches, so everyone's rate is 0: the distance of each group is −1."""
    text = 'distance = 0.05\nthreshold_per = "group"\ngroup_by = "gender"'
    for row in rows(text):
        assert (row["distance"], row["false_matches"]) == (-1.0, 0)


def test_photos_of_one_person_keep_one_label_when_labels_are_shuffled() -> None:
    """Two photos of each of two people: shuffling deals a label to a person, not to a photo."""
    person = np.array([0, 0, 1, 1])
    groups = (group("f", 0, 1), group("m", 2, 3))
    dealt = [_shuffled(groups, True, seed, person)[0].members.tolist() for seed in range(20)]
    assert {tuple(members) for members in dealt} == {
        (True, True, False, False),
        (False, False, True, True),
    }


def test_a_half_holds_all_photos_of_its_people() -> None:
    """Two photos of each of two people: one half is f, both photos flagged, or m, none flagged.

    A half of two photos of different people would have one of each.
    """
    search = shared(person=np.array([0, 0, 1, 1]))
    text = 'distance = 0.3\nthreshold_per = "group"\ngroup_by = "gender"'
    for seed in range(10):
        searches = {row["group"]: row["searches"] for row in rows(text, search, seed)}
        assert sorted(searches.values()) == [0, 2]


def test_people_with_two_photos_count_once() -> None:
    """Photos 0 and 1 are one person, half matched; 2 and 3 are two others, not matched."""
    search = shared(person=np.array([0, 0, 1, 2]))
    women, men = rows('distance = 0.1\ngroup_by = "gender"', search)
    assert (women["searches"], women["people"], women["fpir_by_person"]) == (2, 1, 0.5)
    assert (men["searches"], men["people"], men["fpir_by_person"]) == (2, 2, 0.0)
    assert (men["low_by_person"], men["high_by_person"]) == pytest.approx(wilson(0, 2))
    assert (women["all_people"], women["all_searches"]) == (3, 4)
    assert women["all_fpir_by_person"] == pytest.approx(1 / 6)


def test_with_one_photo_each_people_are_searches() -> None:
    women, _men = rows('distance = 0.3\ngroup_by = "gender"')
    assert (women["people"], women["all_people"]) == (2, 4)
    assert women["fpir_by_person"] is None
    assert women["all_low_by_person"] is None


def test_by_person_thresholds_per_group_add_up() -> None:
    """Each group at its own threshold: everyone is the people of both groups together."""
    search = shared(person=np.array([0, 0, 1, 2]))
    found = rows('distance = 0.5\nthreshold_per = "group"\ngroup_by = "gender"', search)
    whole = sum(row["fpir_by_person"] * row["people"] for row in found)
    people = sum(row["people"] for row in found)
    assert found[0]["all_fpir_by_person"] == pytest.approx(whole / people)
    assert {row["all_people"] for row in found} == {people}
