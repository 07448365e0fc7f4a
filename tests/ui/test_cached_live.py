"""The caches on other galleries: calculated once for all sessions."""

import pytest

from simulator.board.stop_finder import find_stops
from simulator.experiment.experiment import Experiment

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def test_rates_at_every_stop_are_calculated_once():
    """The second session gets the same object; a mix that cannot be drawn is None."""
    from simulator.ui import cached, cached_live

    result = cached.result(Experiment(probes="congress-115", gallery="lfw"))
    stops = find_stops(result)
    first = cached_live.expected_rates(result, stops, None)
    assert cached_live.expected_rates(result, stops, None) is first
    assert cached_live.mix_rates(result, stops, None, 1500, (("X", 1.0),)) is None
    assert len(cached_live.named_mixes(result)) == 4
    assert dict(cached_live.gallery_groups(result)) == {"M": "Men", "F": "Women"}
