"""The key ``joint_uncertainty``: the replay by plain NumPy, every kind of data, forty seeds."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.replay import default_replay, replay_in

from simulator.datasets.dataset import load_dataset
from simulator.experiment.analyses.joint_uncertainty import (
    AT_COUNT,
    AT_DISTANCE,
    GALLERY,
    PEOPLE,
    PHOTOS,
    joint_uncertainty,
    joint_uncertainty_measures,
    range_of_halves,
)
from simulator.experiment.another_portrait import another_portrait
from simulator.experiment.experiment import Experiment
from simulator.experiment.joint_uncertainty_text import (
    headline_group,
    reach_lines,
)
from simulator.experiment.run import run
from simulator.stats import photo_choice
from simulator.stats.intervals import wilson

COLUMN = "person_of_color"


def of_color(result: Any) -> Any:
    return next(group for group in result.groups(COLUMN) if group.value == "true")


def test_the_replay_among_the_people_of_lfw() -> None:
    """Among them no stranger alone matches two members: nothing is added to Wilson's interval."""
    view = default_replay().at()
    found = joint_uncertainty_measures(view, [COLUMN])
    json.dumps(found, allow_nan=False)
    assert (found["count"], found["gallery_people"], found["gallery_units"]) == (28, 5726, "people")
    assert found["alone_match_several"] == 0
    keys = view.candidates()["gallery_key"].tolist()
    people = view.result.gallery.identities.loc[keys].nunique()
    assert found["different_candidates"] == people
    assert found["fpir"][GALLERY] == found["fpir"][PEOPLE]
    low, high = wilson(28, 535)
    assert found["fpir"][GALLERY]["low"] == pytest.approx(low)
    assert found["fpir"][GALLERY]["high"] == pytest.approx(high)
    assert found["fpir"][PHOTOS] is None
    assert found["photos"]["with_second"] is None
    row = found["groups"][COLUMN][1]
    assert row["people"] == 107
    share = row["share"][AT_DISTANCE][GALLERY]
    assert (share["low"], share["high"]) == pytest.approx(wilson(8, 28))
    assert row["share"][AT_COUNT][GALLERY]["value"] == 8 / 28
    gap = row["gap"][AT_DISTANCE][GALLERY]["value"]
    assert gap == row["gap"][AT_COUNT][GALLERY]["value"] == pytest.approx(8 / 107 - 20 / 428)


def test_the_strangers_who_match_several_by_plain_numpy() -> None:
    """Of each member searched among other members of Congress: the only match, and with whom."""
    result = replay_in("legislators")
    view = result.at(distance=0.52)
    mine = load_dataset("congress-115")
    keys = result.probes.encodings.keys.tolist()
    names = mine.identities.loc[keys].tolist()
    theirs = result.gallery.identities.loc[result.gallery_keys.tolist()].to_numpy(str)
    gallery = result.gallery.encodings.vectors[result.gallery_rows].astype(float)
    alone: dict[str, int] = {}
    for vector, name in zip(result.probes.encodings.vectors.astype(float), names, strict=True):
        distance = np.sqrt(((gallery - vector) ** 2).sum(axis=1))
        matches = {who for who in theirs[distance <= 0.52] if who != name}
        if len(matches) == 1:
            alone[who] = alone.get(who := matches.pop(), 0) + 1
    found = joint_uncertainty(view)
    assert found is not None
    assert found.of_several == sum(count > 1 for count in alone.values()) > 0
    y = view.flagged.mean()
    shared = sum(count * (count - 1) for count in alone.values())
    effective = y * (1 - y) / (y * (1 - y) / 535 + shared / 535**2)
    rate = found.fpir()[GALLERY]
    assert rate.effective == pytest.approx(effective)
    assert (rate.low, rate.high) == pytest.approx(wilson(y * effective, effective))
    assert rate.high - rate.low > found.fpir()[PEOPLE].high - found.fpir()[PEOPLE].low


@pytest.mark.slow
def test_with_the_second_portraits_it_is_the_interval_over_people_and_photos() -> None:
    """Where no stranger is shared; the share where as many are flagged keeps its count."""
    view = default_replay().at()
    portraits = another_portrait(view.result)
    found = joint_uncertainty(view, portraits)
    assert found is not None
    assert found.with_second is not None
    second = np.where(portraits.really_another, portraits.second_nearest, np.nan)
    nearest = np.stack([portraits.first_nearest, second], axis=1)[
        ~np.isnan(portraits.first_nearest)
    ]
    assert len(found.with_second.person) == int((~np.isnan(nearest)).sum())
    same = photo_choice.rate(nearest, view.distance)
    rate = found.fpir()[PHOTOS]
    shared = found.with_second.at(view.distance).shared(np.ones(535))
    assert rate.value == pytest.approx(same.value)
    assert (rate.effective == pytest.approx(same.effective)) == (shared == 0)
    group = of_color(view.result)
    total = found.with_second.at(found.distances_at_count[PHOTOS]).shares.sum()
    assert 28 <= total < 29
    drawn = photo_choice.share_at_count(nearest, found.members(group), 28, draws=2000)
    share = found.share(group)[PHOTOS]
    assert (share.value, share.low, share.high) == pytest.approx(
        (drawn.value, drawn.low, drawn.high), abs=0.02
    )


@pytest.mark.slow
def test_random_halves_say_the_same_with_forty_seeds() -> None:
    """The 95% of halves run from 6 to 11 of 28; one half has as little as 4, one 13."""
    view = default_replay().at()
    found = joint_uncertainty(view)
    assert found is not None
    ranges = set()
    for seed in range(40):
        halves = found.halves([of_color(view.result)], seed)
        assert halves is not None
        ranges.add(range_of_halves(halves[:, 0]))
        assert np.mean((halves[:, 0] >= 6) & (halves[:, 0] <= 12)) == pytest.approx(
            0.984, abs=0.005
        )
    assert ranges == {(6, 11)}


