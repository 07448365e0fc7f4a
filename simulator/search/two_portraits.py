"""Mated searches among people with two portraits: one is searched for, the other is enrolled.

A comparison of one photograph with itself is no evidence. Such pairs are left out, like paintings,
and how many were left out stands beside every rate.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pandas as pd

from simulator.datasets.dataset import PHOTOGRAPH, UNKNOWN_KIND, Dataset, load_dataset
from simulator.datasets.one_shot import ONE_SHOT, one_shot_verdicts
from simulator.datasets.photo_measurements import (
    BLACK_AND_WHITE,
    PHOTO_COLOR,
    PHOTO_COLOR_LABEL,
    photo_colors,
)
from simulator.errors import ExperimentError
from simulator.faces.encodings import Encodings
from simulator.search.mated_searches import (
    MatedSearches,
    closest_mates,
    mated_searches_from,
)

TWO_PORTRAITS = "{dataset}-two-portraits"

NO_OTHER, ONE_FILE, ONE_PHOTOGRAPH, UNSURE = (
    "no other portrait",
    "one portrait only",
    "one photograph twice",
    "perhaps one photograph twice",
)
"""Why a person is left out, besides a painting: one of the data sets has no portrait of them; both
hold the same file; both show one photograph; nobody could say by eye whether they do."""

_BY_VERDICT = {"same": ONE_PHOTOGRAPH, "unsure": UNSURE}


def has_two_portraits(dataset: Dataset) -> bool:
    """Return whether another data set holds other portraits of these people, with verdicts."""
    other = dataset.card.other_portraits
    return other is not None and any(
        (one.folder / ONE_SHOT).is_file() for one in (dataset, load_dataset(other))
    )


def two_portraits(name: str) -> MatedSearches:
    """Return the mated searches of a data set's portraits for the other portraits of its people.

    Args:
        name: the data set whose portraits are searched for; its card names the other one.

    Raises:
        ExperimentError: its card names no other portraits, or :func:`between_portraits` raises one.
        ManifestError: the list of portraits that are one photograph is missing or invalid.
    """
    searched = load_dataset(name)
    if searched.card.other_portraits is None:
        raise ExperimentError(
            f"expected a data set whose card names other portraits of its people, found {name!r}. "
            'Add other_portraits = "NAME" under [photos], or choose congress-115.'
        )
    enrolled = load_dataset(searched.card.other_portraits)
    second = searched if (searched.folder / ONE_SHOT).is_file() else enrolled
    return between_portraits(searched, enrolled, one_shot_verdicts(second))


def between_portraits(
    searched: Dataset, enrolled: Dataset, verdicts: Mapping[str, str]
) -> MatedSearches:
    """Search one portrait of each person for the same person's other portrait.

    Args:
        searched: the portraits that are searched for; one photo of each person.
        enrolled: the other portraits of the same people; one photo of each person.
        verdicts: whether a person's two portraits are one photograph, by the photo's key: ``same``,
            ``different`` or ``unsure``.

    Returns:
        One search per person with two different photographs; a photo that failed to enroll stays.
        Those left out are counted by the reason in ``left_out``. Where it was measured, the column
        ``photo_color`` of the labels says whether one of the two photos is black and white.

    Raises:
        EncodingMismatch: the two were not encoded by one matcher.
        ExperimentError: somebody has a portrait in one data set and is not listed in the other; a
            person has several portraits; a pair has no verdict; nobody is left.
    """
    searched.encodings.check_comparable(enrolled.encodings)
    mine, theirs = _portraits(searched), _portraits(enrolled)
    _check_listed(enrolled, theirs, searched)
    _check_listed(searched, mine, enrolled)
    left_out: dict[str, int] = {}
    keys, mates, undecided = [], [], []
    for person in dict.fromkeys([*mine, *theirs]):
        key, mate = mine.get(person), theirs.get(person)
        reason: str | None = NO_OTHER
        if key is not None and mate is not None:
            verdict = verdicts.get(mate, verdicts.get(key))
            reason = _reason(searched, key, enrolled, mate, verdict)
            if reason is None and verdict is None:
                undecided.append(key)
        if reason is not None:
            left_out[reason] = left_out.get(reason, 0) + 1
        elif key is not None and mate is not None:
            keys.append(key)
            mates.append(mate)
    if undecided:
        raise ExperimentError(
            "expected a verdict on each pair of portraits, whether both are one photograph, found "
            f"none for {', '.join(undecided[:3])} ({len(undecided)} in all). Compare them by eye "
            f"and add them to {ONE_SHOT}."
        )
    if not keys:
        raise ExperimentError(
            f"expected people with two different photographs in {searched.name!r} and "
            f"{enrolled.name!r}, found none: missed matches are not measurable here."
        )
    searches = mated_searches_from(
        TWO_PORTRAITS.format(dataset=searched.name),
        f"{searched.card.title}: each portrait against the person's other portrait",
        searched,
        keys,
        closest_mates(searched.encodings, keys, enrolled.encodings, [[mate] for mate in mates]),
    )
    searches = dataclasses.replace(searches, left_out=left_out)
    return _with_photo_colors(searches, searched, enrolled, mates)


def _portraits(dataset: Dataset) -> dict[str, str]:
    """Return the key of each person's picture, enrolled or failed to enroll, paintings too."""
    there = {*dataset.all_encodings.keys.tolist(), *dataset.all_encodings.failures}
    portraits: dict[str, str] = {}
    for name, identity in dataset.identities.items():
        key, person = str(name), str(identity)
        if key not in there:
            continue
        if person in portraits:
            raise ExperimentError(
                f"expected one portrait of each person in {dataset.name!r}, found "
                f"{portraits[person]} and {key} of {person}. Remove one from its manifest."
            )
        portraits[person] = key
    return portraits


