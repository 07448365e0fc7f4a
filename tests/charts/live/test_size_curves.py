"""The live chart over the gallery's size shows, at every stop, the curve of that threshold."""

import functools

import pytest
from hypothesis import given, settings, strategies as st
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.charts.by_stop import PARTS
from simulator.charts.live.size_curves import curve_bands, live_size_chart
from simulator.experiment.expected_rates import expected_rates
from simulator.i18n.language import percent


@functools.cache
def drawn(by=None, size=1000):
    replay = default_replay()
    stops = find_stops(replay)
    rates = expected_rates(replay, [stop.distance for stop in stops.stops], by=by)
    chart = live_size_chart(rates, replay, stops, size, "lab", "bands")
    return stops, rates, chart


@settings(max_examples=5, deadline=None)
@given(stop=st.integers(0, 461), by=st.sampled_from([None, "gender"]))
def test_every_stop_shows_its_own_curve(stop, by):
    """The line's rates and the sentence's are those of the curve at that very threshold."""
    stops, rates, chart = drawn(by)
    view = default_replay().at(distance=stops.stops[stop].distance)
    curve = view.result.gallery_size_curve(by=by, distance=view.distance)
    measured = curve[curve["kind"] == "measured here"]
    content = chart.live.to_content()
    solid = [line for line in content["lines"] if not line["dashed"]]
    for group, line in zip(rates.groups, solid, strict=True):
        own = measured[measured["group"] == group.value]["fpir"].tolist()
        sent = line["rates"]["each"][line["rates"]["at"][stop]]
        assert list(sent) == [round(PARTS * rate) for rate in own]
        at_size = curve[(curve["group"] == group.value) & (curve["gallery_size"] == 1000)]
        assert f"**{percent(at_size['fpir'].item())}**" in chart.live.says[stop]
    assert f"{view.fpir.events} of 535" in chart.live.says[stop]


@pytest.mark.parametrize("by", [None, "gender"])
def test_the_extrapolation_begins_where_the_measured_line_ends(by):
    """Gray band, dashed lines and the measured line meet, and no upper end raises the axis."""
    _stops, rates, chart = drawn(by)
    for line in chart.live.lines:
        if line.dashed:
            assert line.at[0] == chart.beyond[0]
    inside = [i for i, drawn_here in enumerate(rates.inside) if drawn_here]
    for top, fpir in zip(chart.live.tops, rates.fpir, strict=True):
        assert fpir[inside].max() <= top


def test_a_size_beyond_the_gallery_has_two_ends():
    """The sentence gives no single rate where none is measured."""
    stops, _rates, chart = drawn(None, 25_000)
    assert "between **" in chart.live.says[stops.default.position]


def test_bands_belong_to_the_solid_lines():
    """A band for each measured line, none for the ends of an extrapolation."""
    stops, rates, chart = drawn("gender")
    curve = default_replay().gallery_size_curve(by="gender", distance=stops.default.distance)
    bands = curve_bands(curve, rates)
    assert len(bands) == len(chart.live.lines)
    assert [bool(band) for band in bands] == [not line.dashed for line in chart.live.lines]
