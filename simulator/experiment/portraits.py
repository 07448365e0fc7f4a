"""Which portrait of each person is searched with: the first, the second, either, or both.

A data set's card may name another one with a second portrait of the same people. ``either`` and
``both`` need two files of a person that are photographs; everybody else is left out and counted.
"""

from __future__ import annotations

import collections
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import PHOTOGRAPH, UNKNOWN_KIND, Dataset, load_dataset
from simulator.errors import ExperimentError
from simulator.experiment.experiment import Experiment
from simulator.faces.encodings import Encodings
from simulator.search.search import Search

FIRST, SECOND, EITHER, BOTH = "first", "second", "either", "both"
PORTRAITS = (FIRST, SECOND, EITHER, BOTH)
FIRST_OF_TWO, SECOND_OF_TWO = "first of two", "second of two"
"""One of the two searches of which ``either`` and ``both`` consist."""

ONE_FILE = "one portrait only"
"""Left out: both data sets hold the same file of this person."""
NO_OTHER = "no other portrait"
"""Left out: only one of the data sets has a portrait of this person."""


def opened(name: str, experiment: Experiment) -> Dataset:
    """Open a data set, with its paintings where the experiment wants them."""
    dataset = load_dataset(name)
    return dataset.with_paintings() if experiment.paintings else dataset


def check_paintings(experiment: Experiment) -> None:
    """Raise where paintings are to be searched and no data set that takes part has any.

    Raises:
        ExperimentError: no manifest marks one, so that the setting would change nothing.
    """
    if not experiment.paintings:
        return
    taking_part = datasets_of(experiment)
    if not any(kind != PHOTOGRAPH for one in taking_part for kind in one.kinds.values()):
        names = " and ".join(dict.fromkeys(one.name for one in taking_part))
        raise ExperimentError(
            f"expected portraits marked as paintings in {names}, to search them too, found none. "
            "Leave paintings out."
        )


def datasets_of(experiment: Experiment) -> list[Dataset]:
    """Open all data sets that take part: the probes, their other portraits if used, the gallery."""
    return [opened(name, experiment) for name in names_of(experiment)]


def names_of(experiment: Experiment) -> list[str]:
    """Return how all data sets that take part are found: names, or folders as they were given."""
    first = opened(experiment.probes, experiment)
    other = [] if experiment.portrait == FIRST else [other_portraits(first)]
    mine = [] if experiment.portrait == SECOND else [experiment.probes]
    return [*mine, *other, experiment.gallery]


def probes_of(experiment: Experiment) -> Dataset:
    """Open the portraits of one search.

    Raises:
        ExperimentError: there is no such choice, or no other portrait; ``either`` and ``both`` are
            two searches (:func:`two_portraits`).
    """
    first = opened(experiment.probes, experiment)
    if experiment.portrait == FIRST:
        return first
    if experiment.portrait == SECOND:
        return opened(other_portraits(first), experiment)
    if experiment.portrait in (FIRST_OF_TWO, SECOND_OF_TWO):
        return two_portraits(experiment)[experiment.portrait == SECOND_OF_TWO]
    raise ExperimentError(
        f"expected the portrait {', '.join(PORTRAITS[:-1])} or {BOTH}, found "
        f"{experiment.portrait!r}. Choose one of them."
    )


def other_portraits(dataset: Dataset) -> str:
    """Return the name of the data set with the other portraits of these people.

    Raises:
        ExperimentError: the card names none.
    """
    name = dataset.card.other_portraits
    if name is None:
        raise ExperimentError(
            f"expected a second portrait of the people in {dataset.name!r}, but its card names no "
            "data set that holds them (other_portraits in [photos]). Choose the first portrait, "
            "or other probes."
        )
    if name == dataset.name:
        raise ExperimentError(
            f"expected other_portraits to name another data set on the card of {name!r}, found "
            "that data set itself. Correct its card."
        )
    return name


