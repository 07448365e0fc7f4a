"""The same people searched with another portrait: by hand, and on Congress with NumPy alone."""

from __future__ import annotations

import csv
import dataclasses

import numpy as np
import pytest
from support.nearest_by_numpy import nearest_by_numpy
from support.replay import default_replay
from support.two_portraits import PEOPLE, SECOND, install

from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError, ManifestError, ThresholdError
from simulator.experiment.another_portrait import (
    ANOTHER,
    NO_OTHER,
    SAME,
    UNSURE,
    another_portrait,
    flagged_again,
)
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.stats.intervals import wilson
from simulator.storage.paths import user_datasets


@pytest.fixture
def by_hand(fresh_datasets: None):
    return another_portrait(run(install()))


def test_what_the_other_portrait_is(by_hand) -> None:
    """A painting, one file in both data sets and a missing portrait are no other photograph."""
    found = dict(zip(by_hand.keys.tolist(), by_hand.others.tolist(), strict=True))
    assert found == {
        "ada": ANOTHER,
        "bea": ANOTHER,
        "cem": ANOTHER,
        "dov": NO_OTHER,
        "eve": SAME,
        "fay": NO_OTHER,
        "gus": NO_OTHER,
        "hal": ANOTHER,
        "ivy": UNSURE,
    }


def test_the_distances_are_each_portraits_own(by_hand) -> None:
    """The painting is not searched with, and whoever has no portrait has no distance."""
    rows = zip(by_hand.keys, by_hand.first_nearest, by_hand.second_nearest, strict=True)
    for key, first, second in rows:
        _, near, far, _ = PEOPLE[str(key)]
        assert first == pytest.approx(np.nan if near is None else near, abs=1e-4, nan_ok=True)
        assert second == pytest.approx(np.nan if key == "fay" else far, abs=1e-4, nan_ok=True)


def test_who_is_flagged_by_one_by_both_by_none(by_hand) -> None:
    """At 0.5: first Ada, Bea, Dov, Eve, Fay, Ivy; second Ada, Cem, Dov, Eve, Gus."""
    overlap = by_hand.at(0.5)
    assert overlap.counts() == {
        "people": 9,
        "first": 6,
        "second": 5,
        "both": 3,
        "either": 8,
        "first_only": 3,
        "second_only": 2,
        "neither": 1,
    }
    among = overlap.counts(by_hand.really_another)
    assert among == {
        "people": 4,
        "first": 2,
        "second": 2,
        "both": 1,
        "either": 3,
        "first_only": 1,
        "second_only": 1,
        "neither": 1,
    }


def test_only_another_photograph_can_flag_somebody_again(by_hand) -> None:
    """Of six, Dov and Fay have no other, Eve the same, Ivy perhaps; of Ada and Bea, Ada again."""
    again = by_hand.at(0.5).again()
    assert dataclasses.astuple(again) == (6, 2, 1, 1, 2, 1)
    assert again.not_again == 1


def test_each_search_at_its_own_count(by_hand) -> None:
    """Two flagged: Ada and Eve first (0.1, 0.2); Ada and Eve second (0.2, 0.3)."""
    overlap = by_hand.at_count(2)
    assert 0.2 <= overlap.first_distance < 0.25
    assert 0.3 <= overlap.second_distance < 0.4
    assert overlap.people()["probe"].tolist() == ["ada", "eve"]
    with pytest.raises(ThresholdError, match="from 1 to 8"):
        by_hand.at_count(9)


def test_the_shares_of_a_group(by_hand) -> None:
    """Women are 4 of 6 with the first portrait, 2 of 5, 2 of 3 with both, 4 of 8 with either."""
    shares = by_hand.at(0.5).shares("gender")
    women = shares[shares["group"] == "F"].set_index("set")
    expected = {"first": (4, 6), "second": (2, 5), "both": (2, 3), "either": (4, 8)}
    for name, (inside, flagged) in expected.items():
        row = women.loc[name]
        assert (row["people"], row["of"]) == (inside, flagged)
        assert (row["low"], row["high"]) == pytest.approx(wilson(inside, flagged))
        assert row["share_of_people"] == pytest.approx(4 / 9)


def test_nobody_flagged_leaves_shares_undefined(by_hand) -> None:
    """Nobody is closer than 0.05."""
    overlap = by_hand.at(0.05)
    assert overlap.shares("gender")["share"].isna().all()
    assert overlap.again().flagged == 0
    assert overlap.people().empty


def test_searches_that_cannot_be_compared(fresh_datasets: None) -> None:
    """The portrait is the second, or the list of one photograph twice is missing."""
    experiment = install()
    with pytest.raises(ExperimentError, match="Choose the first portrait"):
        another_portrait(run(dataclasses.replace(experiment, portrait="second")))
    result = run(experiment)
    (user_datasets() / SECOND / "one_shot.csv").unlink()
    with pytest.raises(ManifestError, match="one photograph"):
        another_portrait(result)


def test_only_those_flagged_are_searched_again(fresh_datasets: None) -> None:
    """The answer is that of the whole second search, at every distance."""
    result = run(install())
    whole = another_portrait(result)
    for distance in (0.05, 0.22, 0.5, 0.7):
        assert flagged_again(result, distance) == whole.at(distance).again()


def test_no_other_portraits_are_named(line_up) -> None:
    """The card says nothing about other portraits."""
    probes, gallery = line_up
    with pytest.raises(ExperimentError, match="names no data set"):
        another_portrait(run(Experiment(str(probes), str(gallery), distance=0.5)))


def test_congress_with_numpy_alone() -> None:
    """Counts and shares at three distances, from the vectors and the lists on disk."""
    portraits = another_portrait(default_replay())
    first, second = nearest_by_numpy("congress-115"), nearest_by_numpy("congress-115-second")
    folder = load_dataset("congress-115-second").folder
    with (folder / "one_shot.csv").open(encoding="utf-8", newline="") as lines:
        verdict = {row["bioguide_id"]: row["verdict"] for row in csv.DictReader(lines)}
    digests = [
        dict(zip(e.keys.tolist(), map(bytes, e.digests), strict=True))
        for e in (load_dataset(n).encodings for n in ("congress-115", "congress-115-second"))
    ]
    really = {
        key
        for key in first.keys() & second.keys()
        if digests[0][key] != digests[1][key] and verdict[key] == "different"
    }
    assert portraits.really_another.sum() == len(really) == 255
    color = load_dataset("congress-115").manifest.set_index("key")["person_of_color"] == "true"
    for distance in (0.44, 0.47, 0.5):
        overlap = portraits.at(distance)
        one = {key for key, near in first.items() if near <= distance}
        other = {key for key, near in second.items() if near <= distance}
        counts = overlap.counts()
        assert counts["people"] == len(first.keys() | second.keys()) == 535
        assert (counts["first"], counts["second"]) == (len(one), len(other))
        assert (counts["both"], counts["either"]) == (len(one & other), len(one | other))
        again = overlap.again()
        assert again.another == len(one & really)
        assert again.again == len(one & other & really)
        shares = overlap.shares("person_of_color").set_index(["set", "group"])
        for name, who in (("first", one), ("second", other), ("both", one & other)):
            assert shares.loc[(name, "true"), "people"] == color.loc[sorted(who)].sum()
    assert set(overlap.people()["probe"]) == one | other
