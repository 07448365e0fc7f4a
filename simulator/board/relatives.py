"""Relatives among the pairs: who they are, and the counts of every stop without them.

A relative is a stranger to the matcher's question and counts as a false match. What a reader makes
of a father who is taken for his son is another matter, so both counts are shown.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.board.stops import Stops
from simulator.datasets.kin import RELATIONS, kin_of
from simulator.experiment.result import Result
from simulator.i18n.language import _
from simulator.stats.metrics import false_matches


def relations(result: Result) -> dict[tuple[str, str], str]:
    """Return the relatives among the searched: (probe key, gallery key) → what the second is."""
    kin = kin_of(result.gallery)
    if not kin:
        return {}
    probes = _subjects(result.probes.manifest, result.probes.encodings.keys.tolist())
    photos = _subjects(result.gallery.manifest, result.gallery_keys.tolist())
    return {
        (probe, photo): relation
        for (searched, relative), relation in kin.items()
        for probe in probes.get(searched, ())
        for photo in photos.get(relative, ())
    }


def _subjects(manifest: Any, keys: list[str]) -> dict[str, list[str]]:
    """Return subject → keys of the photos that take part in the search."""
    wanted = set(keys)
    subjects: dict[str, list[str]] = {}
    for key, subject in zip(manifest["key"], manifest["subject_id"], strict=True):
        if key in wanted:
            subjects.setdefault(str(subject), []).append(str(key))
    return subjects


def relation_words(related: dict[tuple[str, str], str], pair: tuple[str, str]) -> str:
    """Say that the person on the right of a pair is a relative; "" where none is known."""
    relation = related.get(pair)
    if relation is None:
        return ""
    return _("A relative: {relation}").format(relation=_(RELATIONS[relation]))


def nearest_without_relatives(result: Result) -> NDArray[np.float64]:
    """Return the distance of each probe's closest stranger who is not a known relative.

    Returns:
        (probes,) distances; NaN where nobody else is among the closest candidates.
    """
    related = relations(result)
    nearest = result.search.nearest.copy()
    probes = result.probes.encodings.keys
    row_of = {str(key): row for row, key in enumerate(probes)}
    for row in {row_of[probe] for probe, _photo in related}:
        keys = result.gallery_keys[result.search.candidates[row]]
        distances = result.search.distances[row]
        others = (
            float(distance)
            for key, distance in zip(keys, distances, strict=True)
            if not math.isnan(distance) and (str(probes[row]), str(key)) not in related
        )
        nearest[row] = next(others, math.nan)
    return nearest


def without_relatives(result: Result, stops: Stops) -> dict[str, Any] | None:
    """Return the count without relatives at every stop, and its words; None where nobody is one."""
    if not relations(result):
        return None
    nearest = nearest_without_relatives(result)
    return {
        "flagged": [int(false_matches(nearest, stop.distance).sum()) for stop in stops.stops],
        "line": _("Without relatives: {count} of {total} = {rate}"),
    }