def _check_listed(dataset: Dataset, portraits: Mapping[str, str], other: Dataset) -> None:
    listed = set(other.identities)
    unlisted = [key for person, key in portraits.items() if person not in listed]
    if unlisted:
        raise ExperimentError(
            f"expected portraits of people whom {other.name!r} lists, found in {dataset.name!r} "
            f"those of {', '.join(unlisted[:3])} ({len(unlisted)} in all). Remove them, or list "
            f"the people in the manifest of {other.name!r}."
        )


def _reason(
    searched: Dataset, key: str, enrolled: Dataset, mate: str, verdict: str | None
) -> str | None:
    """Return why a person's two portraits are no evidence; None where they are."""
    kinds = {searched.kinds.get(key, PHOTOGRAPH), enrolled.kinds.get(mate, PHOTOGRAPH)}
    if kinds != {PHOTOGRAPH}:
        return sorted(kind or UNKNOWN_KIND for kind in kinds - {PHOTOGRAPH})[0]
    digest = _digest(searched.encodings, key)
    if digest is not None and digest == _digest(enrolled.encodings, mate):
        return ONE_FILE
    return _BY_VERDICT.get(verdict or "")


def _digest(encodings: Encodings, key: str) -> bytes | None:
    (rows,) = (encodings.keys == key).nonzero()
    return bytes(encodings.digests[rows[0]]) if len(rows) else None


def _with_photo_colors(
    searches: MatedSearches, searched: Dataset, enrolled: Dataset, mates: list[str]
) -> MatedSearches:
    """Add to the labels whether one of the two photos is black and white, where it was measured."""
    first = photo_colors(searched, searches.keys.tolist())
    second = photo_colors(enrolled, mates)
    if first is None or second is None:
        return searches
    either_gray = (first == BLACK_AND_WHITE) | (second == BLACK_AND_WHITE)
    unknown = ((first == "") | (second == "")) & ~either_gray
    color = first.mask(either_gray, BLACK_AND_WHITE).mask(unknown, "")
    labels: pd.DataFrame = searches.labels.assign(**{PHOTO_COLOR: color.to_numpy()})
    card = dataclasses.replace(
        searches.card, labels={**searches.card.labels, PHOTO_COLOR: PHOTO_COLOR_LABEL}
    )
    return dataclasses.replace(searches, labels=labels, card=card)
