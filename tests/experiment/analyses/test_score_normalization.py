"""What normalization does to groups: rows, words, and what is not measurable."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from scipy.stats import norm

from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError
from simulator.experiment.analyses.score_normalization import (
    LEFT,
    NARROWER,
    NO_DIFFERENCE,
    NO_MATES,
    TOO_FEW,
    TURNED,
    TURNED_WIDE,
    WIDER,
    _gap_verdict,
    normalization,
)
from simulator.experiment.analyses.score_normalization_measures import as_json
from simulator.search.normalized_scores import NormalizedScores, find_scores
from simulator.stats.drawn_rates import Estimate
from simulator.stats.equal_fpir import COHORT, EVERYONE, METHODS, PROBE


@pytest.fixture(scope="module")
def congress():
    probes = load_dataset("congress-115")
    scores = find_scores(probes, load_dataset("lfw"))
    return normalization(scores, probes, ["gender", "race_ethnicity"])


def test_counts_and_equal_overall_rate(congress):
    gender = congress["gender"]
    assert (gender.people, gender.mated, gender.splits) == (535, 255, 40)
    for method in METHODS:
        rows = [row for row in gender.groups if row.method == method]
        assert sum(row.people for row in rows) == 535
        assert sum(row.people * row.fpir.value for row in rows) / 535 == pytest.approx(0.05, 1e-3)
        for row in rows:
            assert row.fpir.low <= row.fpir.value <= row.fpir.high
            assert row.fnir.low <= row.fnir.value <= row.fnir.high


def test_one_question_where_two_groups_mirror_each_other(congress):
    assert congress["gender"].asked == ("F",)
    assert congress["gender"].questions == 3
    assert congress["race_ethnicity"].asked == ("White", "Black", "Hispanic")


def test_small_groups_have_intervals_and_no_verdict(congress):
    rows = {r.group: r for r in congress["race_ethnicity"].groups if r.method == PROBE}
    asian = rows["Asian_Pacific"]
    assert asian.people == 18
    assert asian.too_few
    assert asian.verdict == TOO_FEW
    assert asian.fpir.low <= asian.fpir.value <= asian.fpir.high
    assert "Asian" not in congress["race_ethnicity"].verdict()


def test_words_follow_the_rows(congress):
    gender = congress["gender"]
    women = {row.method: row for row in gender.groups if row.group == "F"}
    assert women[PROBE].verdict == NARROWER
    assert "Women" in gender.said(PROBE)
    assert gender.of(COHORT).verdict == NO_DIFFERENCE
    assert "no difference can be shown" in gender.said(COHORT)


def test_two_groups_that_mirror_each_other_never_contradict(congress):
    rows = congress["gender"].groups
    for method in METHODS:
        men, women = (next(r for r in rows if (r.method, r.group) == (method, g)) for g in "MF")
        assert men.verdict == women.verdict
        assert (men.gap.value, men.gap.low) == (-women.gap.value, -women.gap.high)


def test_more_and_fewer_missed_in_words(congress):
    gender = congress["gender"]
    for verdict, words in (("more", "More true matches are missed"), ("fewer", "Fewer true")):
        row = dataclasses.replace(gender.of(PROBE), verdict=verdict)
        assert words in dataclasses.replace(gender, methods=[gender.of(EVERYONE), row]).missed(
            PROBE
        )


VERDICTS = [
    # plain gap, gap, change, its error, share of splits → words
    (0.06, 0.01, -0.05, 0.01, 1.0, NARROWER),
    (0.06, 0.01, -0.05, 0.01, 0.9, NO_DIFFERENCE),
    (0.06, 0.01, -0.05, 0.024, 1.0, NO_DIFFERENCE),
    (0.06, 0.03, -0.03, 0.01, 1.0, LEFT),
    (0.06, -0.04, -0.1, 0.01, 1.0, TURNED),
    (0.06, 0.09, 0.03, 0.01, 1.0, WIDER),
    (0.03, -0.09, -0.12, 0.01, 1.0, TURNED_WIDE),
]


@pytest.mark.parametrize(("plain", "gap", "change", "error", "same", "expected"), VERDICTS)
def test_verdicts(plain, gap, change, error, same, expected):
    """The corrected 5% of three questions is 2.39 standard errors."""
    one, other, moved = _normal(plain, 0.01), _normal(gap, 0.01), _normal(change, error)
    assert _gap_verdict(one, other, moved, same, 3) == expected


def _normal(value, error):
    ends = lambda alpha: (value - norm.isf(alpha / 2) * error, value + norm.isf(alpha / 2) * error)  # noqa: E731
    return Estimate(value, *ends(0.05), ends)


def _made(people=60, groups=("F", "M"), mates=True):
    random = np.random.default_rng(0)
    nearest = random.normal(0.6, 0.05, (3, 4, people)).astype(np.float32)
    own = nearest - 0.1 if mates else np.full_like(nearest, np.nan)
    halves = np.array([random.permutation(people) < people // 2 for _ in range(4)])
    keys = np.array([f"k{i}" for i in range(people)])
    rows = [
        (f"k{i}", f"s{i}", groups[i % len(groups)], "north", (float(i), 0, 0, 0))
        for i in range(people)
    ]
    return NormalizedScores(keys, nearest, own, halves, 200, 400, 100), rows


def test_without_mates_and_with_one_group(make_dataset):
    scores, rows = _made(groups=("F",), mates=False)
    probes = load_dataset(str(make_dataset("p", rows)))
    found = normalization(scores, probes, ["gender"])["gender"]
    assert {row.verdict for row in found.methods if row.method != EVERYONE} == {NO_MATES}
    assert "No verdict" in found.verdict()
    assert "not measurable" in found.missed(PROBE)
    json.dumps(as_json(found), allow_nan=False)


def test_without_labels(make_dataset):
    scores, rows = _made(groups=("",))
    probes = load_dataset(str(make_dataset("p", rows)))
    for columns in (["gender"], []):
        for found in normalization(scores, probes, columns).values():
            assert found.groups == []
            assert len(found.methods) == 4
            json.dumps(as_json(found), allow_nan=False)


def test_no_difference_where_nothing_differs(make_dataset):
    """All four ways see the same scores: nothing changes, and nothing is claimed."""
    scores, rows = _made(people=200)
    scores.nearest[1:] = scores.nearest[0]
    scores.mates[1:] = scores.mates[0]
    probes = load_dataset(str(make_dataset("p", rows)))
    found = normalization(scores, probes, ["gender"])["gender"]
    for row in found.groups:
        if row.method in (PROBE, COHORT):
            assert row.change.value == 0
            assert row.verdict == NO_DIFFERENCE


def test_a_rate_that_flags_nobody_says_what_to_do(make_dataset):
    scores, rows = _made()
    probes = load_dataset(str(make_dataset("p", rows)))
    with pytest.raises(ExperimentError, match="Choose a larger one"):
        normalization(scores, probes, ["gender"], 0.01)
