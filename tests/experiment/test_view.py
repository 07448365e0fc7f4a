"""A view as the object of ``run --json`` and as HTML."""

from __future__ import annotations

import json
from pathlib import Path

from support.replay import default_replay

from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.experiment.run_folder import to_json
from simulator.stats.published import ACLU_2018


def experiment(line_up: tuple[Path, Path], **more: object) -> Experiment:
    """Search the four probes in the small gallery."""
    return Experiment(probes=str(line_up[0]), gallery=str(line_up[1]), **more)  # type: ignore[arg-type]


def test_who_was_listed_but_not_searched(line_up: tuple[Path, Path]) -> None:
    """Eve has no photo, so she is not searched for, and she is named in the counts."""
    made = run(experiment(line_up)).at(distance=0.55).to_dict()
    assert made["probes"] == {
        "dataset": "probes",
        "listed": 5,
        "searched": 4,
        "people": 4,
        "failed_to_enrol": 0,
        "left_out": {},
    }
    assert made["not_searched"]["gender"] == [{"group": "F", "label": "Women", "people": 1}]


def test_nobody_flagged_leaves_shares_undefined(line_up: tuple[Path, Path]) -> None:
    """A share of no false matches is null in JSON, not 0."""
    view = run(experiment(line_up)).at(distance=0.05)
    assert view.candidates().empty
    made = json.loads(to_json(view))
    assert made["groups"]["gender"][0]["share_of_false_matches"] is None


def test_the_object_has_its_fixed_keys_and_no_nan(line_up: tuple[Path, Path]) -> None:
    """Other projects script against these names; undefined numbers are null."""
    found = run(experiment(line_up)).at(distance=0.55).to_dict()
    assert set(found) == {
        "experiment",
        "probes",
        "gallery",
        "matcher",
        "threshold",
        "false_matches",
        "fpir",
        "groups",
        "not_searched",
        "candidates",
        "origin_unknown",
        "not_compared",
        "without_copies",
        "published",
        "provenance",
    }
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["threshold"]["confidence"] is None
    assert found["published"] == ACLU_2018
    assert found["false_matches"] == 3
    assert found["fpir"]["rate"] == 0.75


def test_the_groups_of_the_object_are_those_of_the_table() -> None:
    """Every group's counts add up, and the columns are those asked for."""
    view = default_replay().at()
    found = view.to_dict(("gender", "race_ethnicity*gender"))
    assert list(found["groups"]) == ["gender", "race_ethnicity*gender"]
    assert sum(row["searches"] for row in found["groups"]["gender"]) == view.fpir.trials
    assert sum(row["false_matches"] for row in found["groups"]["gender"]) == view.fpir.events
    assert found["threshold"]["distance_low"] < view.distance < found["threshold"]["distance_high"]
    assert len(found["candidates"]) == view.fpir.events


def test_the_experiment_can_be_run_again_from_the_object(line_up: tuple[Path, Path]) -> None:
    """Its fields describe the experiment completely."""
    asked = experiment(line_up, gallery_size=3, seed=5, group_by=("gender",))
    described = run(asked).at(distance=0.55).to_dict()["experiment"]
    again = Experiment(**{**described, "group_by": tuple(described["group_by"])})
    assert again == asked
