"""The pairs of the threshold's picture: who was searched for, and who looked closest to them.

Where the cards of both data sets say that their people may be named and shown, a pair carries their
names, offices and the keys of their bundled portraits; elsewhere a stand-in's number and sketches.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from simulator.board.board import GALLERY, PROBE
from simulator.board.relatives import relation_words
from simulator.board.stop_finder import calibration_of
from simulator.board.words import pair_words, portrait_words
from simulator.datasets.bundled_faces import keys_with_a_face
from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.stand_ins import gallery_people, names_people, office_of
from simulator.errors import FalseMatchError
from simulator.experiment.result import Result
from simulator.faces.sketch import sketch_texts
from simulator.i18n.label_names import group_name
from simulator.i18n.language import confidence_text, ungrouped


def pair_keys(result: Result, order: list[int]) -> tuple[tuple[str, str], ...]:
    """Return the photos' keys (probe, gallery) of every pair, in the order of the searches."""
    keys = result.gallery_keys[result.search.candidates[:, 0]]
    nearest = result.search.nearest
    probes = result.probes.encodings.keys
    return tuple((str(probes[i]), str(keys[i])) for i in order if not math.isnan(nearest[i]))


def closest_first(result: Result) -> list[int]:
    """Order the searches by distance, so that the k flagged ones are always the first k."""
    nearest = result.search.nearest
    return [int(i) for i in np.lexsort((result.probes.encodings.keys, nearest))]


def names_of(result: Result) -> list[str]:
    """Return what each person searched for is called: by name, or as the data set knows them."""
    manifest = result.probes.manifest.set_index("key")
    column = "name" if "name" in manifest.columns else "subject_id"
    return [str(name) for name in manifest.loc[result.probes.encodings.keys.tolist(), column]]


def pairs(result: Result, order: list[int], column: str = "") -> dict[str, Any]:
    """Return the list of pairs that the browser shows, closest first.

    Args:
        result: a search.
        order: the searches' places, closest first.
        column: the grouping whose labels are written beside the person searched for.

    Returns:
        Lists with an entry for each pair, and the words. Where the gallery's card permits names,
        ``stand_in`` holds names, with ``probe_office`` and ``stand_in_office``, and ``relation`` if
        the gallery lists relatives. Where the people of both data sets may be shown, ``probe_face``
        and ``stand_in_face`` are keys of bundled portraits, "" where there is none.
    """
    calibration = calibration_of(result)
    matched = [i for i in order if not math.isnan(result.search.nearest[i])]
    nearest = [float(result.search.nearest[i]) for i in matched]
    keys = pair_keys(result, order)
    probes, others = [probe for probe, _ in keys], [other for _, other in keys]
    name_of = dict(zip(result.probes.encodings.keys.tolist(), names_of(result), strict=True))
    return {
        "words": pair_words(),
        "probe": [name_of[key] for key in probes],
        "stand_in": gallery_people(result.gallery, others),
        "distance": [ungrouped(distance, 3) for distance in nearest],
        "confidence": [
            confidence_text(float(calibration.confidence(distance))) if calibration else ""
            for distance in nearest
        ],
        "probe_sketch": _sketches(result.probes.name, probes),
        "stand_in_sketch": _sketches(result.gallery.name, others),
        "group": _groups(result, matched, column) if column else [],
        **(_named(result, matched, probes, others) if names_people(result.gallery) else {}),
    }


def _named(
    result: Result, matched: list[int], probes: list[str], others: list[str]
) -> dict[str, Any]:
    """Return what a list has besides where the gallery's people are in public office."""
    names, offices = _names_and_offices(result.gallery, others)
    named: dict[str, Any] = {
        "words": pair_words() | portrait_words(),
        "stand_in": names,
        "stand_in_office": offices,
        "probe_office": _names_and_offices(result.probes, probes)[1],
    }
    if result.kin is not None:
        named["relation"] = relation_words(result, matched)
    if shows_people(result):
        named["probe_face"] = _faces(result.probes, probes, PROBE)
        named["stand_in_face"] = _faces(result.gallery, others, GALLERY)
    return named


def shows_people(result: Result) -> bool:
    """Return whether the people on both sides of a pair may be shown."""
    return result.probes.card.people_shown and result.gallery.card.people_shown


def _names_and_offices(dataset: Dataset, keys: list[str]) -> tuple[list[str], list[str]]:
    rows = dataset.manifest.set_index("key", drop=False).loc[keys].to_dict("records")
    return [str(row.get("name", "")) for row in rows], [office_of(row) for row in rows]


def _faces(dataset: Dataset, keys: list[str], side: str) -> list[str]:
    there = keys_with_a_face(dataset)
    return [side + key if key in there else "" for key in keys]


def _sketches(name: str, keys: list[str]) -> list[str]:
    """Return drawings from the landmarks that come with a data set, "" where there are none.

    Other matchers have no landmarks of their own.
    """
    try:
        encodings = load_dataset(name).encodings
    except FalseMatchError:
        return [""] * len(keys)
    row_of = {key: row for row, key in enumerate(encodings.keys.tolist())}
    rows = [row_of[key] for key in keys if key in row_of]
    drawn = iter(sketch_texts(encodings.landmarks[rows]))
    return [next(drawn) if key in row_of else "" for key in keys]


def _groups(result: Result, order: list[int], column: str) -> list[str]:
    """Return the labels of each person searched for, as the data set's authors word them."""
    labels: list[list[str]] = [[] for _ in result.search.nearest]
    for group in result.groups(column):
        for row in np.flatnonzero(group.members):
            labels[row].append(group_name(group.label))
    return [", ".join(labels[i]) for i in order]
