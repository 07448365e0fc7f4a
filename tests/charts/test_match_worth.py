"""The value of a match, calculated by hand."""

from __future__ import annotations

import math

import pytest
from support.replay import default_replay

from simulator import Experiment, run
from simulator.charts.match_worth import posterior_words, worth_chart, worth_words
from simulator.errors import CalibrationError
from simulator.experiment.posterior import posterior_by_person
from simulator.search.base_rate import ppv


@pytest.fixture(scope="module")
def view():
    """The replay at the ACLU's count: FPIR 28 of 535."""
    return default_replay().at()


def test_counts_of_searches_by_hand(view):
    """10,000 searches, 1,000 of them for people enrolled, of which a fifth miss: 800 are right."""
    words = worth_words(0.1, 0.2, view)
    assert "about 1,000 are for somebody" in words
    assert "in 800 of them" in words
    assert f"about {200 * 28 / 535 + 9000 * 28 / 535:,.0f} of all searches" in words
    assert "gallery of 13,194 photos" in words
    assert f"**{100 * 800 / (800 + 9200 * 28 / 535):.1f}%**" in words


def test_without_mated_searches_it_is_not_measurable(view):
    """If FNIR is undefined, there is no share."""
    assert worth_words(0.1, math.nan, view).startswith("Not measurable here")


def test_the_larger_the_gallery_the_less_a_match_is_worth(view):
    """PPV falls along the curve, and two lines bracket what was not searched."""
    curve = view.result.gallery_size_curve([10, 1000, 13_194, 50_000], distance=view.distance)
    chart = worth_chart(curve, 0.1, 0.2, view)
    shares = [y for _, y in chart.series[0].points]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] == pytest.approx(ppv(0.1, 0.2, 28 / 535))
    assert [s.dashed for s in chart.series] == [False, True, True]
    assert chart.beyond == (chart.marker[0], "extrapolated")
    assert chart.rows[-1][2].startswith("between ")
    low, high = (float(part.rstrip("%")) for part in chart.rows[-1][2].split()[1::2])
    assert low < high


def test_a_confidence_of_99_9_is_worth_less_in_a_search(view):
    """Every row's posterior is below its confidence as a comparison."""
    words, (head, rows) = posterior_words(view, 0.5)
    assert words.startswith("As comparisons, these 28 false matches")
    assert len(head) == 5
    once = posterior_by_person(view, 0.5)
    for _, stand_in, alone, within, by_person in rows:
        assert stand_in.startswith("stand-in ")
        assert float(within.rstrip("%")) < float(alone.rstrip("%"))
        assert float(by_person.rstrip("%")) < float(alone.rstrip("%"))
    assert f"{100 * once.values.max():.1f}%" in words
    assert "4%" in words


def test_nobody_flagged_and_no_calibration():
    """Nobody flagged gives a sentence; a missing calibration raises its own error."""
    nobody = default_replay().at(distance=0.1)
    assert posterior_words(nobody, 0.5) == (
        "Nobody is falsely matched at this threshold.",
        (posterior_words(nobody, 0.5)[1][0], []),
    )
    with pytest.raises(CalibrationError):
        posterior_words(run(Experiment(matcher="eigenfaces")).at(), 0.5)
