"""A search's relatives: people in the gallery whom it lists as kin of somebody searched for.

A relative is somebody else, so a match with one is a false match: relatives stay in the search, and
every headline number is given with and without them. Without them, each person's own relatives are
left out of that person's candidates, and of nobody else's.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import KIN, Dataset
from simulator.datasets.kin import kin_of
from simulator.errors import ExperimentError
from simulator.experiment.portraits import combined_nearest
from simulator.search.search import Search, pair_distances, search

Relatives = Sequence[dict[int, str]]
"""For each search: place of a gallery photo → what the person in it is to the person searched."""


@dataclass(frozen=True)
class KinPair:
    """A person searched for, and a gallery photo of a relative.

    Attributes:
        probe: the search's number.
        gallery_row: the photo's place among those that took part.
        relation: what the person in the gallery is to the person searched for.
        distance: between the two; nan where a finished search does not list it.
    """

    probe: int
    gallery_row: int
    relation: str
    distance: float


@dataclass(frozen=True)
class Kin:
    """The relatives in one search.

    Attributes:
        pairs: everybody searched with every gallery photo of a relative.
        listed: pairs of people, however many photos they have.
        nearest_with: (p,) distance to the nearest stranger, relatives among them.
        nearest_without: (p,) distance to the nearest stranger who is not a relative.
    """

    pairs: tuple[KinPair, ...]
    listed: int
    nearest_with: NDArray[np.float64]
    nearest_without: NDArray[np.float64]

    @functools.cached_property
    def relation_of(self) -> dict[tuple[int, int], str]:
        """(Search, place of a gallery photo) → what the person in the photo is to the other."""
        return {(pair.probe, pair.gallery_row): pair.relation for pair in self.pairs}


def relatives_of(
    probes: Dataset, gallery: Dataset, keys: NDArray[np.str_]
) -> list[dict[int, str]] | None:
    """Return which of these gallery photos show relatives of each person searched for.

    Args:
        probes: the people searched for, p encodings.
        gallery: the people searched in; its ``kin.csv`` names members by their ids, which are those
            of the gallery's own identity space.
        keys: (n,) of the gallery photos that take part.

    Returns:
        For each search, place in ``keys`` → relation. None where the gallery has no list, or one
        about other people than these: their identities are of another kind.

    Raises:
        ManifestError: the list is invalid.
    """
    listed = kin_of(gallery)
    prefix = f"{gallery.card.identity_space}:"
    if not listed or not any(str(one).startswith(prefix) for one in probes.identities):
        return None
    of_member: dict[str, list[tuple[str, str]]] = {}
    for (member, relative), relation in listed.items():
        of_member.setdefault(prefix + member, []).append((relative, relation))
    rows_of: dict[str, list[int]] = {}
    subjects = gallery.manifest.set_index("key")["subject_id"].loc[keys.tolist()]
    for row, subject in enumerate(subjects):
        rows_of.setdefault(str(subject), []).append(row)
    mine = probes.identities.loc[probes.encodings.keys.tolist()]
    theirs = gallery.identities.loc[keys.tolist()].to_numpy()
    return [
        {
            row: relation
            for relative, relation in of_member.get(str(identity), ())
            for row in rows_of.get(relative, ())
            if theirs[row] != identity
        }
        for identity in mine
    ]


def check_kin(probes: Dataset, gallery: Dataset, relatives: object) -> None:
    """Refuse to leave relatives out where nobody listed any.

    Raises:
        ExperimentError: the gallery has no list of relatives, or one about other people.
    """
    if relatives is None:
        raise ExperimentError(
            f"expected a gallery that lists relatives of the people in {probes.name!r} ({KIN}), to "
            f"search without them, found none in {gallery.name!r}. Leave --without-kin out, or "
            "choose the gallery legislators."
        )


def left_out(relatives: Relatives) -> list[NDArray[np.intp]]:
    """Return the places of each person's relatives in the gallery."""
    return [np.array(sorted(rows), np.intp) for rows in relatives]


