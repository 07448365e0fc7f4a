"""What the picture says about another portrait, counted again with sets of names."""

from __future__ import annotations

import csv
import dataclasses
import json

import numpy as np
import pytest
from support.replay import default_replay

from simulator import Experiment, run
from simulator.board.build_board import make_board
from simulator.board.other_portraits import other_result, with_other_portraits
from simulator.board.stop_finder import find_stops
from simulator.datasets.dataset import load_dataset


@pytest.fixture(scope="module")
def first():
    return default_replay()


@pytest.fixture(scope="module")
def second():
    return run(Experiment(portrait="second"))


def flagged(result, distance):
    """Return the keys of those falsely matched; both data sets use the same keys."""
    keys = result.probes.encodings.keys.tolist()
    nearest = result.search.nearest.tolist()
    return {key for key, at in zip(keys, nearest, strict=True) if at <= distance}


def verdicts():
    """Return the verdicts straight from the file."""
    path = load_dataset("congress-115-second").folder / "one_shot.csv"
    with path.open(encoding="utf-8") as lines:
        return {row["bioguide_id"]: row["verdict"] for row in csv.DictReader(lines)}


@pytest.mark.parametrize(
    "key", ["aclu-count", "default", "80%", "99%", "99.9%", "0.4506", "0.5000"]
)
@pytest.mark.parametrize("portrait", ["first", "second"])
def test_every_number_by_sets_of_people(first, second, key, portrait):
    """Counts by sets of people, at the other's own 28th or at the same distance."""
    mine, theirs = (first, second) if portrait == "first" else (second, first)
    stops = find_stops(mine)
    stop = stops.find(key)
    by_count = key == "aclu-count"
    distance = theirs.at(false_matches=28).distance if by_count else stop.distance
    here, there = flagged(mine, stop.distance), flagged(theirs, distance)
    # A painting is not searched; one file has no verdict.
    both = set(second.probes.encodings.keys.tolist())
    really = {k for k, verdict in verdicts().items() if verdict == "different"} & both
    found = with_other_portraits(mine, stops)
    at = stop.position
    assert found["portrait"] == portrait
    assert found["flagged"][at] == len(there)
    assert found["others"][at] == len(there - here)
    assert found["really"][at] == len(here & really)
    assert found["again"][at] == len(here & there & really)


def test_ten_of_the_28_are_others(first):
    """The page's line at the first setting, from an independent count with NumPy (issue 13)."""
    tables = json.loads(make_board(first).tables)
    another = tables["another"]
    at = next(p["stop"] for p in tables["presets"] if "2018" in p["label"])
    found = {name: another[name][at] for name in ("flagged", "others", "really", "again")}
    assert found == {"flagged": 28, "others": 10, "really": 11, "again": 5}


def test_the_line_says_what_the_switch_shows(first, second):
    """At every preset, the other portraits' count is the one that their own picture shows."""
    here, there = json.loads(make_board(first).tables), json.loads(make_board(second).tables)
    for preset in here["presets"]:
        key = here["stops"]["key"][preset["stop"]]
        shown = there["stops"]["flagged"][there["stops"]["key"].index(key)]
        assert here["another"]["flagged"][preset["stop"]] == shown


def test_the_explanation_counts_the_pairs_of_portraits(first, second):
    """Of 535 members: the list's verdicts; 76 have one portrait only, 10 a painting."""
    words = with_other_portraits(first, find_stops(first))["words"]
    photographs = set(second.probes.encodings.keys.tolist())
    listed = [verdict for key, verdict in verdicts().items() if key in photographs]
    explained = words["help"]["terms"][1][1]
    assert f"really another photograph: {listed.count('different')};" in explained
    assert f"the same photograph, cropped or mirrored: {listed.count('same')};" in explained
    assert f"perhaps the same photograph: {listed.count('unsure')};" in explained
    assert "left out: 86." in explained


def test_only_where_there_is_another_portrait(first):
    """Neither other people, nor a condition, nor another matcher, nor the Lab."""
    assert other_result(run(Experiment(probes="london", gallery_size=500))) is None
    assert other_result(run(Experiment(matcher="eigenfaces"))) is None
    dim = dataclasses.replace(first.experiment, condition="low-light")
    assert other_result(dataclasses.replace(first, experiment=dim)) is None
    either = dataclasses.replace(first.experiment, portrait="either")
    assert other_result(dataclasses.replace(first, experiment=either)) is None
    for channel in ("a", "lab"):
        assert json.loads(make_board(first, channel, with_pairs=False).tables)["another"] is None


def test_both_search_the_same_gallery(first):
    """A drawn gallery is drawn for the other portraits too."""
    mine = run(Experiment(gallery_size=300, seed=3))
    theirs = other_result(mine)
    assert theirs is not None
    assert np.array_equal(np.sort(theirs.gallery_keys), np.sort(mine.gallery_keys))


def test_paintings_are_named_as_the_reason(second):
    """The note beside the picture does not say that no photo was found."""
    words = json.loads(make_board(second, "report", with_pairs=False).tables)["words"]
    assert "the portrait is a painting" in words["absent"]