def two_portraits(experiment: Experiment) -> tuple[Dataset, Dataset]:
    """Open both portraits of everybody who has two, in the order of the first.

    Paintings and people with one file only are left out and counted; whoever has two files, one of
    which failed to enroll, counts as a failure to enroll.

    Raises:
        ExperimentError: nobody has two, or somebody has several photos in one of the data sets.
        EncodingMismatch: the two were not encoded alike.
    """
    first = opened(experiment.probes, experiment)
    second = opened(other_portraits(first), experiment)
    first.encodings.check_comparable(second.encodings)
    mine, theirs = portrait_of_each(first), portrait_of_each(second)
    left_out: collections.Counter[str] = collections.Counter()
    pairs: list[tuple[int, int]] = []
    failures: dict[str, str] = {}
    for person, one in mine.items():
        other = theirs.get(person)
        kinds = {p.kind or UNKNOWN_KIND for p in (one, other) if p and p.kind != PHOTOGRAPH}
        if kinds and not experiment.paintings:
            left_out[sorted(kinds)[0]] += 1
        elif other is None:
            left_out[NO_OTHER] += 1
        elif one.failure or other.failure:
            failures[one.key] = one.failure or other.failure
        elif one.file is not None and one.file == other.file:
            left_out[ONE_FILE] += 1
        else:
            pairs.append((one.row, other.row))
    listed = set(first.identities)
    left_out[NO_OTHER] += len((theirs.keys() - mine.keys()) & listed)
    if not pairs:
        raise ExperimentError(
            f"expected people with two different portraits in {first.name!r} and {second.name!r}, "
            "found none. Choose the first or the second portrait."
        )
    counts = {reason: n for reason, n in sorted(left_out.items()) if n}
    rows = np.array(pairs, np.intp)
    both = [
        dataset.with_encodings(replace(dataset.encodings.take(own), failures=failures), counts)
        for dataset, own in zip((first, second), rows.T, strict=True)
    ]
    return both[0], both[1]


@dataclass(frozen=True)
class Portrait:
    """A person's picture: its key, its row among the encodings, its file's digest, its kind."""

    key: str
    row: int
    file: bytes | None
    kind: str
    failure: str


def portrait_of_each(dataset: Dataset) -> dict[str, Portrait]:
    """Return person → portrait, of all who have a picture, enrolled or failed."""
    rows = {key: row for row, key in enumerate(dataset.encodings.keys.tolist())}
    failures = dataset.all_encodings.failures
    there = {*dataset.all_encodings.keys.tolist(), *failures}
    portraits: dict[str, Portrait] = {}
    for key, person in dataset.identities.items():
        name = str(key)
        if name not in there:
            continue
        if person in portraits:
            raise ExperimentError(
                f"expected one portrait of each person in {dataset.name!r}, found "
                f"{portraits[person].key!r} and {name!r} of one person. Choose the first or the "
                "second portrait."
            )
        row = rows.get(name, -1)
        digest = dataset.encodings.digests[row] if row >= 0 else np.zeros(32, np.uint8)
        portraits[person] = Portrait(
            key=name,
            row=row,
            file=digest.tobytes() if digest.any() else None,
            kind=dataset.kinds.get(name, PHOTOGRAPH),
            failure=failures.get(name, ""),
        )
    return portraits


def combined(portrait: str, first: Search, second: Search) -> tuple[Search, NDArray[np.bool_]]:
    """Combine the searches with two portraits of the same people in the same gallery.

    Each person keeps the candidate list of one portrait: of the one whose closest stranger is
    closer (``either``: falsely matched if one of them is) or farther (``both``: only if both are).
    The tallies are that portrait's too, so they answer for the searched gallery only, not for
    smaller ones.

    Args:
        portrait: ``either`` or ``both``.
        first: p searches.
        second: p searches, with the candidates' rows counted as in the first.

    Returns:
        The combined search, and (p,) True where it is the second portrait's.
    """
    nearest = combined_nearest(portrait, first.nearest, second.nearest)
    second_kept = ~np.isclose(nearest, first.nearest, rtol=0, atol=0, equal_nan=True)

    def kept(mine: NDArray[Any], theirs: NDArray[Any]) -> NDArray[Any]:
        shape = (-1, *[1] * (mine.ndim - 1))
        return np.where(second_kept.reshape(shape), theirs, mine)

    return Search(
        candidates=kept(first.candidates, second.candidates),
        distances=kept(first.distances, second.distances),
        tallies=kept(first.tallies, second.tallies),
        non_mates=kept(first.non_mates, second.non_mates),
        mate_distances=combined_nearest(portrait, first.mate_distances, second.mate_distances),
    ), second_kept


def combined_nearest(
    portrait: str, first: NDArray[np.float64], second: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (p,) the smaller of two distances (``either``) or the larger (``both``).

    nan is a portrait without anybody to match: it never matches.
    """
    return np.fmin(first, second) if portrait == EITHER else np.maximum(first, second)


def combined_encodings(
    first: Encodings, second: Encodings, second_kept: NDArray[np.bool_]
) -> Encodings:
    """Return each person's encoding from the portrait whose search was kept."""
    n = len(first)
    order = np.where(second_kept, np.arange(n) + n, np.arange(n))
    arrays = {
        field.name: np.concatenate([getattr(e, field.name) for e in (first, second)])[order]
        for field in fields(Encodings)
        if field.name not in ("matcher", "failures", "keys")
    }
    return Encodings(first.matcher, keys=first.keys, failures=first.failures, **arrays)
