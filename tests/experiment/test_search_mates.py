"""Mated searches and comparisons of a search's own matcher, and of no other."""

from __future__ import annotations

import numpy as np
import pytest
from support.replay import default_replay

from simulator import Experiment, run
from simulator.experiment.measures import measures
from simulator.experiment.search_mates import FROM_PACK, OWN, pack_comparisons, sources

PORTRAITS = "congress-115-two-portraits"


def test_the_clean_replay_has_other_portraits_its_own_mates_lfw_and_london():
    """The members of Congress in LFW are the search's own: they are not listed twice."""
    found = sources(default_replay())
    assert list(found) == [PORTRAITS, OWN, "lfw", "london"]
    own = found[OWN]()
    assert len(own.distances) == 24
    assert found["london"]().name == "london"


def test_another_gallery_has_them_from_lfw():
    """Nobody is known in UTKFace; the same matcher compared Congress with LFW."""
    assert list(sources(run(Experiment(gallery="utkface-adults")))) == [
        PORTRAITS,
        "lfw",
        "london",
        "congress-115-in-lfw",
    ]


def test_the_other_portraits_come_with_the_crowd_that_was_searched():
    """The nearest stranger of each member searched; either portrait has no crowd of its own."""
    result = default_replay()
    searches = sources(result)[PORTRAITS]()
    nearest = dict(
        zip(result.probes.encodings.keys.tolist(), result.search.nearest.tolist(), strict=True)
    )
    assert searches.strangers.tolist() == [nearest[key] for key in searches.keys.tolist()]
    turned = sources(run(Experiment(probes="congress-115-second")))
    assert next(iter(turned)) == "congress-115-second-two-portraits"
    other = turned["congress-115-second-two-portraits"]()
    assert sorted(other.distances.tolist()) == pytest.approx(sorted(searches.distances.tolist()))
    assert other.strangers.tolist() != searches.strangers.tolist()
    either = sources(run(Experiment(portrait="either")))[PORTRAITS]()
    assert either.strangers is None
    assert either.at_rank_one is None


def test_other_peoples_searches_are_offered_congress_once():
    """London's adults have no second data set: Congress stands last, and only the 115th."""
    found = sources(run(Experiment(probes="london", gallery="congress-115")))
    assert [name for name in found if name.endswith("two-portraits")] == [PORTRAITS]
    assert found[PORTRAITS]().strangers is None


def test_under_a_condition_only_its_own_photos_count():
    """Clean photos say nothing about blurred ones."""
    assert list(sources(run(Experiment(condition="motion-blur")))) == [OWN]


def test_the_second_matcher_has_its_own_and_what_its_pack_holds():
    """Never dlib's distances: 5,063 searches of the tested half, at its own threshold."""
    result = run(Experiment(matcher="eigenfaces"))
    found = sources(result)
    assert list(found) == [OWN, FROM_PACK]
    mates = found[FROM_PACK]()
    assert len(mates.distances) == 5084
    assert not mates.measures_race
    assert np.isfinite(mates.distances[mates.enrolled]).all()
    tally = pack_comparisons(result)
    assert tally is not None
    # Photos of one person are never compared with themselves: fewer than all pairs of 7,074.
    halves = np.triu(tally.comparisons).sum()
    assert 0.98 * 7074 * 7073 / 2 < halves < 7074 * 7073 / 2
    view = result.at()
    assert tally.table(view.distance)["events"].sum() > 0
    shown = measures(view, ["gender"])
    assert [s["people"] for s in shown["missed_matches"]] == [24, 869]
    matrix = shown["comparisons"]["lfw"]["matrix"]
    assert matrix[0]["fmr"] == pytest.approx(matrix[0]["events"] / matrix[0]["comparisons"])
    assert pack_comparisons(default_replay()) is None
