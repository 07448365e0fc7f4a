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

from simulator.board.stop_finder import find_stops
from simulator.board.stops import Stops
from simulator.board.words import another_words
from simulator.datasets.dataset import load_dataset
from simulator.datasets.one_shot import ONE_SHOT
from simulator.errors import EncodingMismatch, ExperimentError
from simulator.experiment.another_portrait import AnotherPortrait, compared
from simulator.experiment.portraits import FIRST, SECOND, other_portraits
from simulator.experiment.result import Result
from simulator.experiment.run import run


def other_result(result: Result) -> Result | None:
    """Search the other portraits of the people searched for; None where there are none.

    Raises:
        FalseMatchError: a data set is broken.
    """
    experiment = result.experiment
    if (
        experiment.portrait not in (FIRST, SECOND)
        or experiment.condition is not None
        or result.pack is not None
    ):
        return None
    listed = load_dataset(experiment.probes)
    if listed.card.other_portraits is None:
        return None
    if not (load_dataset(other_portraits(listed)).folder / ONE_SHOT).is_file():
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
        them are not with this one; ``really``: how many of those falsely matched with this portrait
        really have another photograph; ``again``: how many of these are falsely matched with both;
        ``portrait``: the one shown; ``words``.
    """
    other = other_result(result)
    if other is None:
        return None
    portrait = result.experiment.portrait
    both = compared(*((result, other) if portrait == FIRST else (other, result)))
    other_stops = find_stops(other)
    counts: dict[str, list[int]] = {"flagged": [], "others": [], "really": [], "again": []}
    for stop in stops.stops:
        preset = stop.label is not None
        distance = other_stops.find(stop.key).distance if preset else stop.distance
        for name, count in _counted(both, portrait, stop.distance, distance).items():
            counts[name].append(count)
    words = another_words(portrait, collections.Counter(both.others.tolist()))
    return {**counts, "portrait": portrait, "words": words}


def _counted(
    both: AnotherPortrait, portrait: str, distance: float, other_distance: float
) -> dict[str, int]:
    """Count at one setting, seen from the portrait that the picture shows."""
    first, second = distance, other_distance
    if portrait == SECOND:
        first, second = second, first
    overlap = both.at(first, second)
    here, there = overlap.first, overlap.second
    if portrait == SECOND:
        here, there = there, here
    really = here & both.really_another
    return {
        "flagged": int(there.sum()),
        "others": int((there & ~here).sum()),
        "really": int(really.sum()),
        "again": int(np.sum(really & there)),
    }
