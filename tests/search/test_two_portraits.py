"""Mated searches of people with two portraits: who is left out, who is missed, what is refused."""

from __future__ import annotations

import csv
import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.one_shot import one_shot_verdicts
from simulator.errors import ExperimentError
from simulator.faces.encodings import Encodings
from simulator.search.mated_searches import MatedSearches
from simulator.search.mated_sources import mated_searches
from simulator.search.two_portraits import between_portraits, two_portraits

SOURCE = "congress-115-two-portraits"


@pytest.fixture(scope="module")
def congress() -> MatedSearches:
    return mated_searches(SOURCE)


def some(name: str, keys: list[str], **changes: NDArray) -> Dataset:
    """A data set of Congress in which only these people have a portrait."""
    whole = load_dataset(name)
    rows = np.array([whole.all_encodings.keys.tolist().index(key) for key in keys], np.intp)
    encodings = dataclasses.replace(whole.all_encodings.take(rows), **changes)
    dataset = dataclasses.replace(whole, manifest=whole.manifest.copy())
    dataset.__dict__["all_encodings"] = encodings
    return dataset


@pytest.fixture
def people() -> list[str]:
    """Six members with two photographs."""
    verdicts = one_shot_verdicts(load_dataset("congress-115-second"))
    kinds = load_dataset("congress-115-second").kinds
    chosen = [k for k, v in verdicts.items() if v == "different" and kinds[k] == "photograph"]
    return chosen[:6]


def placed(people: list[str], places: list[float]) -> NDArray[np.float32]:
    vectors = np.zeros((len(people), 128), np.float32)
    vectors[:, 0] = places
    return vectors


def test_by_hand(people: list[str]) -> None:
    """Distances 0.25, 0.5, 0.75; one is one photograph, one unsure, one a painting: 1 of 3."""
    first = some("congress-115", people, vectors=placed(people, [0] * 6))
    second = some(
        "congress-115-second", people, vectors=placed(people, [0.25, 0.5, 0.75, 0.1, 0.1, 0.9])
    )
    second.manifest.loc[second.manifest["key"] == people[5], "kind"] = "painting"
    verdicts = dict.fromkeys(people, "different") | {people[3]: "same", people[4]: "unsure"}
    found = between_portraits(first, second, verdicts)
    assert found.keys.tolist() == people[:3]
    assert found.distances.tolist() == pytest.approx([0.25, 0.5, 0.75])
    assert found.left_out == {
        "one photograph twice": 1,
        "perhaps one photograph twice": 1,
        "painting": 1,
    }
    # Exactly at the threshold is a match.
    missed = found.fnir(0.5, with_failures=False)
    assert (missed.events, missed.trials) == (1, 3)


def test_at_rank_one_by_hand(people: list[str]) -> None:
    """A mate behind a closer stranger is missed; one as close as a stranger is not."""
    first = some("congress-115", people[:4], vectors=placed(people[:4], [0] * 4))
    second = some(
        "congress-115-second", people[:4], vectors=placed(people[:4], [0.25, 0.25, 0.25, 0.75])
    )
    found = between_portraits(first, second, dict.fromkeys(people, "different"))
    assert found.at_rank_one is None
    in_crowd = dataclasses.replace(found, strangers=np.array([0.2, 0.25, math.nan, 0.9]))
    assert in_crowd.fnir(0.5, with_failures=False).events == 1
    one = in_crowd.at_rank_one
    assert one is not None
    assert one.fnir(0.5, with_failures=False).events == 2
    assert one.fnir(2.0, with_failures=False).events == 1
    assert one.fnir(0.5, with_failures=False).trials == 4


def test_a_failure_to_enroll_stays_in_the_attempts(people: list[str]) -> None:
    first = some("congress-115", people[:3], vectors=placed(people[:3], [0] * 3))
    second = some("congress-115-second", people[:3], vectors=placed(people[:3], [0.25] * 3))
    kept: Encodings = second.all_encodings.take(np.arange(2))
    second.__dict__["all_encodings"] = dataclasses.replace(
        kept, failures={people[2]: "no face found"}
    )
    found = between_portraits(first, second, dict.fromkeys(people, "different"))
    without = found.fnir(0.5, with_failures=False)
    with_them = found.fnir(0.5, with_failures=True)
    assert (without.events, without.trials) == (0, 2)
    assert (with_them.events, with_them.trials) == (1, 3)


def test_one_file_and_one_portrait_are_left_out(people: list[str]) -> None:
    """Three members; the second set lacks one of them, and holds the first's file of another."""
    first = some("congress-115", people[:3])
    second = some("congress-115-second", people[:3])
    digests = second.all_encodings.digests.copy()
    digests[0] = first.all_encodings.digests[0]
    kept = dataclasses.replace(second.all_encodings, digests=digests).take(np.arange(2))
    second.__dict__["all_encodings"] = kept
    found = between_portraits(first, second, {people[1]: "different"})
    assert found.keys.tolist() == [people[1]]
    assert found.left_out == {"one portrait only": 1, "no other portrait": 1}


