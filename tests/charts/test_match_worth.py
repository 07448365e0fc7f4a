"""The value of a match, calculated by hand."""

from __future__ import annotations

import math

import pytest
from support.replay import default_replay

from simulator import Experiment, run
from simulator.charts.match_worth import posterior_words, worth_words
from simulator.errors import CalibrationError
from simulator.experiment.both_errors import OncePerPerson
from simulator.experiment.posterior import posterior_by_person
from simulator.search.base_rate import ppv_interval
from simulator.stats.metrics import rate


@pytest.fixture(scope="module")
def view():
    """The replay at the ACLU's count: FPIR 28 of 535."""
    return default_replay().at()


def missed(value, by_search=None):
    """People of whom a share is missed, in intervals of 15 to 26%."""
    each = rate(*(by_search or (20, 100)))
    return OncePerPerson(value, 0.15, 0.26, each, by_search is not None)


def test_counts_of_searches_by_hand(view):
    """10,000 searches, 1,000 of them for people enrolled, of which a fifth miss: 800 are right."""
    words = worth_words(0.1, missed(0.2), view)
    assert "about 1,000 are for somebody" in words
    assert "in 800 of them" in words
    assert f"about {200 * 28 / 535 + 9000 * 28 / 535:,.0f} of all searches" in words
    assert "gallery of 13,194 photos" in words
    assert f"**{100 * 800 / (800 + 9200 * 28 / 535):.1f}%**" in words
    low, high = ppv_interval(0.1, (0.2, 0.15, 0.26), (28 / 535, view.fpir.low, view.fpir.high))
    assert f"(95% interval {100 * low:.1f}% to {100 * high:.1f}%)" in words
    assert "each search" not in words


def test_people_come_first_and_searches_beside_them(view):
    """Half of the people are missed, a tenth of the searches: 500 of 1,000 found, or 900."""
    words = worth_words(0.1, missed(0.5, by_search=(10, 100)), view)
    by_people = 500 / (500 + 9500 * 28 / 535)
    by_searches = 900 / (900 + 9100 * 28 / 535)
    assert f"**{100 * by_people:.1f}%** of the searches" in words
    assert words.endswith(f"it is {100 * by_searches:.1f}%.")


def test_without_mated_searches_it_is_not_measurable(view):
    """If FNIR is undefined, there is no share."""
    assert worth_words(0.1, missed(math.nan), view).startswith("Not measurable here")


def test_a_confidence_of_99_9_is_worth_less_in_a_search(view):
    """Every row's posterior is below its confidence as a comparison."""
    words, (head, rows) = posterior_words(view, 0.5)
    assert words.startswith("As comparisons, these 28 false matches")
    assert len(head) == 5
    once = posterior_by_person(view, 0.5)
    for _, stand_in, alone, by_person, within in rows:
        assert stand_in.startswith("stand-in ")
        assert float(within.rstrip("%")) < float(alone.rstrip("%"))
        assert float(by_person.rstrip("%")) < float(alone.rstrip("%"))
    assert f"{100 * once.values.max():.1f}%" in words
    assert "one is in 4% of them" in words
    assert head[3] == "In its search, each person counting once"


def test_nobody_flagged_and_no_calibration():
    """Nobody flagged gives a sentence; a missing calibration raises its own error."""
    nobody = default_replay().at(distance=0.1)
    assert posterior_words(nobody, 0.5) == (
        "Nobody is falsely matched at this threshold.",
        (posterior_words(nobody, 0.5)[1][0], []),
    )
    with pytest.raises(CalibrationError):
        posterior_words(run(Experiment(matcher="eigenfaces")).at(), 0.5)
