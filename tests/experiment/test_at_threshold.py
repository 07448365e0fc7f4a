"""A search at one threshold: rates by group and candidates that can be checked by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

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
