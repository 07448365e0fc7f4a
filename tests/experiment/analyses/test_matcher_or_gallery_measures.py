"""Matcher or gallery in words and as JSON: nothing beyond the intervals, nothing without data."""

from __future__ import annotations

import dataclasses
import json
import math
import re

import numpy as np
import pytest
from support.replay import default_replay

from simulator import Experiment, run
from simulator.datasets.groups import Group
from simulator.experiment.analyses.matcher_or_gallery import Parts
from simulator.experiment.analyses.matcher_or_gallery_measures import matcher_or_gallery, verdict
from simulator.i18n.language import speaking
from simulator.stats.mean_probability import Average

ONE, OTHER = (Group(name, name, np.ones(50, bool)) for name in ("Women", "Men"))


def parts(
    gap: float,
    matcher: float,
    clear: tuple[bool | None, bool | None] = (True, True),
    people: int = 50,
) -> Parts:
    """Return a gap with its parts, all with intervals of ±3 points."""

    def around(value: float) -> Average:
        half = 0.03 if people >= 8 else math.nan
        return Average(value, value - half, value + half, people)

    rates = [around(rate) for rate in (0.2 + gap, 0.2, 0.2 + matcher, 0.2)]
    three = [around(value) for value in (gap, matcher, gap - matcher)]
    return Parts(ONE, OTHER, 0, *rates, *three, None, *clear, 2)


def points(text: str) -> list[float]:
    """Return the numbers before an interval, in the order of the text."""
    return [float(value.replace("−", "-")) for value in re.findall(r"(−?[\d.]+) \(", text)]


@pytest.mark.parametrize(
    ("gap", "matcher"), [(0.08, 0.05), (0.03, 0.08), (0.03, -0.02), (-0.08, -0.05), (0.0, 0.05)]
)
def test_the_numbers_in_the_sentence_add_up(gap: float, matcher: float) -> None:
    told = points(verdict(parts(gap, matcher)))
    assert len(told) == 3
    assert abs(told[0]) == pytest.approx(100 * abs(gap))
    assert any(
        told[0] == pytest.approx(sign * told[1] + other * told[2])
        for sign in (1, -1)
        for other in (1, -1)
    )


def test_rounded_parts_add_up_too() -> None:
    assert points(verdict(parts(0.0184, 0.0179))) == [1.8, 1.8, 0.0]
    assert points(verdict(parts(0.0316, 0.0854))) == [3.2, 8.5, 5.3]


def test_the_group_that_is_falsely_matched_more_often_comes_first() -> None:
    assert verdict(parts(0.08, 0.05)).index("Women") < verdict(parts(0.08, 0.05)).index("Men")
    assert verdict(parts(-0.08, -0.05)).index("Men") < verdict(parts(-0.08, -0.05)).index("Women")


def test_a_verdict_says_no_more_than_the_intervals() -> None:
    said = {
        clear: verdict(parts(0.08, 0.05, clear))
        for clear in ((True, True), (True, False), (False, True), (False, False), (None, None))
    }
    assert len(set(said.values())) == 5
    assert "hardly" not in said[False, False]
    assert "could" not in said[True, True]
    assert "No verdict" in said[None, None]
    assert "hardly" not in said[None, None]
    few = verdict(parts(0.08, 0.05, (None, None), people=5))
    assert "(" not in few
    assert "Too few" in few


def test_nobody_falsely_matched_is_no_gap() -> None:
    zero = Average(0.0, 0.0, 0.05, 50)
    none = dataclasses.replace(parts(0, 0), rate=zero, other_rate=zero, even=zero, other_even=zero)
    assert "no gap" in verdict(none)
    assert "(" not in verdict(none)


def test_in_spanish_no_english_is_left() -> None:
    with speaking("es"):
        for gap, matcher in ((0.08, 0.05), (0.03, 0.08), (0.03, -0.02)):
            told = verdict(parts(gap, matcher))
            assert " gap " not in told
            assert "gallery" not in told


def test_every_label_every_mix_and_every_column_is_in_the_json() -> None:
    view = run(Experiment(gallery="utkface-adults")).at(distance=0.5)
    found = matcher_or_gallery(view, ["race_ethnicity", "gender"])
    json.dumps(found, allow_nan=False)
    assert found["why"] is None
    assert [label["gallery_label"] for label in found["labels"]] == ["race", "gender"]
    for label in found["labels"]:
        assert sum(group["share"] for group in label["groups"]) == pytest.approx(1)
        groups = {
            column: {row["group"] for row in rows}
            for column, rows in label["matrix"]["columns"].items()
        }
        for mix in label["mixes"]:
            assert sum(mix["shares"].values()) == pytest.approx(1, abs=1e-3)
            for column, told in mix["columns"].items():
                # Every group beside the largest one.
                assert len(told["pairs"]) == len(groups[column]) - 1
                for pair in told["pairs"]:
                    total = pair["matcher"]["value"] + pair["mix"]["value"]
                    assert pair["gap"]["value"] == pytest.approx(total, abs=1e-12)
                    small = min(pair["people"], pair["other_people"])
                    assert pair["too_few"] is (small < 20)
                    assert (pair["gap"]["low"] is None) is (small < 8)


def test_a_verdict_does_not_depend_on_the_columns_asked_for_or_on_the_seed() -> None:
    view = default_replay().at(distance=0.5)
    one = matcher_or_gallery(view, ["gender"])["labels"][0]["mixes"][0]["columns"]["gender"]
    columns = list(view.result.probes.card.labels)
    all_of_them = matcher_or_gallery(view, columns)["labels"][0]["mixes"][0]["columns"]["gender"]
    assert one == all_of_them
    seeded = dataclasses.replace(view.result.experiment, seed=7)
    other = dataclasses.replace(view, result=dataclasses.replace(view.result, experiment=seeded))
    again = matcher_or_gallery(other, ["gender"])["labels"][0]["mixes"][0]["columns"]["gender"]
    assert one == again


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(portrait="both"),
        Experiment(gallery_size=2),
        Experiment(mix={"F": 30, "M": 0}),
    ],
)
def test_where_nothing_is_measurable_it_says_why(experiment: Experiment) -> None:
    found = matcher_or_gallery(run(experiment).at(), ["gender"])
    assert found["labels"] == []
    assert found["why"]


def test_people_without_labels_and_people_with_two_photos() -> None:
    found = matcher_or_gallery(run(Experiment(probes="london")).at(distance=0.5), ["gender"])
    (gender,) = (mix["columns"]["gender"] for mix in found["labels"][0]["mixes"][:1])
    assert gender["pairs"][0]["people"] + gender["pairs"][0]["other_people"] == 102
    without = matcher_or_gallery(run(Experiment()).at(), [])
    assert without["labels"][0]["matrix"]["columns"] == {}
