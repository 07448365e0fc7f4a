"""The words and tables on another portrait, by hand."""

from __future__ import annotations

import dataclasses

import pytest
from support.replay import default_replay
from support.two_portraits import install

from simulator.charts.another_portrait import (
    again_words,
    counts_table,
    interval_table,
    left_out_words,
    rank_words,
    share_table,
)
from simulator.experiment.another_portrait import another_portrait
from simulator.experiment.another_portrait_measures import why_not
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.i18n.language import speaking


@pytest.fixture
def by_hand(fresh_datasets: None):
    return another_portrait(run(install()))


def test_the_sentence_names_those_who_say_nothing(by_hand) -> None:
    """Of six, Ada and Bea have another photograph; two the same, perhaps, and two none."""
    words = again_words(by_hand.at(0.5))
    assert "1 of 2 is falsely matched" in words
    assert "The other 4 of the 6" in words
    assert "(2)" in words
    again = again_words(by_hand.at(0.7))
    assert "3 of 3 are falsely matched" in again
    assert "Nobody is falsely matched" in again_words(by_hand.at(0.05))


def test_nobody_flagged_has_another_photograph(by_hand) -> None:
    """At distances of their own, only Eve's first is flagged, whose second is the same photo."""
    alone = dataclasses.replace(by_hand, others=by_hand.others.copy())
    alone.others[alone.keys == "ada"] = "no other photograph"
    assert "Nobody who is falsely matched" in again_words(alone.at(0.22))


def test_counts_are_of_those_who_were_searched(by_hand) -> None:
    """Eight have a first portrait, eight a second, seven both; of nine."""
    head, rows = counts_table(by_hand.at(0.5))
    assert len(head) == 3
    assert [row[1:] for row in rows] == [
        ["6 of 8", "2 of 4"],
        ["5 of 8", "2 of 4"],
        ["3 of 7", "1 of 4"],
        ["8 of 9", "3 of 4"],
        ["3 of 9", "1 of 4"],
        ["2 of 9", "1 of 4"],
        ["1 of 9", "1 of 4"],
    ]


def test_shares_and_intervals(by_hand) -> None:
    """Women: 4 of 6, 2 of 5, 2 of 3, 4 of 8; where nobody is flagged, shares are undefined."""
    head, rows = share_table(by_hand.at(0.5), "gender")
    assert len(head) == len(rows[0]) == 6
    women = next(row for row in rows if row[0] == "Women")
    assert [cell.split(" =")[0] for cell in women[2:]] == ["4 of 6", "2 of 5", "2 of 3", "4 of 8"]
    assert women[1] == "44.4%"
    _head, rows = share_table(by_hand.at(0.05), "gender")
    assert set(rows[0][2:]) == {"undefined"}
    head, rows = interval_table(by_hand, 0.5, "gender")
    assert rows[0][1].startswith("6 of 8 = 75.0%")
    assert len(rows) == 3
    assert len(interval_table(by_hand, 0.5, None)[1]) == 1


def test_the_ranks_of_few_and_of_many(by_hand) -> None:
    """Four people have a correlation of 0.8 and no interval; Congress has one."""
    assert ": 0.80. " in rank_words(by_hand)
    assert "95% interval" in rank_words(another_portrait(default_replay()))


def test_why_there_is_nothing_to_compare(fresh_datasets: None) -> None:
    """The four reasons, and none where all is well."""
    first = install()
    assert why_not(run(first)) == ""
    assert "Choose the first portrait" in why_not(run(dataclasses.replace(first, portrait="both")))
    assert "no second portraits" in why_not(run(Experiment(probes="london", gallery="london")))
    assert "image condition" in why_not(run(Experiment(condition="grain")))
    assert "finished search" in why_not(run(Experiment(matcher="eigenfaces")))


def test_who_is_left_out(fresh_datasets: None) -> None:
    """One painting; nobody with the first portraits."""
    first = install()
    assert left_out_words(run(first)) == ""
    second = run(dataclasses.replace(first, portrait="second"))
    assert "a painting: 1" in left_out_words(second)


def test_in_spanish(by_hand) -> None:
    """Every text is in the catalog."""
    with speaking("es"):
        words = again_words(by_hand.at(0.5)) + rank_words(by_hand)
        head, rows = counts_table(by_hand.at(0.5))
    assert "falsely" not in words + " ".join(head) + " ".join(row[0] for row in rows)
