"""Mated searches: who is missed, with and without failures to enroll."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError
from simulator.search.mated_searches import (
    MatedSearches,
    across_datasets,
    leave_one_out,
)
from simulator.search.mated_sources import mated_searches


def _mated(distances, labels=None):
    card = load_dataset("london").card
    n = len(distances)
    return MatedSearches(
        name="test",
        title="test",
        keys=np.array([str(i) for i in range(n)]),
        subjects=np.array([str(i) for i in range(n)]),
        distances=np.array(distances, float),
        labels=pd.DataFrame({"gender": labels or ["female"] * n}),
        card=card,
        measures_race=False,
    )


def test_misses_by_hand_with_and_without_failures():
    """0.3 and 0.5 are found at 0.5, 0.6 is missed; one failed to enroll: 1 of 3, and 2 of 4."""
    mated = _mated([0.3, 0.5, 0.6, math.nan])
    without = mated.fnir(0.5, with_failures=False)
    counted = mated.fnir(0.5, with_failures=True)
    assert (without.events, without.trials) == (1, 3)
    assert (counted.events, counted.trials) == (2, 4)


def test_without_mated_searches_the_rate_is_undefined_and_not_zero():
    mated = _mated([math.nan, math.nan])
    assert math.isnan(mated.fnir(0.5, with_failures=False).value)
    assert mated.fnir(0.5, with_failures=True).value == 1


def test_by_group_with_a_label_missing_for_some():
    """People without a label form a row of their own; nobody is dropped."""
    table = _mated([0.3, 0.7, 0.3], ["female", "", "male"]).by("gender", 0.5)
    assert table["searches"].sum() == 3
    assert table["label"].tolist()[-1] == "no label"
    assert table["fnir"].tolist() == [0, 0, 1]


@pytest.mark.slow
def test_leave_one_out_agrees_with_a_direct_search_of_lfw():
    """Twenty people of LFW by a double loop in float64."""
    lfw = load_dataset("lfw")
    mated = leave_one_out(lfw)
    vectors = dict(
        zip(lfw.encodings.keys.tolist(), lfw.encodings.vectors.astype(float), strict=True)
    )
    keys = lfw.identities
    for person in list(dict.fromkeys(mated.subjects.tolist()))[:20]:
        own = [k for k in keys.index[keys == person] if k in vectors]
        expected = [
            min((np.linalg.norm(vectors[a] - vectors[b]) for b in own if b != a), default=math.nan)
            for a in own
        ]
        found = mated.distances[mated.subjects == person]
        assert found[~np.isnan(found)] == pytest.approx(expected)


def test_each_london_adult_is_searched_once():
    mated = mated_searches("london")
    assert len(mated.distances) == len(set(mated.subjects.tolist())) == 102
    assert mated.measures_race


@pytest.mark.slow
def test_misses_by_race_are_shown_where_two_groups_are_large_enough():
    """London has 69 White and 13 Black adults; of Congress 24 are in LFW, two of them Hispanic."""
    london, congress = mated_searches("london"), mated_searches("congress-115-in-lfw")
    assert "ethnicity" in london.columns
    assert not congress.measures_race
    assert {"race_ethnicity", "person_of_color", "cbc_member"}.isdisjoint(congress.columns)
    assert "gender" in congress.columns


@pytest.mark.slow
def test_searches_for_one_person_are_not_independent():
    """In LFW some people are searched for 500 times: the interval over people is much wider."""
    mated = mated_searches("lfw")
    without, interval = mated.fnir(0.47, with_failures=False), mated.interval(0.47)
    assert interval.high - interval.low > 2 * (without.high - without.low)
    row = mated.by("gender", 0.47).set_index("group").loc["M"]
    assert row["low"] < row["fnir"] < row["fnir_with_failures"] < row["high_with_failures"]
    again = mated.interval(0.47, mated.labels["gender"].to_numpy() == "M")
    assert (row["low"], row["high"]) == (again.low, again.high)


@pytest.mark.slow
def test_members_of_congress_in_lfw_are_the_documented_ones():
    mated = mated_searches("congress-115-in-lfw")
    documented = pd.read_csv(load_dataset("lfw").folder / "mates.csv")["identity"]
    assert set(mated.subjects.tolist()) <= set(documented)
    assert len(mated.subjects) == len(set(mated.subjects.tolist()))
    portraits = set(load_dataset("congress-115").encodings.keys.tolist())
    assert {s.removeprefix("bioguide:") for s in mated.subjects.tolist()} <= portraits
    lfw = load_dataset("lfw")
    for subject in mated.subjects[~mated.enrolled]:
        photos = lfw.identities.index[lfw.identities == subject]
        assert set(photos) <= set(lfw.encodings.failures)


def test_nobody_photographed_twice_is_a_clear_error():
    with pytest.raises(ExperimentError, match="not measurable here"):
        leave_one_out(load_dataset("congress-115"))
    with pytest.raises(ExperimentError, match="not measurable here"):
        across_datasets(load_dataset("congress-115"), load_dataset("london"))


@pytest.mark.slow
def test_the_rate_never_rises_as_the_threshold_loosens():
    mated = mated_searches("lfw")
    rates = [mated.fnir(t, with_failures=True).value for t in np.arange(0.2, 0.9, 0.05)]
    assert (np.diff(rates) <= 0).all()


def test_other_matchers_encodings_are_refused():
    congress, lfw = load_dataset("congress-115"), load_dataset("lfw")
    info = dataclasses.replace(lfw.encodings.matcher, name="other")
    # A copy: the data set that load_dataset returns is everybody's.
    other = lfw.with_encodings(dataclasses.replace(lfw.encodings, matcher=info))
    with pytest.raises(Exception, match="one matcher"):
        across_datasets(congress, other)


def test_each_person_counts_once_by_hand():
    """Ada is found 3 times of 4, Bea is missed: 2 of 5 searches, (1/4 + 1) / 2 by people."""
    mated = dataclasses.replace(
        _mated([0.3, 0.3, 0.3, 0.9, 0.9, math.nan]),
        subjects=np.array(["ada", "ada", "ada", "ada", "bea", "cem"]),
    )
    assert mated.several_photos
    assert mated.fnir(0.5, with_failures=False).value == pytest.approx(2 / 5)
    assert mated.fnir_by_person(0.5) == pytest.approx(5 / 8)
    assert mated.fnir_by_person(0.5, with_failures=True) == pytest.approx((1 / 4 + 1 + 1) / 3)
    assert mated.largest_part() == pytest.approx(4 / 5)
    row = mated.by("gender", 0.5).iloc[0]
    assert row["fnir_by_person"] == pytest.approx(5 / 8)
    assert row["largest_share_of_searches"] == pytest.approx(4 / 5)


def test_one_search_each_has_no_second_rate():
    mated = _mated([0.3, 0.6])
    assert not mated.several_photos
    assert "fnir_by_person" not in mated.by("gender", 0.5)


@pytest.mark.slow
def test_by_people_twice_as_many_are_missed_in_lfw():
    """Who has many photos has many mates, and is found; pandas agrees."""
    mated = mated_searches("lfw")
    known = mated.enrolled
    missed = pd.Series(mated.distances[known] > 0.47).groupby(mated.subjects[known]).mean()
    assert mated.fnir_by_person(0.47) == pytest.approx(missed.mean())
    assert mated.fnir_by_person(0.47) > 1.9 * mated.fnir(0.47, with_failures=False).value
    once = mated.interval(0.47, by_person=True)
    assert once.low < mated.fnir_by_person(0.47) < once.high
