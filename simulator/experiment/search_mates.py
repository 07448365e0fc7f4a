"""The mated searches that tell something about a search's own matcher and photos."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np

from simulator.comparison.fmr import ComparisonTally
from simulator.datasets.dataset import load_dataset
from simulator.datasets.groups import Group
from simulator.experiment.outcome import SearchOutcome
from simulator.search.mated_searches import (
    SOURCES,
    MatedSearches,
    mated_searches,
    mated_searches_from,
    mated_searches_within,
)

OWN, FROM_PACK = "own", "kept"
"""The search's own mates; those that a search pack holds of its gallery."""

Source = Callable[[], MatedSearches]


def sources(result: SearchOutcome) -> dict[str, Source]:
    """Return name → function that gets them: the search's own mates, the pack's, the bundled.

    Bundled ones count where their encodings are by the same matcher with the same settings, and the
    probes' photos are as clean.
    """
    own = _own(result)
    given = {OWN: own, FROM_PACK: _from_pack(result)}
    by_name: dict[str, Source] = {
        name: functools.partial(_as_it_is, searches)
        for name, searches in given.items()
        if searches is not None
    }
    for name in SOURCES:
        probes, _, gallery = name.partition("-in-")
        # Where those very two are searched, these are the search's own mates.
        twice = own is not None and (result.probes.name, result.gallery.name) == (probes, gallery)
        if not twice and compared_alike(result, gallery or probes):
            by_name[name] = functools.partial(mated_searches, name)
    return by_name


def _as_it_is(searches: MatedSearches) -> MatedSearches:
    return searches


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