def test_nothing_depends_on_the_seed_of_the_run() -> None:
    one, other = (
        joint_uncertainty_measures(run(Experiment(seed=seed)).at(), [COLUMN]) for seed in (0, 7)
    )
    assert one == other


def test_the_halves_are_half_of_the_variance_that_wilson_counts() -> None:
    """About: half of the false matches stay, the others are new (docs/methods.md)."""
    view = default_replay().at()
    found = joint_uncertainty(view)
    assert found is not None
    halves = found.halves([of_color(view.result)])
    assert halves is not None
    share = halves[:, 0].mean() / 28
    assert halves[:, 0].var() / (28 * share * (1 - share)) == pytest.approx(0.5, abs=0.2)


def test_with_two_portraits_it_says_why_not() -> None:
    view = run(Experiment(portrait="either")).at(distance=0.47)
    found = joint_uncertainty_measures(view, [COLUMN])
    assert "portrait" in found["why"]
    assert found["fpir"] is None
    assert reach_lines(view) == []


@pytest.mark.parametrize(
    ("settings", "units"),
    [
        ({"gallery": "utkface-adults"}, "photos"),
        ({"probes": "london"}, "people"),
        ({"one_photo_per_person": True}, "people"),
    ],
)
def test_every_kind_of_data(settings: dict[str, Any], units: str) -> None:
    """A finished search without names, people with several photos, one photo of each person."""
    view = run(Experiment(**settings)).at(distance=0.49)
    columns = view.columns()
    found = joint_uncertainty_measures(view, columns)
    json.dumps(found, allow_nan=False)
    assert found["gallery_units"] == units
    assert found["why"] is None
    assert set(found["groups"]) == set(columns)
    fpir = found["fpir"][GALLERY]
    assert fpir["low"] <= fpir["value"] <= fpir["high"]
    once = view.fpir_by_person
    if once is not None:
        people = found["fpir"][PEOPLE]
        assert (people["value"], people["low"], people["high"]) == pytest.approx(
            (once.value, once.low, once.high)
        )
    for rows in found["groups"].values():
        for row in rows:
            ends = row["share"][AT_COUNT][GALLERY]
            assert ends["low"] is None or 0 <= ends["low"] <= ends["high"] <= 1


def test_a_gallery_of_a_few_people_has_no_interval(line_up: tuple[Path, Path]) -> None:
    """Three of four people are falsely matched; too few on both sides, and no half has three."""
    experiment = Experiment(probes=str(line_up[0]), gallery=str(line_up[1]))
    view = run(experiment).at(distance=0.6)
    found = joint_uncertainty_measures(view, ["gender"])
    json.dumps(found, allow_nan=False)
    assert found["count"] == 3
    assert found["fpir"][GALLERY]["low"] is None
    assert found["groups"]["gender"][0]["share"][AT_COUNT][GALLERY]["low"] is None
    assert reach_lines(view) == []
    assert headline_group(view, ["gender"]) is None


def test_nobody_is_falsely_matched() -> None:
    view = default_replay().at(distance=0.2)
    found = joint_uncertainty_measures(view, [COLUMN])
    json.dumps(found, allow_nan=False)
    assert found["count"] == 0
    assert found["random_halves"] is None
    assert found["fpir"][GALLERY]["low"] == 0
    assert found["groups"][COLUMN][0]["share"][AT_COUNT][GALLERY]["value"] is None
    words = reach_lines(view)
    assert len(words) == 1


def test_everybody_is_falsely_matched() -> None:
    view = default_replay().at(distance=1.0)
    found = joint_uncertainty_measures(view, [COLUMN])
    json.dumps(found, allow_nan=False)
    assert found["fpir"][GALLERY]["high"] == 1
    assert found["groups"][COLUMN][1]["gap"][AT_COUNT][GALLERY]["value"] == 0


def test_without_labels_there_is_only_the_rate() -> None:
    found = joint_uncertainty_measures(default_replay().at(), [])
    assert found["groups"] == {}
    assert found["random_halves"] is None


def test_a_group_of_one_category_is_everybody() -> None:
    """One group only: its share is 1, and a gap has no other side."""
    view = default_replay().at()
    found = joint_uncertainty(view)
    group = of_color(view.result)
    everybody = dataclasses.replace(group, members=np.ones(535, bool))
    assert found is not None
    assert found.share(everybody)[GALLERY].value == 1
    assert np.isnan(found.gap(everybody)[GALLERY].value)
    assert np.isnan(found.gap(everybody, AT_DISTANCE)[GALLERY].value)


def test_halves_of_cut_lists_are_unknown() -> None:
    """Who follows behind the cut of somebody else's lists would take a place in a half."""
    result = default_replay()
    view = result.at()
    found = joint_uncertainty(view)
    assert found is not None
    groups = result.groups(COLUMN)
    assert found.halves(groups) is not None
    utkface = replay_in("utkface-adults")
    assert utkface.pack is not None
    notes = {**utkface.pack.notes, "measured_to": 0.55}
    cut = dataclasses.replace(utkface, pack=dataclasses.replace(utkface.pack, notes=notes))
    found = joint_uncertainty(cut.at(distance=0.473))
    assert found is not None
    assert found.halves(cut.groups(COLUMN)) is None
    assert joint_uncertainty_measures(found.view, [COLUMN])["random_halves"] is None
