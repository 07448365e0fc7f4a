"""Every verdict reads like a sentence that a person wrote, at any threshold and for any group."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from support.replay import replay_in

from simulator import Experiment, run
from simulator.datasets.groups import Group
from simulator.errors import ExperimentError
from simulator.experiment.analyses.adjusted import adjusted
from simulator.experiment.analyses.adjusted_words import column_verdict, group_verdict
from simulator.experiment.analyses.matcher_or_gallery import MatcherOrGallery, Parts
from simulator.experiment.analyses.matcher_or_gallery_measures import verdict as parts_verdict
from simulator.experiment.analyses.nearest_strangers import nearest_strangers
from simulator.experiment.analyses.reviewer import verdict as reviewer_verdict
from simulator.experiment.gallery_groups import gallery_groups, tallied
from simulator.experiment.luck import luck_by_column
from simulator.experiment.thresholds.rate_threshold import rate_notes
from simulator.experiment.thresholds.reference_group import reference_groups
from simulator.experiment.thresholds.transfer import transfer
from simulator.stats.mean_probability import Average
from simulator.stats.significance import bias_or_luck, depends_on
from simulator.stats.zero import zero_words

REFUSED = {
    "one of many": r"(?<![\d.,])1 (people|searches|photos|times|points|groups|pairs|comparisons)\b",
    "these one": r"\bthese 1\b",
    "nothing in points": r"(?<![\d.,])[−-]?0\.0 (points|\()",
    "no distance": r"by 0\.000\b",
    "none times": r"(?<![\d.,])0(\.0+)? times\b",
    "an exponent": r"\d(\.\d+)?e[-+]?\d",
    "a key": r"\w=\w",
    "a number that is none": r"\b(nan|inf|None)\b",
    "a place left open": r"[{}]",
    "two spaces": r"  | \.|\.\.",
}
DISTANCES = (0.3, 0.38, 0.4, 0.42, 0.44, 0.4703, 0.5, 0.55, 0.6, 0.7, 0.9)


def check(said: str) -> None:
    """Refuse what no person would write."""
    found = [name for name, pattern in REFUSED.items() if re.search(pattern, said)]
    assert not found, (found, said)
    assert said.endswith("."), said


@pytest.mark.parametrize("gallery", ["lfw", "legislators", "utkface-adults"])
def test_of_the_bundled_searches(gallery):
    result = replay_in(gallery)
    for said in _without_threshold(result):
        check(said)
    for distance in DISTANCES:
        for said in _at_threshold(result.at(distance=distance)):
            check(said)


def test_of_people_with_several_photos():
    result = run(Experiment(probes="london"))
    for said in _without_threshold(result):
        check(said)
    for distance in DISTANCES[2:8]:
        for said in _at_threshold(result.at(distance=distance)):
            check(said)


def _without_threshold(result) -> Iterator[str]:
    columns = list(result.probes.card.labels)
    for entry in nearest_strangers(result, columns).values():
        yield entry["verdict"]
        yield from (row["verdict"] for row in entry["groups"])
    for column in columns:
        for group in result.groups(column):
            if not group.value:
                continue
            found = reference_groups(result, [column], {column: group.value}, (0.01, 0.05, 0.3))
            for entry in found[column]["rates"]:
                yield entry["why"] or entry["verdict"]
    yield transfer(result, ())["verdict"]
    for fpir, fmr in ((0.05, None), (None, 1e-6), (None, 0.00012)):
        experiment = Experiment(fpir=fpir, fmr=fmr, reference=f"{columns[0]}=x")
        experiment = dataclasses.replace(experiment, reference=_reference(result, columns[0]))
        rated = dataclasses.replace(result, experiment=experiment)
        yield from rate_notes(rated, "fpir" if fpir else "fmr")


def _reference(result, column: str) -> str:
    return f"{column}={next(g.value for g in result.groups(column) if g.value)}"


def _at_threshold(view) -> Iterator[str]:
    columns = list(view.result.probes.card.labels)
    for tested in luck_by_column(view, columns).values():
        yield tested.verdict
        yield from (test.verdict for test in tested.tests)
    if view.result.pack is None:
        found = adjusted(view, columns[:3])
        for entry in found["columns"].values():
            yield entry["verdict"]
            yield from (row["verdict"] for row in entry["groups"])
    yield reviewer_verdict(view)
    counted = tallied(view)
    for label in counted.columns:
        try:
            parts = MatcherOrGallery(view, gallery_groups(view, label, counted))
        except ExperimentError:
            continue
        for shares in parts.mixes().values():
            for column in columns:
                for pair in parts.pairs(column):
                    found_parts = parts.parts(shares, *pair)
                    if found_parts is not None:
                        yield parts_verdict(found_parts)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(1, 60),
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(0, 2**32 - 1),
)
def test_of_any_counts(people, others, hits, seed):
    random = np.random.default_rng(seed)
    n = people + others
    flagged = np.zeros(n, bool)
    flagged[random.permutation(n)[: min(hits, n)]] = True
    members = np.arange(n) < people
    tested = bias_or_luck(flagged, [Group("a", "A", members), Group("b", "B", ~members)])
    check(tested.verdict)
    for test in tested.tests:
        check(test.verdict)


rates = st.floats(0, 1).map(lambda x: round(x, 4)) | st.sampled_from([0.0, 0.0003, 0.001, 1.0])
ratios = st.floats(0.001, 900) | st.sampled_from([1.0, 0.999, 1.004, 0.0001, math.nan])
distances = st.floats(-0.2, 0.2).filter(lambda x: abs(x) > 1e-9)
everybody = np.ones(40, bool)


def _average(value: float, half: float) -> Average:
    return Average(value, value - half, value + half, 40)


@settings(max_examples=300, deadline=None)
@given(rates, rates, rates, rates, st.floats(0, 0.2), st.booleans())
def test_of_any_gap(rate, other, even, other_even, half, identified):
    gap, matcher = rate - other, even - other_even
    parts = Parts(
        Group("a", "Women", everybody),
        Group("b", "Men", everybody),
        0,
        *(_average(value, half) for value in (rate, other, even, other_even)),
        _average(gap, half),
        _average(matcher, half),
        _average(gap - matcher, half),
        None,
        half < 0.1,
        half < 0.05,
        3,
        identified,
    )
    check(parts_verdict(parts))


@settings(max_examples=300, deadline=None)
@given(ratios, ratios, distances, st.floats(0, 1), st.booleans(), st.integers(0, 40))
def test_of_any_odds(crude, ratio, distance, p, few, events):
    def step(value: float, kinds: list[str]) -> dict:
        return {
            "adjusted_for": kinds,
            "odds_ratio": value,
            "low": value / 2,
            "high": value * 2,
            "p_holm": p,
            "variables": 3,
            "few_events": few,
            "distance": distance,
            "distance_low": distance - 0.01,
            "distance_high": distance + 0.01,
            "distance_p_holm": p,
        }

    row = {
        "label": "Women",
        "people": 40,
        "others": 60,
        "too_few": events < 5,
        "events": events,
        "other_events": 1,
        "steps": [step(crude, []), step(ratio, ["gender", "age"])],
    }
    check(group_verdict(row))
    check(column_verdict([row]))


def test_of_zeros_and_what_a_verdict_depends_on():
    for trials in (2, 3, 7, 20, 535, 10**6):
        check(zero_words(trials))
    check(depends_on())
