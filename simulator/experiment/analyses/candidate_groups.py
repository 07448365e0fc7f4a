"""Whom the false matches are with: the groups of the closest candidates, beside the gallery's mix.

Each falsely matched probe has one closest candidate. How many of these candidates share the
probe's label is compared with the number expected if labels had nothing to do with who is the
closest: the labels are shuffled over the people in the gallery, and everything else stays.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import SEVERAL, UNLABELED, Group, split_by
from simulator.datasets.photo_measurements import PHOTO_COLOR, PHOTO_COLOR_LABEL, photo_colors
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.portraits import BOTH, EITHER
from simulator.stats.metrics import rate
from simulator.stats.people import count_people
from simulator.stats.significance import FEWEST_PEOPLE_FOR_A_VERDICT
from simulator.storage.json_values import json_number, json_rows

Codes = NDArray[np.intp]

SHUFFLES = 4_000
SEED = 0
"""Of the shuffles: not the experiment's, so that no p depends on ``--seed``."""
_ENDS = (0.025, 0.975)


def candidate_groups(view: AtThreshold, columns: Sequence[str]) -> dict[str, Any]:
    """Compare the groups of the closest candidates with the gallery's mix, as JSON values.

    Args:
        view: a search at a threshold.
        columns: label columns of the probes; those that the gallery has too are compared by pair.

    Returns:
        ``false_matches`` (each is one probe with its closest candidate), ``different_candidates``
        (the people whom those candidates show), ``gallery_people``, ``permutations``,
        ``fewest_people``; ``gallery``: the rows of :func:`gallery_mix` by label of the gallery;
        ``pairs``: the object of :func:`group_pairs` by label that both data sets have.
    """
    person, first = _units(view)
    found = person[_candidates_of(view)]
    gallery, pairs = view.result.gallery, {}
    named = [column for column in gallery.card.labels if column in gallery.manifest.columns]
    theirs = {column: _gallery_labels(view, column) for column in [*named, PHOTO_COLOR]}
    known = {column: labels for column, labels in theirs.items() if labels is not None}
    for column in dict.fromkeys([*columns, PHOTO_COLOR]):
        ours = _probe_labels(view, column) if column in known else None
        if ours is not None:
            pairs[column] = group_pairs(ours, known[column])
    return {
        "false_matches": len(found),
        "different_candidates": len(np.unique(found)),
        "gallery_people": len(first),
        "permutations": SHUFFLES,
        "fewest_people": FEWEST_PEOPLE_FOR_A_VERDICT,
        "gallery": {column: json_rows(gallery_mix(labels)) for column, labels in known.items()},
        "pairs": pairs,
    }


@dataclass(frozen=True)
class GalleryLabels:
    """One label of the people in the gallery, and which of them are the closest candidates.

    A photo's own measurement (``photo_color``) counts photos in place of people.

    Attributes:
        codes: (n,) the distinct value of each person in the gallery, from 0.
        values: the text of each distinct value; ``Black|Hispanic`` is one text of two categories.
        groups: the categories, with masks over the distinct values, the largest first.
        candidates: (f,) the person who is the closest candidate of each falsely matched probe.
    """

    codes: Codes
    values: list[str]
    groups: list[Group]
    candidates: Codes

    @functools.cached_property
    def sizes(self) -> NDArray[np.intp]:
        """Count the people with each distinct value, (values,)."""
        return np.bincount(self.codes, minlength=len(self.values))

    @functools.cached_property
    def found(self) -> Codes:
        """Return the distinct value of each false match's candidate, (f,)."""
        return self.codes[self.candidates]

    @functools.cached_property
    def place(self) -> Codes:
        """Return which of the different candidates each false match is with, (f,) from 0."""
        return np.unique(self.candidates, return_inverse=True)[1].astype(np.intp)

    @functools.cached_property
    def shuffled(self) -> NDArray[np.unsignedinteger[Any]]:
        """Shuffle the labels over the gallery's people: (permutations, different candidates).

        How many candidates get each label is a multivariate hypergeometric draw; which of them do
        is a shuffle of these.
        """
        random = np.random.default_rng(SEED)
        near = int(self.place.max(initial=-1)) + 1
        counts = random.multivariate_hypergeometric(self.sizes, near, size=SHUFFLES)
        values = np.arange(len(self.sizes), dtype=np.min_scalar_type(len(self.sizes)))
        dealt = np.repeat(np.tile(values, SHUFFLES), counts.ravel())
        return random.permuted(dealt.reshape(SHUFFLES, near), axis=1)

    def people_in(self, group: Group) -> int:
        """Count the people of the gallery in a group."""
        return int(self.sizes[group.members].sum())


@dataclass(frozen=True)
class ProbeLabels:
    """One label of the falsely matched probes.

    Attributes:
        values: (f,) the text of each probe's label.
        groups: the categories of everybody who was searched.
        flagged: for each of these groups, (f,) which of the falsely matched probes belong to it.
        people: for each of these groups, how many people were searched for.
    """

    values: list[str]
    groups: list[Group]
    flagged: list[NDArray[np.bool_]]
    people: list[int]


