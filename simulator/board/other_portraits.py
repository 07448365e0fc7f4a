"""What the picture of the threshold says about the same people with another portrait.

The other portraits are searched once, in the same gallery. A setting that is chosen by a count is
set for them by that count, as when a reader switches to them; any other setting is the same
distance for both.
"""

from __future__ import annotations

import collections
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.board.stop_finder import find_stops
from simulator.board.stops import Stops
from simulator.board.words import another_words
from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.one_shot import ONE_SHOT, one_shot_verdicts
from simulator.errors import EncodingMismatch, ExperimentError
from simulator.experiment.portraits import FIRST, SECOND, other_portraits
from simulator.experiment.result import Result
from simulator.experiment.run import run
from simulator.stats.threshold import is_match

DIFFERENT, ONE_FILE = "different", "one file"
"""Two photographs of a person; one file in both data sets."""


def other_result(result: Result) -> Result | None:
    """Search the other portraits of the people searched for; None where there are none.

    Raises:
        FalseMatchError: a data set is broken.
    """
    experiment = result.experiment
    listed = load_dataset(experiment.probes)
    if (
        experiment.portrait not in (FIRST, SECOND)
        or experiment.condition is not None
        or result.pack is not None
        or listed.card.other_portraits is None
        or not (load_dataset(other_portraits(listed)).folder / ONE_SHOT).is_file()
    ):
        return None
    portrait = SECOND if experiment.portrait == FIRST else FIRST
    try:
        return run(replace(experiment, portrait=portrait))
    except (EncodingMismatch, ExperimentError):
        # Another matcher, which has encoded only one of the two.
        return None


def with_other_portraits(result: Result, stops: Stops) -> dict[str, Any] | None:
    """Return what the picture shows at each stop about the other portraits; None without any.

    Returns:
        ``flagged``: how many are falsely matched with the other portrait; ``others``: how many of
        them are not with this one; ``truly``: how many of those falsely matched with this portrait
        have two different photographs; ``again``: how many of these are falsely matched with both;
        ``words``.
    """
    other = other_result(result)
    if other is None:
        return None
    kinds = pair_kinds(result, other)
    people = list(dict.fromkeys([*_nearest_of(result), *_nearest_of(other)]))
    mine, theirs = (_aligned(_nearest_of(each), people) for each in (result, other))
    truly = np.array([kinds.get(person) == DIFFERENT for person in people])
    other_stops = find_stops(other)
    counts: dict[str, list[int]] = {"flagged": [], "others": [], "truly": [], "again": []}
    for stop in stops.stops:
        preset = stop.label is not None
        distance = other_stops.find(stop.key).distance if preset else stop.distance
        here, there = is_match(mine, stop.distance), is_match(theirs, distance)
        counts["flagged"].append(int(there.sum()))
        counts["others"].append(int((there & ~here).sum()))
        counts["truly"].append(int((here & truly).sum()))
        counts["again"].append(int((here & there & truly).sum()))
    paintings = sum(result.probes.left_out.values()) + sum(other.probes.left_out.values())
    portrait = result.experiment.portrait
    words = another_words(portrait, collections.Counter(kinds.values()), paintings)
    return {**counts, "portrait": portrait, "words": words}


def pair_kinds(one: Result, other: Result) -> dict[str, str]:
    """Return person → what their two portraits are, of all who were searched for with both.

    ``one file`` is the same file twice; the others have the verdict on their photos
    (:mod:`simulator.datasets.one_shot`), ``unsure`` where there is none.
    """
    second = (one if one.experiment.portrait == SECOND else other).probes
    verdicts = one_shot_verdicts(load_dataset(second.name))
    person_of = second.identities
    verdict_of = {person_of.loc[key]: verdict for key, verdict in verdicts.items()}
    mine, theirs = _digests(one.probes), _digests(other.probes)
    kinds: dict[str, str] = {}
    for person in mine.keys() & theirs.keys():
        same_file = mine[person] == theirs[person] and any(mine[person])
        kinds[person] = ONE_FILE if same_file else verdict_of.get(person, "unsure")
    return kinds


def _digests(probes: Dataset) -> dict[str, bytes]:
    people = probes.identities.loc[probes.encodings.keys.tolist()]
    return {
        str(person): digest.tobytes()
        for person, digest in zip(people, probes.encodings.digests, strict=True)
    }


def _nearest_of(result: Result) -> dict[str, float]:
    """Return person → distance of the nearest stranger."""
    people = result.probes.identities.loc[result.probes.encodings.keys.tolist()]
    return dict(zip(map(str, people), result.search.nearest.tolist(), strict=True))


def _aligned(nearest: dict[str, float], people: list[str]) -> NDArray[np.float64]:
    """Return (people,) the distances in this order; nan for whoever was not searched for."""
    return np.array([nearest.get(person, np.nan) for person in people], np.float64)
