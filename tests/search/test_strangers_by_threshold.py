"""Strangers counted at many thresholds in one pass are those counted at each alone."""

import numpy as np
from support.replay import default_replay

from simulator.experiment.gallery_curve import tally_group_of_photo
from simulator.search.gallery_size import matching_strangers
from simulator.search.strangers_by_threshold import strangers_by_threshold


def test_every_threshold_counts_as_it_does_alone():
    """Loose thresholds, whose lists are full, and strict ones, in any order and twice."""
    replay = default_replay()
    groups = tally_group_of_photo(replay.at())
    thresholds = [0.6123, 0.5, 0.5, 0.9, 0.3, 0.7001]
    found = dict(strangers_by_threshold(replay.search, thresholds, groups))
    assert sorted(found) == list(range(len(thresholds)))
    for place, threshold in enumerate(thresholds):
        alone, _ = matching_strangers(replay.search, threshold, groups)
        np.testing.assert_array_equal(found[place], alone)
