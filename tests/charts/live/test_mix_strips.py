"""Every mix at every stop shows what the command line reports for that mix and threshold."""

import functools

from hypothesis import given, settings, strategies as st
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.charts.gallery_size import labeled_groups
from simulator.charts.live.mix_strips import OWN, mix_strips
from simulator.experiment.expected_rates import expected_rates
from simulator.experiment.mixes import AskedGallery, expected_in, photos_in_mixes
from simulator.i18n.language import percent
from simulator.search.named_mixes import AS_IS, mixes_of

OWN_PARTS = {"M": 30, "F": 10}


@functools.cache
def drawn():
    replay = default_replay()
    stops = find_stops(replay)
    distances = [stop.distance for stop in stops.stops]
    mixes = mixes_of(replay.gallery)
    shares = {m.name: None if m.name == AS_IS else m.shares for m in mixes} | {OWN: OWN_PARTS}
    size = [photos_in_mixes(replay)]
    rates = {
        name: expected_rates(replay, distances, by="race_ethnicity", sizes=size, mix=mix)
        for name, mix in shares.items()
    }
    groups = labeled_groups(replay.gallery)
    return stops, mix_strips(rates, mixes, groups, OWN_PARTS, stops, "lab")


@settings(max_examples=4, deadline=None)
@given(stop=st.integers(0, 461), data=st.data())
def test_every_mix_at_every_stop_is_the_expectation_there(stop, data):
    """The row's text is the rate of `run --json` in that mix."""
    stops, picture = drawn()
    place = data.draw(st.integers(0, len(picture.choices) - 1))
    name = picture.choices[place].key
    view = default_replay().at(distance=stops.stops[stop].distance)
    asked = AskedGallery(OWN_PARTS if name == OWN else name, photos_in_mixes(view.result))
    told = expected_in(view, asked, ["race_ethnicity"])["race_ethnicity"]
    for row, rate in zip(picture.rows, told["fpir"].tolist(), strict=True):
        assert row.texts[place][stop] == percent(rate)


def test_a_mix_of_ones_own_is_shown_at_once_with_its_parts():
    """Its button is pressed, and the dials stay where they were left."""
    _stops, picture = drawn()
    assert picture.chosen == OWN
    assert list(picture.choices[-1].parts) == [30, 10]
    assert picture.dials is not None
    assert len(picture.dials.groups) == 2


def test_small_groups_are_marked_and_get_no_sentence():
    """The takeaway compares large groups only."""
    stops, picture = drawn()
    small = [row.label.removesuffix(" †") for row in picture.rows if row.label.endswith("†")]
    assert small
    for choice in picture.choices:
        assert not any(label in choice.says[stops.default.position] for label in small)
