"""A search at one threshold: rates by group and candidates that can be checked by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from support.small_datasets import Made

from simulator.errors import LabelError
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run


def experiment(line_up: tuple[Path, Path], **more: object) -> Experiment:
    """Search the four probes in the small gallery."""
    return Experiment(probes=str(line_up[0]), gallery=str(line_up[1]), **more)  # type: ignore[arg-type]


def test_rates_by_group_by_hand(line_up: tuple[Path, Path]) -> None:
    """At 0.55 Ada, Bea and Cem are flagged: both women, one of two men, one of two who are both."""
    view = run(experiment(line_up)).at(distance=0.55)
    assert (view.fpir.events, view.fpir.trials) == (3, 4)
    gender = view.by("gender").set_index("group")
    assert gender.loc["F", ["searches", "false_matches", "fpir"]].tolist() == [2, 2, 1.0]
    assert gender.loc["M", ["searches", "false_matches", "fpir"]].tolist() == [2, 1, 0.5]
    assert gender["share_of_searches"].sum() == 1
    assert gender["share_of_false_matches"].sum() == pytest.approx(1)
    origin = view.by("origin").set_index("group")
    assert origin.loc["north", "searches"] == 3
    assert origin.loc["south", "false_matches"] == 2
    both = view.by("gender*origin").set_index("group")
    assert both.loc["M*south", "false_matches"] == 1


def test_candidates_are_the_false_matches_closest_first(line_up: tuple[Path, Path]) -> None:
    """Each flagged probe with its nearest stranger, and how many lie under the threshold."""
    frame = run(experiment(line_up)).at(distance=0.55).candidates()
    assert frame["probe"].tolist() == ["ada", "bea", "cem"]
    assert frame["gallery_key"].tolist() == ["g1", "g2", "g4"]
    assert frame["gallery_person"].tolist() == ["stand-in 2", "stand-in 3", "stand-in 5"]
    assert frame["distance"].tolist() == pytest.approx([0.1, 0.3, 0.5], abs=1e-6)
    assert frame["matches"].tolist() == [1, 2, 1]


def test_who_is_flagged_by_hand(line_up: tuple[Path, Path]) -> None:
    """A search exactly at the threshold is flagged: nearest strangers 0.1, 0.3, 0.5, 0.7."""
    result = run(experiment(line_up))
    assert result.at(distance=0.55).flagged.tolist() == [True, True, True, False]
    exact = float(result.search.nearest[1])
    assert AtThreshold(result, exact, "distance").flagged.tolist() == [True, True, False, False]


def test_looser_thresholds_never_flag_fewer(line_up: tuple[Path, Path]) -> None:
    """Counts never fall as the threshold loosens, for everybody and in each group."""
    result = run(experiment(line_up))
    views = [result.at(distance=float(at)) for at in np.linspace(0, 1, 11)]
    counts = [[view.fpir.events, *view.by("gender")["false_matches"]] for view in views]
    assert (np.diff(counts, axis=0) >= 0).all()
    assert counts[0] == [0, 0, 0]
    assert counts[-1] == [4, 2, 2]


def test_who_was_listed_but_not_searched_is_counted(line_up: tuple[Path, Path]) -> None:
    """Eve is listed and has no encoding."""
    table = run(experiment(line_up)).at(distance=0.55).not_searched("gender")
    assert table.to_dict("records") == [{"group": "F", "label": "Women", "people": 1}]


def test_shares_of_nothing_are_undefined(line_up: tuple[Path, Path]) -> None:
    """With nobody flagged a share of the false matches is nan, and there is no candidate."""
    view = run(experiment(line_up)).at(distance=0.05)
    assert view.by("gender")["share_of_false_matches"].isna().all()
    assert view.by("gender")["fpir"].tolist() == [0, 0]
    assert view.candidates().empty


def test_small_groups_are_marked(line_up: tuple[Path, Path]) -> None:
    """Two people are too few for an interval to be trusted."""
    assert run(experiment(line_up)).at(distance=0.55).by("gender")["too_few"].all()


def test_an_unknown_column_is_named(line_up: tuple[Path, Path]) -> None:
    """The error says which columns there are."""
    with pytest.raises(LabelError, match="gender"):
        run(experiment(line_up)).at(distance=0.55).by("shoe_size")


def test_without_a_calibration_there_is_no_confidence(line_up: tuple[Path, Path]) -> None:
    """The matcher made by hand was never calibrated: None, and nan for each candidate."""
    view = run(experiment(line_up)).at(distance=0.55)
    assert view.confidence is None
    assert all(math.isnan(value) for value in view.candidates()["confidence"])


def test_the_columns_to_show(line_up: tuple[Path, Path]) -> None:
    """Those given come first, then the experiment's, then all of the probes'."""
    view = run(experiment(line_up, group_by=("origin",))).at(distance=0.55)
    assert view.columns(("gender*origin",)) == ["gender*origin"]
    assert view.columns() == ["origin"]
    assert run(experiment(line_up)).at(distance=0.55).columns() == ["gender", "origin"]


@pytest.fixture
def twice(make_dataset: Made) -> tuple[Path, Path]:
    """Three people; Ada has two photos, of which one is flagged at 0.55, and so has Bea, both."""
    probes = make_dataset(
        "probes",
        [
            ("ada1", "ada", "F", "north", (0.0, 0, 0, 0)),
            ("ada2", "ada", "F", "north", (1.0, 0, 0, 0)),
            ("bea1", "bea", "F", "south", (10.0, 0, 0, 0)),
            ("bea2", "bea", "F", "south", (10.1, 0, 0, 0)),
            ("bea3", "bea", "F", "south", None),
            ("cem1", "cem", "M", "north", (20.0, 0, 0, 0)),
            ("dov1", "dov", "M", "north", None),
            ("dov2", "dov", "M", "north", None),
        ],
    )
    gallery = make_dataset(
        "gallery",
        [
            ("g1", "uma", "F", "north", (0.1, 0, 0, 0)),
            ("g2", "vic", "M", "north", (10.3, 0, 0, 0)),
            ("g3", "wim", "M", "north", (20.7, 0, 0, 0)),
        ],
    )
    return probes, gallery


def test_people_with_several_photos_are_counted_as_people(twice: tuple[Path, Path]) -> None:
    """Five photos of three people: three of five photos, two of three people, (½ + 1 + 0) ÷ 3."""
    view = run(experiment(twice)).at(distance=0.55)
    assert (view.fpir.events, view.fpir.trials) == (3, 5)
    assert (view.people_falsely_matched, view.result.people) == (2, 3)
    assert view.fpir_by_person is not None
    assert view.fpir_by_person.value == pytest.approx(1.5 / 3)
    women = view.by("gender").set_index("group").loc["F"]
    assert women[["searches", "false_matches", "people", "people_falsely_matched"]].tolist() == [
        *(4, 3),
        *(2, 2),
    ]
    assert women["fpir"] == pytest.approx(3 / 4)
    assert women["fpir_by_person"] == pytest.approx(1.5 / 2)


def test_people_are_not_searched_if_none_of_their_photos_is(twice: tuple[Path, Path]) -> None:
    """Bea's third photo failed, but Bea was searched; of Dov's two photos none was: one person."""
    table = run(experiment(twice)).at(distance=0.55).not_searched("gender")
    assert table.to_dict("records") == [{"group": "M", "label": "Men", "people": 1}]


def test_one_photo_of_each_person_has_no_second_rate(line_up: tuple[Path, Path]) -> None:
    """Where photos and people are the same, nothing is said twice."""
    view = run(experiment(line_up)).at(distance=0.55)
    assert view.fpir_by_person is None
    assert "fpir_by_person" not in view.by("gender")
    assert view.by("gender")["people"].tolist() == view.by("gender")["searches"].tolist()


def test_london_is_marked_by_people_not_photos() -> None:
    """204 photos of 102 people; 13 Black people have 26 photos and are too few all the same."""
    view = run(Experiment(probes="london", gallery="lfw")).at(distance=0.47)
    assert (view.fpir.events, view.fpir.trials) == (15, 204)
    assert (view.people_falsely_matched, view.result.people) == (9, 102)
    table = view.by("ethnicity").set_index("label")
    assert table.loc[["Black", "West Asian"], "people"].tolist() == [13, 10]
    assert table.loc[["Black", "West Asian"], "searches"].tolist() == [26, 20]
    assert table.loc[["Black", "West Asian"], "too_few"].all()
    assert not table.loc["White", "too_few"]
    men = view.by("gender").set_index("label").loc["Men"]
    assert men[["false_matches", "people_falsely_matched", "people"]].tolist() == [12, 7, 53]
    # The interval is over people: wider than Wilson's over 106 photos.
    assert men["high_by_person"] - men["low_by_person"] > 1.3 * (men["high"] - men["low"])
