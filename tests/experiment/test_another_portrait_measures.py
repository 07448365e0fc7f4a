"""The JSON on another portrait: by hand, and its intervals beside each other."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.stats import spearmanr
from support.replay import default_replay
from support.two_portraits import install

from simulator.experiment.another_portrait import another_portrait
from simulator.experiment.another_portrait_measures import (
    another_portrait_measures,
    nearest_by_photograph,
)
from simulator.experiment.experiment import Experiment
from simulator.experiment.measures import measures
from simulator.experiment.run import run
from simulator.stats.intervals import wilson


def test_by_hand(fresh_datasets: None) -> None:
    """At 0.5 six and five; as many as six: the second's own distance is 0.6, where Ivy is."""
    found = another_portrait_measures(run(install()).at(), ["gender"])
    assert found["why"] is None
    assert found["dataset"] == "made-second"
    assert found["searched"] == {"first": 8, "second": 8, "either": 9, "another_photograph": 4}
    assert found["left_out"] == {"painting": 1}
    one, own = found["at"]["one_distance"], found["at"]["as_many_flagged"]
    assert (one["everybody"]["first"], one["everybody"]["second"]) == (6, 5)
    assert (own["everybody"]["first"], own["everybody"]["second"]) == (6, 6)
    assert own["first_distance"] == 0.5
    assert 0.6 <= own["second_distance"] < 0.7
    assert one["again"]["not_again"] == 1
    ranks = found["rank_correlation"]["another_photograph"]
    assert (ranks["value"], ranks["people"]) == (pytest.approx(0.8), 4)


def test_a_photograph_and_its_copy_count_once(fresh_datasets: None) -> None:
    """Only Ada, Bea, Cem and Hal have a second distance."""
    nearest = nearest_by_photograph(another_portrait(run(install())))
    assert (~np.isnan(nearest[:, 1])).sum() == 4


def test_intervals_of_congress_beside_each_other() -> None:
    """Wilson's is of the portraits on file; the other averages each member's photographs."""
    view = default_replay().at()
    found = another_portrait_measures(view, ["person_of_color"])
    fpir = found["intervals"]["fpir"]
    searches = len(default_replay().search.nearest)
    assert (fpir["wilson"]["low"], fpir["wilson"]["high"]) == pytest.approx(wilson(28, searches))
    portraits = another_portrait(default_replay())
    second = np.where(portraits.really_another, portraits.second_nearest, np.nan)
    flagged = np.stack([portraits.first_nearest, second], axis=1) <= view.distance
    photographs = 1 + portraits.really_another
    expected = (flagged.sum(axis=1) / photographs)[~np.isnan(portraits.first_nearest)].mean()
    assert fpir["people_and_photos"]["value"] == pytest.approx(expected)
    really = portraits.really_another
    expected = spearmanr(portraits.first_nearest[really], portraits.second_nearest[really])
    ranks = found["rank_correlation"]["another_photograph"]
    assert ranks["value"] == pytest.approx(expected.statistic)
    assert ranks["low"] < ranks["value"] < ranks["high"]
    shares = found["intervals"]["shares"]["person_of_color"]
    assert {row["group"] for row in shares} == {"true", "false"}
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_why_there_is_no_comparison(line_up) -> None:
    """All values are null, under the same keys, and one sentence says why."""
    full = another_portrait_measures(default_replay().at(), [])
    view = run(Experiment(str(line_up[0]), str(line_up[1]))).at(distance=0.5)
    empty = measures(view, ["gender"])["another_portrait"]
    assert empty.keys() == full.keys()
    assert "no second portraits" in empty["why"]
    assert {value for key, value in empty.items() if key != "why"} == {None}


def test_nobody_flagged_leaves_no_count_to_match(fresh_datasets: None) -> None:
    """At 0.05 nobody is flagged, so the second search has no count to reach."""
    found = another_portrait_measures(run(install()).at(distance=0.05), ["gender"])
    assert list(found["at"]) == ["one_distance"]
    assert found["intervals"]["fpir"]["wilson"]["events"] == 0