def test_a_portrait_of_somebody_unlisted_is_refused(people: list[str]) -> None:
    listed = some("congress-115", people[:2])
    rows = listed.manifest["key"] != people[2]
    first = dataclasses.replace(listed, manifest=listed.manifest[rows])
    first.__dict__["all_encodings"] = listed.all_encodings
    second = some("congress-115-second", people[:3])
    with pytest.raises(ExperimentError, match=f"lists, found .*{people[2]}"):
        between_portraits(first, second, dict.fromkeys(people, "different"))
    with pytest.raises(ExperimentError, match=f"lists, found .*{people[2]}"):
        between_portraits(second, first, dict.fromkeys(people, "different"))


def test_a_pair_without_a_verdict_is_refused(people: list[str]) -> None:
    first, second = (some(name, people) for name in ("congress-115", "congress-115-second"))
    with pytest.raises(ExperimentError, match=f"expected a verdict.*{people[1]}"):
        between_portraits(first, second, {people[0]: "different"})


def test_nobody_left_is_not_measurable(people: list[str]) -> None:
    first, second = (some(name, people) for name in ("congress-115", "congress-115-second"))
    with pytest.raises(ExperimentError, match="not measurable here"):
        between_portraits(first, second, dict.fromkeys(people, "same"))


def test_two_portraits_of_one_person_in_one_set_are_refused(people: list[str]) -> None:
    first, second = (some(name, people) for name in ("congress-115", "congress-115-second"))
    second.manifest.loc[second.manifest["key"] == people[1], "subject_id"] = people[0]
    with pytest.raises(ExperimentError, match="one portrait of each person"):
        between_portraits(first, second, dict.fromkeys(people, "different"))


def test_people_without_other_portraits_are_refused() -> None:
    with pytest.raises(ExperimentError, match="names other portraits"):
        two_portraits("london")


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_congress_agrees_with_numpy(congress: MatedSearches) -> None:
    """All 255 pairs from the files, in float64, without the package's own functions."""
    folders = [load_dataset(name).folder for name in ("congress-115", "congress-115-second")]
    files = [np.load(folder / "encodings.npz") for folder in folders]
    vectors = [
        dict(zip(file["keys"].tolist(), file["vectors"].astype(np.float64), strict=True))
        for file in files
    ]
    digests = [
        dict(zip(file["keys"].tolist(), map(bytes, file["digests"]), strict=True)) for file in files
    ]
    verdicts = {row["bioguide_id"]: row["verdict"] for row in rows_of(folders[1], "one_shot.csv")}
    paintings = {
        row["key"] for row in rows_of(folders[1], "manifest.csv") if row["kind"] == "painting"
    }
    expected = {
        key: float(np.sqrt(((vectors[0][key] - vectors[1][key]) ** 2).sum()))
        for key in vectors[0]
        if key in vectors[1]
        and key not in paintings
        and digests[0][key] != digests[1][key]
        and verdicts[key] == "different"
    }
    assert len(expected) == 255
    assert congress.keys.tolist() == list(expected)
    assert congress.distances == pytest.approx(list(expected.values()), abs=1e-6)
    for threshold, misses in ((0.47, 15), (0.5, 5), (0.6, 0)):
        assert sum(d > threshold for d in expected.values()) == misses
        assert congress.fnir(threshold, with_failures=False).events == misses
    listed = {row["key"]: row for row in rows_of(folders[0], "manifest.csv")}
    for column in ("gender", "party", "chamber", "person_of_color"):
        for row in congress.by(column, 0.47).itertuples():
            group = [d for key, d in expected.items() if listed[key][column] == row.group]
            assert (row.searches, row.misses) == (len(group), sum(d > 0.47 for d in group))


def test_those_left_out_and_those_searched_are_everybody(congress: MatedSearches) -> None:
    members = len(load_dataset("congress-115").manifest)
    assert len(congress.keys) + sum(congress.left_out.values()) == members == 535
    assert congress.left_out["painting"] == 10
    assert congress.left_out["one photograph twice"] == 192
    assert congress.left_out["perhaps one photograph twice"] == 2


def test_the_other_way_round_the_distances_are_the_same(congress: MatedSearches) -> None:
    turned = two_portraits("congress-115-second")
    assert turned.left_out == congress.left_out
    assert dict(zip(turned.keys.tolist(), turned.distances.tolist(), strict=True)) == (
        pytest.approx(dict(zip(congress.keys.tolist(), congress.distances.tolist(), strict=True)))
    )


def test_misses_by_race_are_measured_and_small_groups_have_no_interval(
    congress: MatedSearches,
) -> None:
    assert congress.measures_race
    table = congress.by("race_ethnicity", 0.47).set_index("group")
    assert table.loc["White", "low"] < table.loc["White", "fnir"] < table.loc["White", "high"]
    assert table.loc["Black", "high"] > 0
    for group in ("Asian_Pacific", "Middle_Eastern_or_other", "Native_American"):
        assert table.loc[group, "people"] < 8
        assert math.isnan(table.loc[group, "low"])


def test_what_differs_sharply_is_the_photo(congress: MatedSearches) -> None:
    """10 of 55 black-and-white portraits are missed at 0.47 and 5 of 200 in color."""
    table = congress.by("photo_color", 0.47).set_index("group")
    assert table.loc["black_and_white", ["misses", "searches"]].tolist() == [10, 55]
    assert table.loc["color", ["misses", "searches"]].tolist() == [5, 200]
