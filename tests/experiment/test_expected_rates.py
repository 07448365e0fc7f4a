"""The rates behind the live pictures are those of the curve that the command line reports."""

import functools

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from support.replay import default_replay

from simulator import Experiment, run
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


def test_each_person_counts_once_where_it_is_wanted(make_dataset):
    """Ada has three photos, of which one matches; Bea's only one does: 2 of 4, or 2/3 by people."""
    places = {"a1": 0.1, "a2": 5.0, "a3": 6.0, "b1": 0.2}
    probes = [(key, key[0], "F", "n", (at, 0.0, 0.0, 0.0)) for key, at in places.items()]
    gallery = [(f"g{i}", f"g{i}", "F", "n", (0.0, i / 1000, 0.0, 0.0)) for i in range(30)]
    made = Experiment(
        probes=str(make_dataset("few", probes)), gallery=str(make_dataset("crowd", gallery))
    )
    result = run(made)
    plain = expected_rates(result, [0.5])
    once = expected_rates(result, [0.5], once_per_person=True)
    here = plain.sizes.index(30)
    assert plain.fpir[0, here, 0] == pytest.approx(2 / 4)
    assert once.fpir[0, here, 0] == pytest.approx((1 / 3 + 1) / 2)
    beyond = plain.sizes.index(1000)
    assert plain.low[0, beyond, 0] == pytest.approx(2 / 4)
    assert once.low[0, beyond, 0] == pytest.approx(2 / 3)
    assert once.high[0, beyond, 0] == pytest.approx(1)
