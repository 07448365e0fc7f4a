"""A threshold set on one data set and used on another: from the bundled curves and this search."""

import json

import numpy as np
import pytest

from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.experiment.thresholds.transfer import transfer, transfer_measures


@pytest.fixture(scope="module")
def congress():
    return run(Experiment())


@pytest.fixture(scope="module")
def found(congress):
    return transfer(congress, ["gender"])


def row(rows, **wanted):
    return next(r for r in rows if all(r[name] == value for name, value in wanted.items()))


def test_a_threshold_is_the_loosest_at_which_the_rate_is_not_exceeded(found):
    """In Congress, 14 of 142,845 pairs at most: the next edge has more."""
    threshold = row(found["thresholds"], set="congress-115", asked=1e-4)
    vectors = run(Experiment()).probes.encodings.vectors.astype(float)
    dots = vectors @ vectors.T
    norms = np.diag(dots)
    distances = np.sqrt(np.maximum(norms[:, None] + norms - 2 * dots, 0))
    distances = distances[np.triu_indices(len(vectors), 1)]
    at = (distances <= threshold["distance"]).sum()
    assert at / len(distances) <= 1e-4 < (distances <= threshold["distance"] + 0.001).mean()
    assert threshold["fmr"] == pytest.approx(at / len(distances), rel=1e-4)


def test_a_rate_of_less_than_one_pair_is_refused_in_words(found):
    threshold = row(found["thresholds"], set="london", asked=1e-4)
    assert "5,151 pairs of people" in threshold["why"]
    assert "distance" not in threshold
    assert not [r for r in found["fmr"] if r["from"] == "london" and r["asked"] == 1e-4]


def test_on_its_own_set_it_gives_what_was_fixed(found):
    own = row(found["fmr"], **{"from": "lfw", "on": "lfw", "asked": 1e-4, "column": ""})
    threshold = row(found["thresholds"], set="lfw", asked=1e-4)
    assert own["fmr"] == own["low"] == own["high"] == threshold["fmr"]
    assert own["times"] == 1


def test_elsewhere_it_has_an_interval_over_both_sets(found):
    there = row(found["fmr"], **{"from": "lfw", "on": "legislators", "asked": 1e-3, "column": ""})
    assert there["low"] < there["fmr"] < there["high"]
    assert there["times"] == pytest.approx(there["fmr"] / 0.000976, rel=1e-2)
    photos = row(found["fmr"], **{"from": "lfw", "on": "utkface-adults", "column": "race"})
    assert np.isnan(photos["low"])  # only counts are bundled: people are not known


def test_in_this_search_by_counting(congress, found):
    threshold = row(found["thresholds"], set="legislators", asked=1e-4)["distance"]
    women = {group.value: group.members for group in congress.groups("gender")}["F"]
    searched = row(found["fpir"], **{"from": "legislators", "asked": 1e-4, "group": "F"})
    assert searched["false_matches"] == (congress.search.nearest[women] <= threshold).sum()
    assert searched["fpir"] == pytest.approx(searched["false_matches"] / 112)
    assert searched["low"] < searched["fpir"] < searched["high"]


def test_json_is_plain(congress):
    json.dumps(transfer_measures(congress, ["gender"]), allow_nan=False)


def test_another_matcher_and_two_portraits():
    eigenfaces = transfer_measures(run(Experiment(matcher="eigenfaces")), ["gender"])
    assert "Not measurable here" in eigenfaces["why"]
    assert eigenfaces["fmr"] is None
    both = transfer_measures(run(Experiment(portrait="both")), ["gender"])
    assert both["fpir"] == []
    assert both["fmr"]
