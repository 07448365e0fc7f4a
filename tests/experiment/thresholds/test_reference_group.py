"""One group sets the threshold: on planted distances, on the bundled data, and where it cannot."""

import json
import math

import pytest

from simulator.errors import ExperimentError
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.experiment.thresholds.reference_group import (
    RATES,
    _others_said,
    reference_group_measures,
    reference_groups,
)


@pytest.fixture(scope="module")
def congress():
    return run(Experiment())


@pytest.fixture(scope="module")
def by_gender(congress):
    return reference_groups(congress, ["gender"], rates=(0.003, 0.05))["gender"]


def test_the_largest_group_sets_the_threshold(congress, by_gender):
    assert (by_gender["reference"], by_gender["people"]) == ("M", 423)
    fixed = by_gender["rates"][1]
    men, women = fixed["groups"]
    members = {group.value: group.members for group in congress.groups("gender")}
    nearest = congress.search.nearest
    assert men["false_matches"] == (nearest[members["M"]] <= fixed["distance"]).sum() == 21
    assert 21 / 423 <= 0.05 < 22 / 423
    assert women["false_matches"] == (nearest[members["F"]] <= fixed["distance"]).sum()
    assert women["ratio"] == pytest.approx(women["fpir"] / men["fpir"])
    assert women["fpir"] == pytest.approx(women["false_matches"] / 112)
    assert women["ratio_low"] < women["ratio"] < women["ratio_high"]
    assert (men["ratio"], men["ratio_low"], men["ratio_high"]) == (1, 1, 1)


def test_with_two_groups_everyone_else_is_the_other_one(by_gender):
    fixed = by_gender["rates"][1]
    women, others = fixed["groups"][1], fixed["others"]
    numbers = ("people", "false_matches", "fpir", "ratio", "ratio_low", "ratio_high")
    assert [others[name] for name in numbers] == [women[name] for name in numbers]


def test_the_threshold_has_an_interval_of_its_own(by_gender):
    fixed = by_gender["rates"][1]
    assert fixed["distance_low"] < fixed["distance"] < fixed["distance_high"]


def test_another_group_can_be_chosen(congress):
    found = reference_groups(congress, ["gender"], {"gender": "F"}, rates=(0.003, 0.05))["gender"]
    assert (found["reference"], found["people"]) == ("F", 112)
    strict, loose = found["rates"]
    assert strict == {"asked": 0.003, "why": strict["why"]}
    assert "0.3%" in strict["why"]
    assert "less than one person" in strict["why"]
    assert loose["groups"][0]["group"] == "M"
    assert loose["groups"][1]["ratio"] == 1


def test_small_groups_have_intervals_but_no_verdict(congress):
    found = reference_groups(congress, ["race_ethnicity"], rates=(0.05,))["race_ethnicity"]
    rows = {row["group"]: row for row in found["rates"][0]["groups"]}
    asian = rows["Asian_Pacific"]
    native = next(row for row in rows.values() if row["people"] == 2)
    assert asian["too_few"]
    assert asian["ratio_low"] > 0
    assert math.isnan(native["ratio_low"])  # two people
    assert "everyone else" in found["rates"][0]["verdict"]


def test_london_counts_people_and_not_photos():
    found = reference_groups(run(Experiment(probes="london")), ["gender"], rates=(0.05,))
    men = found["gender"]["rates"][0]["groups"][0]
    assert (men["people"], men["searches"]) == (53, 106)
    assert men["fpir"] == pytest.approx(men["false_matches"] / 106)
    assert men["fpir"] <= 0.05


def test_json_has_no_infinite_numbers_and_the_chosen_rate():
    result = run(Experiment(fpir=0.02, reference="gender=F"))
    found = reference_group_measures(result, ["party"])
    json.dumps(found, allow_nan=False)
    assert found["why"] is None
    assert found["columns"]["gender"]["reference"] == "F"
    assert [rate["asked"] for rate in found["columns"]["gender"]["rates"]] == sorted([*RATES, 0.02])
    view = result.at()
    assert view.chosen_by == "fpir"
    chosen = next(r for r in found["columns"]["gender"]["rates"] if r["asked"] == 0.02)
    assert chosen["distance"] == view.distance


def test_two_portraits_are_not_measurable():
    result = run(Experiment(portrait="either"))
    found = reference_group_measures(result, ["gender"])
    assert found["columns"] is None
    assert "Not measurable here" in found["why"]


def test_no_group_of_that_name(congress):
    with pytest.raises(ExperimentError, match="expected a group of gender among M, F"):
        reference_groups(congress, ["gender"], {"gender": "X"})
    with pytest.raises(ExperimentError, match="COLUMN=GROUP"):
        congress.at(fpir=0.05, reference="gender")


def test_verdicts_are_corrected_for_everything_compared(congress):
    """Every label at every rate counts, whatever is shown: a verdict does not depend on that."""
    everything = reference_groups(congress, list(congress.probes.card.labels))
    alone = reference_groups(congress, ["gender"])
    assert alone["gender"] == everything["gender"]
    entries = [
        entry
        for found in everything.values()
        for entry in found["rates"]
        if entry["why"] is None and not math.isnan(entry["p_holm"])
    ]
    assert {entry["questions"] for entry in entries} == {len(entries)} == {19}
    assert all(entry["p_holm"] >= entry["p"] for entry in entries)
    smallest = min(entries, key=lambda entry: entry["p"])
    assert smallest["p_holm"] == pytest.approx(19 * smallest["p"])
    # An interval that leaves out 1 is no verdict where so many were compared.
    assert smallest["others"]["ratio_low"] > 1
    assert "luck alone could do that" in smallest["verdict"]


def test_an_open_end_is_nan_on_both_sides(congress):
    strict = reference_groups(congress, ["gender"], rates=(0.003,))["gender"]["rates"][0]
    assert math.isnan(strict["distance_low"])
    assert strict["distance"] < strict["distance_high"]


def test_nobody_else_and_equally_often_are_said_in_words():
    nothing = {"reference": "Men", "ratio": "0", "low": "0", "high": "1.9", "rate": "5%"}
    assert "nobody else" in _others_said("A", nothing)
    alike = nothing | {"ratio": "1", "low": "0.5"}
    assert "equally often" in _others_said("A", alike)
    assert "1 times" not in _others_said("A", alike)


def test_with_several_photos_the_sentence_says_how_people_count():
    found = reference_groups(run(Experiment(probes="london")), ["gender"], rates=(0.05,))["gender"]
    assert "share of their photos" in found["rates"][0]["verdict"]
    assert "half a person" in found["how"]
