"""Rows of a sweep with each person counting once."""

from __future__ import annotations

import math

import pandas as pd

from simulator.sweep.by_person import once_each, several_photos, with_shares

ROWS = pd.DataFrame(
    {
        "trials": [20, 40],
        "people": [10, None],
        "rate": [0.5, 0.25],
        "low": [0.3, 0.1],
        "high": [0.7, 0.4],
        "fpir_by_person": [0.4, None],
        "low_by_person": [0.2, None],
        "high_by_person": [0.8, None],
        "all_fpir_by_person": [0.4, None],
    }
)


def test_where_there_are_rates_by_person_they_are_shown() -> None:
    found = once_each(ROWS)
    assert found.loc[0, ["rate", "low", "high"]].tolist() == [0.4, 0.2, 0.8]
    assert found.loc[1, ["rate", "low", "high"]].tolist() == [0.25, 0.1, 0.4]
    assert ROWS.loc[0, "rate"] == 0.5


def test_searches_of_older_formats_are_taken_for_people() -> None:
    assert once_each(ROWS)["people"].tolist() == [10, 40]


def test_several_photos_are_known_by_the_rates_of_everyone() -> None:
    assert several_photos(ROWS)
    assert not several_photos(ROWS.iloc[1:])


def test_shares_are_of_all_in_the_cell() -> None:
    """3 of 12 false matches, 10 of 40 searches; nobody falsely matched has no share."""
    rows = pd.DataFrame(
        {"trials": [10, 10], "events": [3, 0], "all_trials": [40, 40], "all_events": [12, 0]}
    )
    found = with_shares(rows)
    assert found["share_of_trials"].tolist() == [0.25, 0.25]
    assert found["share_of_events"][0] == 0.25
    assert math.isnan(found["share_of_events"][1])
