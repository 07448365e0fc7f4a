"""The mated searches that tell something about a search's own matcher and photos."""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Callable

import numpy as np

from simulator.comparison.fmr import ComparisonTally
from simulator.datasets.dataset import load_dataset
from simulator.datasets.groups import Group
from simulator.errors import DatasetNotFound
from simulator.experiment.outcome import SearchOutcome
from simulator.experiment.portraits import BOTH, EITHER
from simulator.search.mated_searches import (
    MatedSearches,
    mated_searches_from,
    mated_searches_within,
)
from simulator.search.mated_sources import PEOPLE_WITH_TWO_PORTRAITS, SOURCES, mated_searches
from simulator.search.two_portraits import TWO_PORTRAITS, has_two_portraits, two_portraits

OWN, FROM_PACK = "own", "kept"
"""The search's own mates; those that a search pack holds of its gallery."""

Source = Callable[[], MatedSearches]


def sources(result: SearchOutcome) -> dict[str, Source]:
    """Return name → function that gets them: the probes' other portraits, the own, the bundled.

    The first is what the base rate is calculated with. Another portrait of the very people who are
    searched comes first: it says most about them. The search's own mates follow, then those of its
    pack and the bundled ones. Bundled ones count where their encodings are by the same matcher with
    the same settings, and the probes' photos are as clean.
    """
    own = _own(result)
    by_name: dict[str, Source] = {}
    if _have_other_portraits(result):
        name = TWO_PORTRAITS.format(dataset=result.probes.name)
        by_name[name] = functools.partial(_other_portraits, result)
    for name, searches in ((OWN, own), (FROM_PACK, _from_pack(result))):
        if searches is not None:
            by_name[name] = functools.partial(_as_it_is, searches)
    return by_name | {
        name: functools.partial(mated_searches, name)
        for name in SOURCES
        if _tells_something(name, result, own is not None)
    }


def _tells_something(name: str, result: SearchOutcome, has_own: bool) -> bool:
    """Return whether bundled mated searches were compared alike and are not there already."""
    two_portraits_of = PEOPLE_WITH_TWO_PORTRAITS.get(name)
    if two_portraits_of is not None:
        # One Congress is enough, and none where the people searched have two portraits themselves.
        first = next(iter(PEOPLE_WITH_TWO_PORTRAITS))
        unknown = name == first and result.probes.card.other_portraits is None
        return unknown and compared_alike(result, two_portraits_of)
    probes, _, gallery = name.partition("-in-")
    # Where those very two are searched, these are the search's own mates.
    twice = has_own and (result.probes.name, result.gallery.name) == (probes, gallery)
    return not twice and compared_alike(result, gallery or probes)


def _as_it_is(searches: MatedSearches) -> MatedSearches:
    return searches


def _have_other_portraits(result: SearchOutcome) -> bool:
    probes = result.probes
    other = probes.card.other_portraits
    try:
        return (
            other is not None
            and has_two_portraits(probes)
            and compared_alike(result, str(probes.folder))
            and compared_alike(result, other)
        )
    except DatasetNotFound:
        return False  # measures.another_portrait says why


def _other_portraits(result: SearchOutcome) -> MatedSearches:
    """Return the searches for the probes' other portraits, each added to the gallery searched."""
    searches = two_portraits(str(result.probes.folder))
    if result.experiment.portrait in (EITHER, BOTH):
        return searches  # a stranger may be near the other of the two portraits
    keys = result.probes.encodings.keys.tolist()
    nearest = dict(zip(keys, result.search.nearest.tolist(), strict=True))
    strangers = np.array([nearest.get(key, np.nan) for key in searches.keys.tolist()], float)
    return dataclasses.replace(searches, strangers=strangers)


def _own(result: SearchOutcome) -> MatedSearches | None:
    # Who is not on a list that was cut lies somewhere beyond the cut: missed matches are undefined.
    if math.isfinite(result.measured_to):
        return None
    people = set(result.gallery.identities)
    return mated_searches_within(result.probes, people, result.search.mate_distances)


def compared_alike(result: SearchOutcome, name: str) -> bool:
    """Return whether a bundled data set was encoded by this matcher, from photos as clean."""
    if result.experiment.condition is not None:
        return False
    theirs = load_dataset(name).encodings.matcher
    return theirs.identity == result.probes.encodings.matcher.identity


def _from_pack(result: SearchOutcome) -> MatedSearches | None:
    pack = result.pack
    if pack is None or "mated_keys" not in pack.extras:
        return None
    gallery = result.gallery
    return mated_searches_from(
        f"{gallery.name}-{result.experiment.matcher}",
        f"{gallery.card.title}, the photos searched: each against the person's other photos",
        gallery,
        pack.extras["mated_keys"].tolist(),
        np.asarray(pack.extras["mated_distances"], float),
    )


def pack_comparisons(result: SearchOutcome) -> ComparisonTally | None:
    """Return the comparisons within the gallery that a search pack holds, by pair of groups."""
    pack = result.pack
    if pack is None or "comparisons" not in pack.extras:
        return None
    nobody = np.zeros(0, bool)
    groups = tuple(Group(str(value), str(label), nobody) for value, label in pack.notes["groups"])
    return ComparisonTally(groups, np.asarray(pack.extras["comparisons"], np.int64))
