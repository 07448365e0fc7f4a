"""What named mixes do to the false matches at one threshold, in JSON and on the command line."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from simulator import Experiment, run
from simulator.errors import ExperimentError
from simulator.experiment.experiment_file import experiment_from
from simulator.experiment.mixes import (
    PHOTOS,
    AskedGallery,
    asked_gallery,
    named_mixes,
    shift_by_mix,
    without_draw_of_pack,
)
from simulator.experiment.view import View
from simulator.search.named_mixes import AS_IS, TITLES, US_ADULTS, US_ARRESTS

IN_UTKFACE = Experiment(gallery="utkface-adults", distance=0.5)


@pytest.fixture(scope="module")
def view() -> View:
    return run(IN_UTKFACE).at()


def test_a_mix_of_a_pack_is_answered_as_an_expectation(view: View) -> None:
    asked_for = dataclasses.replace(IN_UTKFACE, mix=US_ARRESTS)
    plain, asked = without_draw_of_pack(asked_for)
    assert (plain, asked) == (IN_UTKFACE, AskedGallery(US_ARRESTS, PHOTOS))
    counts = {"White": 700, "Black": 300}
    _, by_count = without_draw_of_pack(dataclasses.replace(IN_UTKFACE, mix=counts))
    assert by_count == AskedGallery(counts, 1000)
    found = asked_gallery(view, AskedGallery(US_ARRESTS, PHOTOS), ["race_ethnicity"])
    curve = view.result.gallery_size_curve([PHOTOS], mix=US_ARRESTS, distance=0.5)
    assert found["everyone"]["fpir"] == pytest.approx(curve["fpir"].iloc[0])
    assert found["mix"]["not_drawn"] == ["Indian", "Other"]
    assert "ucr.fbi.gov" in found["mix"]["source"]["url"]


@pytest.mark.parametrize(
    ("asked_for", "expected"),
    [
        ({"gallery_size": 900}, AskedGallery(None, 900)),
        ({"mix": {"White": 0.7, "Black": 0.3}}, AskedGallery({"White": 0.7, "Black": 0.3}, PHOTOS)),
        (
            {"mix": {"White": 0.5, "Black": 0.5}, "gallery_size": 700},
            AskedGallery({"White": 0.5, "Black": 0.5}, 700),
        ),
        ({"mix": "even", "gallery_size": 700}, AskedGallery("even", 700)),
    ],
)
def test_a_pack_answers_sizes_and_shares(
    view: View, asked_for: dict[str, Any], expected: AskedGallery
) -> None:
    """The rate equals that of the curve that Python gives."""
    plain, asked = without_draw_of_pack(dataclasses.replace(IN_UTKFACE, **asked_for))
    assert (plain, asked) == (IN_UTKFACE, expected)
    found = asked_gallery(view, expected, [])
    curve = view.result.gallery_size_curve([expected.photos], mix=expected.mix, distance=0.5)
    assert found["everyone"]["fpir"] == pytest.approx(curve["fpir"].iloc[0])
    assert found["gallery_size"] == expected.photos


def test_where_galleries_can_be_drawn_the_mix_stays() -> None:
    drawn = Experiment(mix=US_ARRESTS, gallery_size=1500)
    assert without_draw_of_pack(drawn) == (drawn, None)
    with pytest.raises(ExperimentError, match="Did you mean"):
        without_draw_of_pack(dataclasses.replace(IN_UTKFACE, mix="us-adult"))


def test_every_mix_is_in_the_json_with_its_source(view: View) -> None:
    found = named_mixes(view, ["race_ethnicity"])
    assert found is not None
    assert [mix["name"] for mix in found["mixes"]] == list(TITLES)
    for mix in found["mixes"]:
        groups = mix["groups"]["race_ethnicity"]
        searched = sum(row["searches"] * row["fpir"] for row in groups)
        assert mix["everyone"]["searches"] == 535
        # A member with two categories counts in both.
        assert searched >= mix["everyone"]["fpir"] * 535 - 1e-9
    few = {row["label"]: row["too_few"] for row in groups}
    assert few["Asian or Pacific Islander"]
    assert not few["Black"]
    assert view.to_dict()["experiment"]["mix"] is None
    two = dataclasses.replace(
        view, result=dataclasses.replace(view.result, experiment=Experiment(portrait="both"))
    )
    assert named_mixes(two, []) is None


def test_the_gallery_decides_who_is_falsely_matched(view: View) -> None:
    """More photos of a group in the gallery, more false matches of that group; one threshold."""
    shift = shift_by_mix(view, PHOTOS, "race_ethnicity")
    rate = {name: table.set_index("label")["fpir"].to_dict() for name, table in shift.items()}
    black, asian = "Black", "Asian or Pacific Islander"
    assert rate[US_ARRESTS][black] > rate[US_ADULTS][black]
    assert rate[US_ADULTS][asian] > rate[US_ARRESTS][asian]
    assert rate[AS_IS][asian] > rate[US_ADULTS][asian]


def test_a_file_takes_a_name() -> None:
    assert experiment_from({"mix": "us-adults", "gallery_size": 9}, "x").mix == "us-adults"
    with pytest.raises(ExperimentError, match="Did you mean 'us-adults'"):
        experiment_from({"mix": "us-adlts"}, "x")


def test_too_few_is_judged_by_people_not_by_their_photos() -> None:
    """London's 13 Black people have 26 photos, its 10 West Asian people 20."""
    found = named_mixes(run(Experiment(probes="london")).at(distance=0.5), ["ethnicity"])
    assert found is not None
    rows = {row["label"]: row for row in found["mixes"][0]["groups"]["ethnicity"]}
    for label, people in (("Black", 13), ("West Asian", 10)):
        assert (rows[label]["searches"], rows[label]["people"]) == (2 * people, people)
        assert rows[label]["too_few"]
        assert rows[label]["fpir_by_person"] == pytest.approx(rows[label]["fpir"])
    assert not rows["White"]["too_few"]
