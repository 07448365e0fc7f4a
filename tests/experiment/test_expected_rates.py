"""The rates behind the live pictures are those of the curve that the command line reports."""

import functools

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.errors import ExperimentError
from simulator.experiment.expected_rates import expected_rates
from simulator.experiment.gallery_curve import gallery_size_curve

MIXES = (None, {"F": 1, "M": 1}, {"F": 3, "M": 1})


@functools.cache
def distances():
    return [stop.distance for stop in find_stops(default_replay()).stops]


@functools.cache
def at_every_stop(by, mix):
    return expected_rates(default_replay(), distances(), by=by, mix=MIXES[mix])


@settings(max_examples=12, deadline=None)
@given(
    stop=st.integers(0, 461),
    by=st.sampled_from([None, "race_ethnicity", "gender"]),
    mix=st.integers(0, len(MIXES) - 1),
)
def test_every_stop_is_the_curve_at_its_threshold(stop, by, mix):
    """Expectation and extrapolation, for every size and group, to the last bit."""
    found = at_every_stop(by, mix)
    view = default_replay().at(distance=distances()[stop])
    curve = gallery_size_curve(view, by=by, mix=MIXES[mix], galleries=2)
    for name, rates in (("fpir", "fpir"), ("bracket_low", "low"), ("bracket_high", "high")):
        one_by_one = curve[name].to_numpy().reshape(len(found.sizes), len(found.groups))
        np.testing.assert_allclose(getattr(found, rates)[stop], one_by_one, rtol=1e-12)


def test_an_unknown_group_is_refused():
    """A mix of groups that the gallery does not have is refused as the curve refuses it."""
    with pytest.raises(ExperimentError, match="expected gallery groups among"):
        expected_rates(default_replay(), distances()[:2], mix={"X": 1})
