"""The additional keys of ``run --json``."""

from __future__ import annotations

import json

import pytest

from simulator import Experiment, run
from simulator.experiment.measures import base_rate, measures
from simulator.experiment.not_measurable import (
    NO_LABEL_OF_RACE,
    ONLY_A_SEARCH,
    not_measurable,
)

pytestmark = pytest.mark.slow  # every measure of several runs, some over all of LFW

KEYS = {
    "attempts",
    "gallery_size_curve",
    "significance",
    "differentials",
    "fmr",
    "missed_matches",
    "base_rate",
    "verification",
    "comparisons",
    "zero",
    "posterior",
    "another_portrait",
    "candidate_groups",
    "nearest_stranger",
    "named_mixes",
    "adjusted",
    "reviewer",
    "score_normalization",
    "joint_uncertainty",
    "matcher_or_gallery",
    "reference_group",
    "transfer",
}


def _measured(column="gender", distance=0.47, **experiment):
    view = run(Experiment(**experiment)).at(distance=distance)
    found = measures(view, [column])
    json.dumps(found, allow_nan=False)
    return view, found


def test_the_replay_has_every_measure_and_no_nan():
    view, found = _measured("person_of_color")
    assert set(found) == KEYS
    missed = {source["name"]: source for source in found["missed_matches"]}
    assert list(missed) == [
        "congress-115-two-portraits",
        "congress-115-in-gallery",
        "lfw",
        "london",
    ]
    assert missed["lfw"]["by_race"] == not_measurable(NO_LABEL_OF_RACE)
    assert missed["london"]["by_race"] is None
    congress = missed["congress-115-in-gallery"]
    assert congress["by_race"] == not_measurable(NO_LABEL_OF_RACE)
    assert set(congress["by"]) == {"gender"}
    _check_two_portraits(view, found)
    for source in missed.values():
        for name in ("fnir", "fnir_with_failures"):
            assert source[name]["low"] <= source[name]["rate"] <= source[name]["high"]
    assert missed["lfw"]["fnir_with_failures"]["rate"] > missed["lfw"]["fnir"]["rate"]
    matrix = found["fmr"]["person_of_color"]["matrix"]
    assert sum(row["comparisons"] for row in matrix) == 535 * 534 // 2
    test = found["significance"]["person_of_color"]["groups"][1]
    table = view.by("person_of_color")
    assert test["events"] == table["false_matches"][1]
    assert test["ratio_low"] < test["ratio"] < test["ratio_high"]
    assert found["zero"]["measured_here"] is None
    closer = found["nearest_stranger"]["person_of_color"]["groups"][1]
    assert closer["low"] < closer["probability"] < closer["high"]
    lfw = found["comparisons"]["lfw"]
    assert len(lfw["fmr"]) == len(lfw["groups"]) == 3
    for row in lfw["same_group"][:2]:
        within = next(m for m in lfw["matrix"] if m["group"] == m["other"] == row["group"])
        assert (row["events"], row["comparisons"]) == (within["events"], within["comparisons"])
        assert row["low"] <= row["fmr"] <= row["high"]
    for row, fnmr in zip(lfw["missed"], lfw["fnmr"], strict=False):
        assert row["fnmr"] == pytest.approx(fnmr)
        assert row["fnmr_with_failures"] > row["fnmr"]
        assert row["low_with_failures"] <= row["fnmr_with_failures"] <= row["high_with_failures"]
    rates = found["verification"]["london"]["gender"]["rates"]
    assert [row["people"] for row in rates] == [53, 49]
    assert "unlawful" in lfw["thresholds_per_group"]["note"]


def _check_two_portraits(view, found):
    """The first source decides the base rate; both errors have the same groups."""
    portraits = found["missed_matches"][0]
    assert {entry["fnir_from"] for entry in found["base_rate"]} == {portraits["name"]}
    assert {entry["fnir"] for entry in found["base_rate"]} == {portraits["fnir"]["rate"]}
    for entry in found["base_rate"]:
        # One portrait of each person: by people and by searches are one number.
        once = entry["by_person"]
        assert [once[name] for name in ("ppv", "fpir", "fnir")] == [
            entry[name] for name in ("ppv", "fpir", "fnir")
        ]
        assert once["low"] < once["ppv"] < once["high"]
    assert portraits["by_race"] is None
    assert portraits["gallery_photos"] == len(view.result.gallery_rows) + 1
    assert portraits["fnir_at_rank_1"]["events"] >= portraits["fnir"]["events"]
    assert portraits["left_out"]["one photograph twice"] == 192
    assert {"race_ethnicity", "gender", "party", "chamber", "photo_color"} <= set(portraits["by"])
    assert set(portraits["by"]) == set(portraits["false_matches"])
    assert [row["column"] for row in portraits["luck"]] == list(portraits["by"])
    beside = {row["group"]: row for row in portraits["false_matches"]["gender"]}
    for row in view.by("gender").itertuples():
        assert beside[row.group]["events"] == row.false_matches
        assert beside[row.group]["trials"] == row.searches


def test_a_condition_shows_failures_beside_the_rate():
    _, found = _measured(condition="motion-blur")
    attempts = found["attempts"]
    assert attempts["failed_to_enrol"] > 0
    assert attempts["fpir_of_attempts"]["trials"] == 535
    assert attempts["fpir_of_attempts"]["rate"] < attempts["fpir_of_searches"]["rate"]
    assert [source["name"] for source in found["missed_matches"]] == ["congress-115-in-gallery"]


def test_a_search_pack_says_what_cannot_be_measured():
    _, found = _measured(matcher="eigenfaces", distance=0.99)
    assert found["fmr"]["gender"]["why"] == not_measurable(ONLY_A_SEARCH)
    assert found["fmr"]["gender"]["matrix"] is None
    assert found["posterior"] is None
    assert found["verification"] == {}
    assert found["missed_matches"][0]["people"] == 24


def test_nobody_flagged_shows_what_zero_means():
    _, found = _measured(distance=0.1)
    assert found["zero"]["measured_here"]["upper"] == pytest.approx(1 - 0.05 ** (1 / 535))
    ratio = found["differentials"]["gender"]["fpir"]["max_min"]
    assert ratio["value"] is None
    assert ratio["jeffreys"] > 0
    assert found["significance"]["gender"]["p"] is None


def test_without_anybody_in_the_gallery_misses_are_not_listed_as_zero():
    _, found = _measured(gallery="london")
    assert "congress-115-in-gallery" not in [s["name"] for s in found["missed_matches"]]
    none = run(Experiment(probes="london", gallery="congress-115")).at(distance=0.47)
    assert all(entry["fnir_from"] for entry in measures(none, ["gender"])["base_rate"])


def test_the_worth_of_a_match_is_by_person_and_by_searches():
    """Missed matches of LFW: fewer by searches, so a match seems to be worth more."""
    found = base_rate(run(Experiment(probes="london", gallery="legislators")).at(distance=0.47))
    assert {entry["fnir_from"] for entry in found} == {"lfw"}
    for entry in found:
        once = entry["by_person"]
        assert once["fnir"] > 1.5 * entry["fnir"]
        assert once["low"] < once["ppv"] < once["high"]
        assert once["ppv"] <= entry["ppv"]
