"""Each person counts once: by hand, against Wilson and NumPy, and with a planted truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from simulator.stats.intervals import wilson
from simulator.stats.people import count_people, missed_by_person, numbered, rate_by_person


def test_people_are_numbered_in_the_order_in_which_they_occur() -> None:
    """Zoe comes first, although her name is the last of the alphabet."""
    assert numbered(["zoe", "ada", "zoe", "bea"]).tolist() == [0, 1, 0, 2]
    assert numbered([]).tolist() == []


def test_people_are_counted_once() -> None:
    """Four photos of three people; of the first three photos, two."""
    person = numbered(["zoe", "ada", "zoe", "bea"])
    assert count_people(person) == 3
    assert count_people(person, np.array([True, True, True, False])) == 2
    assert count_people(person, np.zeros(4, bool)) == 0


def test_the_rate_by_hand() -> None:
    """Of ten people, one has nine photos, all flagged; nine have one photo each, none flagged.

    By photos that is 9 of 18; by people 1 of 10.
    """
    person = np.array([0] * 9 + list(range(1, 10)))
    once = rate_by_person(person == 0, person)
    assert once.value == pytest.approx(1 / 10)
    assert (once.low, once.high) == pytest.approx(wilson(1, 10))
    assert once.counted == 10


def test_two_photos_that_always_agree_are_one() -> None:
    """The interval is that of the people, not of twice as many photos."""
    flagged = np.arange(40) < 6
    once = rate_by_person(np.repeat(flagged, 2), np.repeat(np.arange(40), 2))
    assert (once.low, once.high) == pytest.approx(wilson(6, 40))


def test_fewer_than_eight_people_have_no_interval() -> None:
    """There is a rate, and no interval that anybody could rely on."""
    once = rate_by_person(np.ones(14, bool), np.repeat(np.arange(7), 2))
    assert once.value == 1
    assert np.isnan([once.low, once.high]).all()


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=60))
def test_the_rate_is_the_average_of_the_people_s_averages(searches: list[tuple[int, bool]]) -> None:
    """An independent implementation: a dictionary of lists."""
    by_person: dict[int, list[bool]] = {}
    for name, event in searches:
        by_person.setdefault(name, []).append(event)
    expected = np.mean([np.mean(events) for events in by_person.values()])
    person = numbered([str(name) for name, _ in searches])
    once = rate_by_person(np.array([event for _, event in searches]), person)
    assert once.value == pytest.approx(expected)
    assert once.counted == len(by_person)


def test_a_planted_rate_is_found_where_photos_mislead() -> None:
    """People with many photos are flagged four times as often: only the average by person holds."""
    random = np.random.default_rng(0)
    photos = np.where(np.arange(4000) % 10 == 0, 20, 1)
    chance = np.where(photos == 20, 0.4, 0.1)
    person = np.repeat(np.arange(4000), photos)
    flagged = random.random(len(person)) < chance[person]
    once = rate_by_person(flagged, person)
    assert once.low < 0.13 < once.high
    assert flagged.mean() > 0.28


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), min_size=1, max_size=40))
def test_who_is_missed_against_pandas(searches):
    """The mean over people of the mean over their searches, at every threshold."""
    person = numbered([str(who) for who, _far in searches])
    distances = np.array([np.nan if far == 9 else far / 10 for _who, far in searches])
    thresholds = [0.0, 0.3, 0.45, 0.8, 2.0]
    frame = pd.DataFrame({"person": person, "far": distances})
    expected = [(~(frame["far"] <= at)).groupby(frame["person"]).mean().mean() for at in thresholds]
    assert missed_by_person(distances, person, thresholds) == pytest.approx(expected)


def test_without_a_search_nobody_is_missed_and_nobody_found():
    assert np.isnan(missed_by_person(np.zeros(0), np.zeros(0, np.intp), [0.5])).all()