def gallery_mix(theirs: GalleryLabels) -> pd.DataFrame:
    """Return the closest candidates by group of the gallery, beside the gallery's mix.

    Returns:
        A row per group, the largest first: group, label, people (in the gallery), share (of the
        gallery), false_matches (whose closest candidate is in the group), expected, low and high
        (95% of the shuffles lie between), p (two-sided) and too_few (under 12 people). A person
        with two categories counts in both groups.
    """
    everybody = np.ones(len(theirs.found), bool)
    rows = []
    for group in theirs.groups:
        people = theirs.people_in(group)
        rows.append(
            {
                "group": group.value,
                "label": group.label,
                "people": people,
                "share": people / len(theirs.codes),
                **_cell(theirs, group, [everybody])[0],
                "too_few": people < FEWEST_PEOPLE_FOR_A_VERDICT,
            }
        )
    return pd.DataFrame(rows)


def group_pairs(ours: ProbeLabels, theirs: GalleryLabels) -> dict[str, Any]:
    """Return the false matches by pair of groups, and how many are within a group.

    Returns:
        ``same_group``: events (false matches with somebody of a group of one's own, each counted
        once), trials (false matches where both have a label), rate, low and high (Wilson, 95%);
        ``by_gallery_mix``: the number expected from the gallery's mix, with the range that 95% of
        the shuffles lie in and p; ``by_candidates``: the same if the candidates that were found are
        dealt to the falsely matched probes at random, so that it does not count that some group is
        found often by everybody; ``table``: a row per pair of groups: group, label,
        candidate_group, candidate_label, searched (photos), people (searched), gallery_people,
        false_matches, expected, low, high, p, too_few.
    """
    rows: list[dict[str, Any]] = []
    for other in theirs.groups:
        people = theirs.people_in(other)
        cells = _cell(theirs, other, ours.flagged)
        for group, of_group, cell in zip(ours.groups, ours.people, cells, strict=True):
            searched = int(group.members.sum())
            rows.append(
                {
                    "group": group.value,
                    "label": group.label,
                    "candidate_group": other.value,
                    "candidate_label": other.label,
                    "searched": searched,
                    "people": of_group,
                    "gallery_people": people,
                    **cell,
                    "too_few": min(of_group, people) < FEWEST_PEOPLE_FOR_A_VERDICT,
                }
            )
    order = {group.value: place for place, group in enumerate(ours.groups)}
    rows.sort(key=lambda row: order[row["group"]])
    return {**_same_group(ours, theirs), "table": json_rows(pd.DataFrame(rows))}


def _cell(
    theirs: GalleryLabels, group: Group, flagged: Sequence[NDArray[np.bool_]]
) -> list[dict[str, float]]:
    """Count the candidates in a group of the gallery, for each group of probes.

    Args:
        theirs: the gallery's labels.
        group: of the gallery.
        flagged: (f,) of bool for each group of probes.
    """
    near = theirs.shuffled.shape[1]
    weights = np.array([np.bincount(theirs.place[some], minlength=near) for some in flagged])
    counts = group.members[theirs.shuffled].astype(np.float32) @ weights.T.astype(np.float32)
    share = theirs.people_in(group) / len(theirs.codes)
    cells = []
    for column, some in enumerate(flagged):
        events = int((some & group.members[theirs.found]).sum())
        against = _against(events, int(some.sum()) * share, counts[:, column])
        cells.append({"false_matches": events, **against})
    return cells


def _same_group(ours: ProbeLabels, theirs: GalleryLabels) -> dict[str, Any]:
    """Count the false matches within a group, and the number that shuffled labels give."""
    shares = _shares_a_category(ours.values, theirs.values)
    places = np.arange(len(theirs.found))
    events = int(shares[places, theirs.found].sum())
    labeled = [
        UNLABELED not in (mine, theirs.values[code])
        for mine, code in zip(ours.values, theirs.found.tolist(), strict=True)
    ]
    measured = rate(events, sum(labeled))
    near = theirs.shuffled.shape[1]
    by_value = np.zeros((near, len(theirs.values)), np.int64)
    np.add.at(by_value, theirs.place, shares.astype(np.int64))
    from_gallery = by_value[np.arange(near), theirs.shuffled].sum(axis=1)
    random = np.random.default_rng(SEED)
    found = theirs.found.astype(theirs.shuffled.dtype)
    dealt = random.permuted(np.tile(found, (SHUFFLES, 1)), axis=1)
    from_candidates = shares[places, dealt].sum(axis=1)
    by_mix = float((shares @ theirs.sizes).sum()) / len(theirs.codes)
    by_candidates = float(shares[:, theirs.found].sum()) / max(1, len(theirs.found))
    return {
        "same_group": {
            "events": measured.events,
            "trials": measured.trials,
            "rate": json_number(measured.value),
            "low": json_number(measured.low),
            "high": json_number(measured.high),
        },
        "by_gallery_mix": _json(_against(events, by_mix, from_gallery)),
        "by_candidates": _json(_against(events, by_candidates, from_candidates)),
    }


