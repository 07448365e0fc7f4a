"""Normalization in ``run --json``: the numbers, and why there are none."""

from __future__ import annotations

import json

from simulator import Experiment, run
from simulator.experiment.analyses.score_normalization_measures import score_normalization
from simulator.experiment.not_measurable import NOT_STORED, ONLY_A_SEARCH, not_measurable
from simulator.stats.equal_fpir import METHODS, PER_GROUP


def test_run_reads_stored_scores_and_says_why_there_are_none():
    found = score_normalization(run(Experiment()), ["gender"])
    json.dumps(found, allow_nan=False)
    assert found["why"] is None
    gender = found["columns"]["gender"]
    assert [row["method"] for row in gender["methods"]] == list(METHODS)
    assert [row["method"] for row in gender["methods"] if row["needs_labels"]] == [PER_GROUP]
    assert score_normalization(run(Experiment(portrait="second")), [])["why"] == not_measurable(
        NOT_STORED
    )
    for searched in ({"gallery": "utkface-adults"}, {"matcher": "eigenfaces"}):
        found = score_normalization(run(Experiment(**searched)), ["gender"])
        assert found["why"] == not_measurable(ONLY_A_SEARCH)
        assert found["columns"] is None


def test_own_data_of_four_people(line_up):
    probes, gallery = (str(folder) for folder in line_up)
    found = score_normalization(run(Experiment(probes=probes, gallery=gallery)), ["gender"])
    assert found["why"] == not_measurable(NOT_STORED)


def test_the_seed_of_a_run_changes_nothing():
    first, second = (score_normalization(run(Experiment(seed=s)), ["gender"]) for s in (1, 2))
    assert first == second
