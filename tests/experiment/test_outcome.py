"""A search before any threshold: who was searched, in which photos, and what was left out."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest
from support.replay import default_replay
from support.small_datasets import Made

from simulator.errors import CalibrationError
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run


def experiment(line_up: tuple[Path, Path], **more: object) -> Experiment:
    """Search the four probes in the small gallery."""
    return Experiment(probes=str(line_up[0]), gallery=str(line_up[1]), **more)  # type: ignore[arg-type]


def test_who_took_part_by_hand(line_up: tuple[Path, Path]) -> None:
    """Four probes in six photos of six people; Eve is listed and was not searched."""
    outcome = run(experiment(line_up))
    assert sorted(outcome.gallery_keys.tolist()) == ["g0", "g1", "g2", "g3", "g4", "g5"]
    assert outcome.gallery_people == 6
    assert outcome.searched["gender"].tolist() == ["F", "F", "M", "M"]
    assert outcome.not_searched["gender"].tolist() == ["F"]
    assert outcome.measured_to == math.inf


def test_groups_are_masks_over_the_searches(line_up: tuple[Path, Path]) -> None:
    """Cem has two origins and counts in both groups."""
    groups = {group.value: group.members for group in run(experiment(line_up)).groups("origin")}
    assert groups["north"].tolist() == [True, False, True, True]
    assert groups["south"].tolist() == [False, True, True, False]


def test_nobody_is_counted_where_nobody_is_named(line_up: tuple[Path, Path]) -> None:
    """Without identities the number of people is unknown, not the number of photos."""
    outcome = run(experiment(line_up))
    card = dataclasses.replace(outcome.gallery.card, identities=False)
    gallery = dataclasses.replace(outcome.gallery, card=card)
    assert dataclasses.replace(outcome, gallery=gallery).gallery_people is None


def test_without_copies_the_nearest_is_the_nearest(line_up: tuple[Path, Path]) -> None:
    """No photo lies on both sides, so nothing is left out."""
    outcome = run(experiment(line_up))
    assert not outcome.copies.any()
    np.testing.assert_array_equal(outcome.nearest_without_copies, outcome.search.nearest)


def test_a_matcher_that_was_never_calibrated(line_up: tuple[Path, Path]) -> None:
    """Encodings made by hand have no confidence, and the error says so."""
    with pytest.raises(CalibrationError):
        run(experiment(line_up)).calibration  # noqa: B018


def test_the_bundled_matcher_is_calibrated() -> None:
    """A larger distance is never more confident."""
    confidence = default_replay().calibration.confidence(np.linspace(0.2, 1.0, 50))
    assert (np.diff(confidence) <= 0).all()


def test_gallery_of_one_photo_each(make_dataset: Made, line_up: tuple[Path, Path]) -> None:
    """Two photos of one person are two photos and one person."""
    twice = [
        ("h1", "uma", "F", "north", (0.1, 0, 0, 0)),
        ("h2", "uma", "F", "north", (5.0, 0, 0, 0)),
    ]
    gallery = make_dataset("twice", twice)
    outcome = run(Experiment(probes=str(line_up[0]), gallery=str(gallery)))
    assert (len(outcome.gallery_rows), outcome.gallery_people) == (2, 1)
