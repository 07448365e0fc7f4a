"""The cost of a threshold: chart and table agree with views and mated searches."""

import pytest
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.charts.threshold_cost import cost_by_group, cost_chart, each_person_words
from simulator.search.mated_sources import mated_searches


@pytest.fixture(scope="module")
def replay():
    return default_replay()


def test_the_cost_chart_agrees_with_both_sides(replay):
    """At a stop, the chart says what the view and the mated searches say."""
    stops = find_stops(replay)
    stop = stops.find("99.9%")
    mated = mated_searches("london")
    chart = cost_chart(replay, stops, mated, stop)
    row = next(r for r in chart.rows if r[0].startswith("99.90%"))
    found = replay.at(distance=stop.distance).fpir
    missed = mated.fnir(stop.distance, with_failures=False)
    assert row[1] == f"{found.events} of {found.trials}"
    assert row[3] == f"{missed.events} of {missed.trials}"
    assert row[1] in chart.alt
    assert row[3] in chart.alt
    assert chart.marker[0] == stop.position / stops.stops[-1].position


def test_misses_by_group_name_their_denominator():
    """London has 102 mated searches; by gender they add up to all of them."""
    _, rows = cost_by_group(mated_searches("london"), 0.47)
    by_gender = [row[2] for row in rows if row[0] == "gender"]
    assert sum(int(text.split(" of ")[1]) for text in by_gender) == 102


def test_misses_by_race_are_left_out_where_they_are_not_measurable():
    """The members of Congress in LFW: by gender and party, not by race; small groups say so."""
    _, rows = cost_by_group(mated_searches("congress-115-in-lfw"), 0.47)
    assert {row[0] for row in rows} == {"gender", "party", "chamber", "age band"}
    women = next(row for row in rows if row[1] == "Women")
    assert women[4] == "too few people"


@pytest.mark.slow
def test_the_band_of_missed_matches_is_over_people(replay):
    """LFW's 9,140 searches are of 1,682 people, who count once; searches have no band."""
    stops, mated = find_stops(replay), mated_searches("lfw")
    stop = stops.find("99.9%")
    chart = cost_chart(replay, stops, mated, stop)
    place, low, high = min(chart.series[1].band, key=lambda end: abs(end[0] - chart.marker[0]))
    assert place == chart.marker[0]
    found = mated.interval(stop.distance, by_person=True)
    assert (low, high) == (found.low, found.high)
    main, by_searches = chart.series[1:]
    assert not by_searches.band
    at = [x for x, _y in main.points].index(place)
    assert main.points[at][1] == pytest.approx(mated.fnir_by_person(stop.distance))
    assert by_searches.points[at][1] == mated.fnir(stop.distance, with_failures=False).value
    assert chart.head[3:] == [
        "Missed, each person counting once", "95% interval", "Missed, by searches",
    ]  # fmt: skip
    row = next(row for row in chart.rows if row[0].startswith("99.90%"))
    assert row[3] == f"{100 * mated.fnir_by_person(stop.distance):.1f}%"


def test_congress_shows_false_matches_beside_missed_matches(replay):
    """Both errors by the same groups: the view's false matches, the mated searches' misses."""
    mated = mated_searches("congress-115-two-portraits")
    view = replay.at(distance=0.47)
    head, rows = cost_by_group(mated, 0.47, view)
    assert head == [
        "Label", "Group", "Missed", "FNIR", "95% interval", "Falsely matched", "FPIR",
        "95% interval",
    ]  # fmt: skip
    women = next(row for row in rows if row[1] == "Women")
    found = view.by("gender").set_index("group").loc["F"]
    missed = mated.by("gender", 0.47).set_index("group").loc["F"]
    assert women[2] == f"{missed['misses']} of {missed['searches']}"
    assert women[5] == f"{found['false_matches']} of {found['searches']}"
    colors = [row for row in rows if row[1].endswith("photo")]
    assert sum(int(row[5].split(" of ")[0]) for row in colors) == view.fpir.events
    native = next(row for row in rows if row[1] == "Native American")
    assert native[4] == "too few people"


def test_one_search_each_needs_no_second_rate():
    head, rows = cost_by_group(mated_searches("london"), 0.47)
    assert each_person_words(mated_searches("london"), 0.47) == ""
    assert {len(row) for row in rows} == {len(head)}


@pytest.mark.slow
def test_lfw_is_given_by_people_too():
    mated = mated_searches("lfw")
    head, rows = cost_by_group(mated, 0.47)
    assert {len(row) for row in rows} == {len(head)}
    place = head.index("FNIR, each person once")
    women = next(row for row in rows if row[1] == "Women")
    expected = mated.by("gender", 0.47).set_index("group").loc["F", "fnir_by_person"]
    assert women[place] == f"{100 * expected:.1f}%"
    assert head.index("FNIR") > place
    words = each_person_words(mated, 0.47)
    assert f"{100 * mated.fnir_by_person(0.47):.1f}%" in words
    assert "6%" in words