def kin_in(
    found: Search,
    relatives: Relatives,
    vectors: tuple[NDArray[np.float32], NDArray[np.float32]],
    people: tuple[Sequence[str], Sequence[str]],
    skipped: Sequence[NDArray[np.intp]],
    *,
    without: bool,
) -> Kin:
    """Measure a finished search with and without relatives.

    Args:
        found: the search.
        relatives: of each person searched for.
        vectors: (p, d) of the probes and (n, d) of the gallery.
        people: who is in each of the p photos searched with, and in each of the n in the gallery.
        skipped: per probe the places that were no candidates anyway: its own person.
        without: whether the search left relatives out.
    """
    mine = np.array([i for i, rows in enumerate(relatives) for _ in rows], np.intp)
    rows = np.array([row for one in relatives for row in one], np.intp)
    distances = pair_distances(*vectors, mine, rows)
    pairs = _pairs(relatives, distances)
    if without:
        closest = found.nearest.copy()
        np.fmin.at(closest, mine, distances)
        return Kin(pairs, _listed(pairs, people), closest, found.nearest)
    nearest = _nearest_unrelated(found, relatives)
    # A list that holds nobody but relatives does not say who comes next.
    full = (found.candidates >= 0).all(axis=1)
    unknown = np.flatnonzero(np.isnan(nearest) & full)
    if len(unknown):
        nearest[unknown] = search(
            vectors[0][unknown],
            vectors[1],
            excluded=[
                np.union1d(skipped[i], np.array(sorted(relatives[i]), np.intp)).astype(np.intp)
                for i in unknown.tolist()
            ],
            candidates=1,
        ).nearest
    return Kin(pairs, _listed(pairs, people), found.nearest, nearest)


def kin_in_lists(
    found: Search, relatives: Relatives, people: tuple[Sequence[str], Sequence[str]]
) -> Kin:
    """Measure a search that was run elsewhere, from its candidate lists alone.

    Whoever's list holds nobody but relatives has no stranger beside them.
    """
    place = [
        {int(row): float(d) for row, d in zip(*one, strict=True) if row >= 0}
        for one in zip(found.candidates, found.distances, strict=True)
    ]
    distances = [place[i].get(row, np.nan) for i, rows in enumerate(relatives) for row in rows]
    pairs = _pairs(relatives, np.array(distances, np.float64))
    nearest = _nearest_unrelated(found, relatives)
    return Kin(pairs, _listed(pairs, people), found.nearest, nearest)


def combined_kin(portrait: str, first: Kin | None, second: Kin | None) -> Kin | None:
    """Combine the relatives in two searches for the same people in the same gallery.

    Args:
        portrait: ``either`` or ``both``, for :func:`combined_nearest`.
        first: of the search with the first portraits.
        second: of the search with the second portraits.
    """
    if first is None or second is None:
        return None
    mine, theirs = (np.array([p.distance for p in one.pairs], float) for one in (first, second))
    distances = combined_nearest(portrait, mine, theirs)
    return Kin(
        pairs=tuple(
            replace(pair, distance=float(distance))
            for pair, distance in zip(first.pairs, distances, strict=True)
        ),
        listed=first.listed,
        nearest_with=combined_nearest(portrait, first.nearest_with, second.nearest_with),
        nearest_without=combined_nearest(portrait, first.nearest_without, second.nearest_without),
    )


def _pairs(relatives: Relatives, distances: NDArray[np.float64]) -> tuple[KinPair, ...]:
    everyone = [(i, row, word) for i, rows in enumerate(relatives) for row, word in rows.items()]
    return tuple(
        KinPair(i, row, relation, float(distance))
        for (i, row, relation), distance in zip(everyone, distances, strict=True)
    )


def _listed(pairs: Sequence[KinPair], people: tuple[Sequence[str], Sequence[str]]) -> int:
    return len({(people[0][pair.probe], people[1][pair.gallery_row]) for pair in pairs})


def _nearest_unrelated(found: Search, relatives: Relatives) -> NDArray[np.float64]:
    """Return (p,) the distance of the first candidate who is no relative; nan without any."""
    nearest = found.nearest.copy()
    for i, rows in enumerate(relatives):
        if rows:
            others = ~np.isin(found.candidates[i], sorted(rows)) & (found.candidates[i] >= 0)
            place = int(others.argmax())
            nearest[i] = found.distances[i, place] if others.any() else np.nan
    return nearest