def _shares_a_category(ours: Sequence[str], theirs: Sequence[str]) -> NDArray[np.bool_]:
    """Return whether two labels have a category in common, (f, values); no label shares none."""
    mine = [set(value.split(SEVERAL)) - {UNLABELED} for value in ours]
    other = [set(value.split(SEVERAL)) - {UNLABELED} for value in theirs]
    shared = [[bool(one & two) for two in other] for one in mine]
    return np.array(shared, bool).reshape(len(ours), len(theirs))


def _against(events: float, expected: float, shuffled: NDArray[Any]) -> dict[str, float]:
    """Set a count against its shuffles: expected, low, high, p = (b+1)/(B+1), two-sided.

    Source: Phipson & Smyth (2010), Stat. Appl. Genet. Mol. Biol. 9, 39.
    """
    shuffled = shuffled.astype(np.float64)  # In float32, a count may differ from its own equal.
    low, high = np.quantile(shuffled, _ENDS, method="inverted_cdf")
    as_far = int((np.abs(shuffled - expected) >= abs(events - expected) - 1e-9).sum())
    p = (as_far + 1) / (len(shuffled) + 1) if expected else math.nan
    return {"expected": expected, "low": float(low), "high": float(high), "p": p}


def _json(numbers: dict[str, float]) -> dict[str, float | None]:
    return {name: json_number(value) for name, value in numbers.items()}


def _candidates_of(view: AtThreshold) -> Codes:
    """Return the gallery photo that is closest to each falsely matched probe, (f,)."""
    nearest: Codes = view.result.search.candidates[view.flagged, 0].astype(np.intp)
    return nearest


def _units(view: AtThreshold, column: str = "") -> tuple[Codes, Codes]:
    """Return the person of each gallery photo, (n,), and the first photo of each person.

    Photos count in place of people for a photo's own measurement, and where nobody is identified.
    """
    gallery, keys = view.result.gallery, view.result.gallery_keys
    who = keys
    if column != PHOTO_COLOR and gallery.card.identities:
        who = gallery.identities.loc[keys.tolist()].to_numpy(dtype=str)
    # Numbered by name, so that the shuffles do not depend on the gallery's order.
    _, first, person = np.unique(who, return_index=True, return_inverse=True)
    return person.astype(np.intp), first.astype(np.intp)


def _texts(dataset: Dataset, column: str, keys: list[str]) -> list[str] | None:
    """Return each photo's label as its manifest or its measurements have it; None without any."""
    if column == PHOTO_COLOR:
        colors = photo_colors(dataset, keys)
        return None if colors is None else colors.tolist()
    if column not in dataset.card.labels or column not in dataset.manifest.columns:
        return None
    return [str(value) for value in dataset.labels(keys)[column].fillna("").tolist()]


def _split(dataset: Dataset, column: str, values: list[str]) -> list[Group]:
    """Split texts of a label, or of a measurement, into groups."""
    card = dataset.card
    if column == PHOTO_COLOR:
        measured = {**card.labels, PHOTO_COLOR: PHOTO_COLOR_LABEL}
        card = dataclasses.replace(card, labels=measured)
    return split_by(pd.DataFrame({column: values}), column, card)


def _gallery_labels(view: AtThreshold, column: str) -> GalleryLabels | None:
    """Return a label of the people in the gallery; None where it has none."""
    gallery = view.result.gallery
    person, first = _units(view, column)
    texts = _texts(gallery, column, view.result.gallery_keys[first].tolist())
    if texts is None:
        return None
    codes, distinct = pd.factorize(np.array(texts, dtype=object), sort=True)
    values = [str(value) for value in distinct]
    sizes = np.bincount(codes, minlength=len(values))
    groups = _split(gallery, column, values)
    groups.sort(key=lambda group: (group.value == UNLABELED, -int(sizes[group.members].sum())))
    return GalleryLabels(
        codes=codes.astype(np.intp),
        values=values,
        groups=groups,
        candidates=person[_candidates_of(view)],
    )


def _probe_labels(view: AtThreshold, column: str) -> ProbeLabels | None:
    """Return a label of the falsely matched probes; None where they have none."""
    probes = view.result.probes
    if column == PHOTO_COLOR and view.result.experiment.portrait in (EITHER, BOTH):
        return None  # Which of the two portraits was kept differs from person to person.
    texts = _texts(probes, column, probes.encodings.keys.tolist())
    if texts is None:
        return None
    groups = _split(probes, column, texts)
    flagged = np.flatnonzero(view.flagged)
    return ProbeLabels(
        values=[texts[row] for row in flagged.tolist()],
        groups=groups,
        flagged=[group.members[flagged] for group in groups],
        people=[count_people(view.result.person, group.members) for group in groups],
    )
