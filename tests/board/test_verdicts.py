"""The line of verdict: it says what the test of ``run --json`` says, at every stop."""

from __future__ import annotations

import re

import numpy as np
import pytest
from support.replay import replay_in

from simulator.board.stop_finder import find_stops
from simulator.board.verdicts import (
    ALIKE,
    ALL,
    FEWEST_TO_NAME,
    LESS,
    MORE,
    NOBODY,
    TOO_FEW,
    UNGROUPED,
    UNNAMED,
    line_of,
    verdict_words,
    verdicts,
)
from simulator.experiment.luck import luck_by_column
from simulator.stats.ratio_interval import ratio_interval
from simulator.stats.significance import FEWEST_PEOPLE_FOR_A_VERDICT, LEVEL

COLUMNS = ["race_ethnicity", "person_of_color", "gender", "person_of_color*gender"]


@pytest.fixture(scope="module")
def searched():
    """Return the replay in news photos, its stops and their lines."""
    result = replay_in("lfw")
    stops = find_stops(result)
    return result, stops, verdicts(result, stops, [*result.probes.card.labels, *COLUMNS[3:]])


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("key", ["80%", "99%", "aclu-count", "0.5005", "0.5300"])
def test_a_line_claims_what_the_test_claims(searched, column, key):
    """A difference is claimed exactly where the corrected p of ``run --json`` is at most .05."""
    result, stops, lines = searched
    stop = stops.find(key)
    kind, group, other, *_ = lines[column]["lines"][lines[column]["at"][stop.position]]
    tests = luck_by_column(result.at(distance=stop.distance), [column])[column].tests
    clear = [test for test in tests if test.p_holm <= LEVEL]
    assert (kind in (MORE, LESS)) == bool(clear)
    if clear:
        assert tests[group].p_holm == min(test.p_holm for test in clear)
        assert other == -1
    elif kind == ALIKE:
        rates = {
            i: test.events / test.people
            for i, test in enumerate(tests)
            if test.people >= FEWEST_PEOPLE_FOR_A_VERDICT
        }
        assert rates[group] == max(rates.values())
        assert rates[other] == min(rates.values())


def test_at_the_count_of_2018_the_finding_is_named_without_a_verdict(searched):
    """18 members are too few: counted, with their interval, above everybody's 5.2%."""
    result, stops, lines = searched
    line = lines["race_ethnicity"]["lines"][
        lines["race_ethnicity"]["at"][stops.find("aclu-count").position]
    ]
    small = result.groups("race_ethnicity")[line[6]]
    assert small.label == "Asian or Pacific Islander"
    assert FEWEST_TO_NAME <= small.members.sum() < FEWEST_PEOPLE_FOR_A_VERDICT
    low, high = (float(end) for end in re.findall(r"\d+", line[7]))
    assert low > 5.2
    view = result.at(distance=stops.find("aclu-count").distance)
    assert low <= 100 * view.flagged[small.members].mean() <= high


def test_the_ends_of_the_control(searched):
    """Nearly everyone at its loose end."""
    _result, _stops, lines = searched
    assert lines["gender"]["lines"][lines["gender"]["at"][0]][0] == ALL


def _groups(*events_of_people: tuple[int, int]):
    """Return masks of groups with so many falsely matched of so many people, and who is matched."""
    group = np.repeat(np.arange(len(events_of_people)), [n for _, n in events_of_people])
    flagged = np.concatenate([np.arange(n) < k for k, n in events_of_people])
    return [group == i for i in range(len(events_of_people))], flagged


@pytest.mark.parametrize(
    ("counts", "p", "kind", "group", "ratio"),
    [
        # 20 of 40 against 4 of 40: five times as often.
        ([(20, 40), (4, 40)], [0.001, 0.001], MORE, 0, "5.0"),
        ([(4, 40), (20, 40)], [0.001, 0.001], MORE, 1, "5.0"),
        # 2 of 40 against 20 of 80: a fifth.
        ([(2, 40), (10, 40), (10, 40)], [0.01, 0.2, 0.2], LESS, 0, "0.2"),
        ([(20, 40), (4, 40)], [0.06, 0.06], ALIKE, 0, ""),
        ([(0, 40), (0, 40)], [None, None], NOBODY, -1, ""),
        ([(40, 40), (40, 40)], [None, None], ALL, -1, ""),
        ([(5, 40), (3, 12)], [None, None], TOO_FEW, -1, ""),
    ],
)
def test_lines_by_hand(counts, p, kind, group, ratio):
    """Kind, group and ratio of planted counts; the interval is the ratio's of the JSON."""
    masks, flagged = _groups(*counts)
    line = line_of(masks, flagged, p)
    assert line[:2] == (kind, group)
    assert line[3] == ratio
    if ratio:
        k, n = counts[group]
        rest = int(flagged.sum()) - k, len(flagged) - n
        ends = ratio_interval(k, n, *rest)
        assert line[4:6] == tuple(f"{end:.1f}" for end in ends)


def test_nearly_everyone_is_not_alike_where_the_test_says_otherwise():
    """38 of 40 against 400 of 400: nearly all, and still a difference."""
    masks, flagged = _groups((380, 400), (400, 400))
    assert line_of(masks, flagged, [0.001, 0.001])[0] == MORE
    assert line_of(masks, flagged, [0.2, 0.2])[0] == ALL


def test_words_have_a_place_for_every_kind():
    """The browser finds the words by the kind."""
    assert len(verdict_words()["kinds"]) == 1 + max(
        NOBODY, ALL, MORE, LESS, ALIKE, TOO_FEW, UNNAMED, UNGROUPED
    )
