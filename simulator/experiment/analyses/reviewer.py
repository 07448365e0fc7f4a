"""From candidate to person: how many wrong people are still named after somebody reviewed the list.

Everybody searched for counts as somebody who is not in the gallery: that person's own photos are
left out, as everywhere. A list holds the k closest photos, either all of them or only those at or
under the threshold. :mod:`simulator.stats.reviewer` describes the reviewer and the assumptions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.groups import Group
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.not_measurable import LISTS_END, TWO_PORTRAITS, not_measurable
from simulator.experiment.portraits import BOTH, EITHER
from simulator.experiment.search_mates import sources
from simulator.i18n.language import _, marked, ngettext, number, percent
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.people import count_people
from simulator.stats.published_reviewers import (
    ASSUMED,
    PASSPORT_OFFICERS,
    REVIEWERS,
    published_reviewers,
)
from simulator.stats.reviewer import (
    enrolled_chances,
    named_bounds,
    named_chance,
    named_interval,
)

LENGTHS = (1, 5, 10, 50)
"""How many of the closest candidates a reviewer is shown."""
REJECTS = (*(each.rejects for each in REVIEWERS), ASSUMED)
LENGTH, REJECT = 10, PASSPORT_OFFICERS.rejects
"""The list and the reviewer of the verdict."""
ASSUMPTIONS = marked(
    "The reviewer rejects each stranger with the same probability, and independently of the other "
    "candidates. That is an assumption, and it flatters: the faces on a list are the most alike "
    "out of thousands, and look-alikes fool people as well as machines. The interval holds the "
    "reviewer’s luck alone. The people searched for and their lists stay as they are."
)
SAME_FOR_ALL = marked(
    "This reviewer is equally good with every group, so a review by itself does not make groups "
    "more alike: where a group’s lists are longer, more wrong names get through."
)


@dataclass(frozen=True)
class Lists:
    """The candidate lists of a search: strangers only.

    Attributes:
        k: photos on a list at most.
        shown: (p,) photos on each list.
        photos: (m,) how often a person is on a list: one entry for each list and person.
        list_of: (m,) the search of each entry.
    """

    k: int
    shown: NDArray[np.int64]
    photos: NDArray[np.int64]
    list_of: NDArray[np.intp]

    def expected_names(self, rejects: float) -> NDArray[np.float64]:
        """Return the expected number of wrong people named, (p,), if all candidates are judged.

        Every photo is judged on its own; a person is named if one of the photos is accepted.
        """
        chances = named_chance(self.photos, rejects)
        summed = np.bincount(self.list_of, chances, minlength=len(self.shown))
        return summed.astype(np.float64)


def candidate_lists(
    view: AtThreshold,
    k: int,
    *,
    threshold: bool,
    people: NDArray[np.int64] | None = None,
) -> Lists:
    """Return the lists of the k closest strangers.

    Args:
        view: a search at a threshold.
        k: photos on a list at most.
        threshold: list only photos at or under the threshold.
        people: :func:`people_listed`, for whoever asks several times.
    """
    distances = view.result.search.distances[:, :k]
    listed = ~np.isnan(distances)
    if threshold:
        listed &= distances <= view.distance
    list_of, place = np.nonzero(listed)
    person = (people_listed(view) if people is None else people)[list_of, place]
    pairs = list_of * (int(person.max(initial=0)) + 1) + person
    _distinct, first, photos = np.unique(pairs, return_index=True, return_counts=True)
    return Lists(k, listed.sum(axis=1), photos.astype(np.int64), list_of[first])


def people_listed(view: AtThreshold) -> NDArray[np.int64]:
    """Number the person of each candidate, (p, c); photos count where nobody is identified."""
    gallery, candidates = view.result.gallery, view.result.search.candidates
    if not gallery.card.identities:
        return candidates.astype(np.int64)
    used, place = np.unique(candidates, return_inverse=True)
    names = gallery.identities.loc[view.result.gallery_keys[used].tolist()].to_numpy(dtype=str)
    return (
        np.unique(names, return_inverse=True)[1][place].reshape(candidates.shape).astype(np.int64)
    )


def why_not(view: AtThreshold) -> str:
    """Return why no list can be reviewed; empty if it can."""
    two = view.result.experiment.portrait in (EITHER, BOTH)
    return not_measurable(TWO_PORTRAITS) if two else ""


def lists_are_cut(view: AtThreshold) -> bool:
    """Return whether the lists end at a score, so that none exists without a threshold."""
    return math.isfinite(view.result.measured_to)


def groups_of(view: AtThreshold, column: str | None) -> list[Group]:
    """Return the groups of the people searched for; one group of everybody without a column."""
    if column is None:
        return [Group("", "", np.ones(len(view.result.person), bool))]
    return view.result.groups(column)


def named_by_group(
    view: AtThreshold, lists: Lists, rejects: float, groups: Sequence[Group]
) -> list[dict[str, Any]]:
    """Count the wrong people who are still named, by group.

    Args:
        view: the search at a threshold.
        lists: the candidate lists of that search.
        rejects: r, the probability that the reviewer rejects a stranger.
        groups: the groups to count, of :func:`groups_of`.

    Returns:
        A row per group: group, label, people, searches, with_candidates (searches with anybody on
        the list), candidates (photos on all lists), searches_named (expected number of searches in
        which a wrong person is named) with low and high (95% of the reviewer's luck), least and
        most (however the judgments of one list hang together), wrong_people (expected number of
        wrong people named if all candidates are judged, over all searches; with one pick at most
        it is searches_named), too_few.
    """
    names = lists.expected_names(rejects)
    chances = named_chance(lists.shown, rejects)
    least, most = named_bounds(lists.shown, rejects)
    rows = []
    for group in groups:
        inside = group.members
        shown = lists.shown[inside]
        low, high = named_interval(shown, rejects)
        people = count_people(view.result.person, inside)
        rows.append(
            {
                "group": group.value,
                "label": group.label,
                "people": people,
                "searches": len(shown),
                "with_candidates": int((shown > 0).sum()),
                "candidates": int(shown.sum()),
                "searches_named": _rounded(chances[inside]),
                "low": low,
                "high": high,
                "least": _rounded(least[inside]),
                "most": _rounded(most[inside]),
                "wrong_people": _rounded(names[inside]),
                "too_few": people < FEWEST_TRIALS_FOR_AN_INTERVAL,
            }
        )
    return rows


def _rounded(chances: NDArray[np.float64]) -> float:
    return round(float(chances.sum()), 6)


def reviewer(view: AtThreshold, columns: Sequence[str]) -> dict[str, Any]:
    """Return how many wrong people are named after a review, as JSON values (key ``reviewer``).

    Args:
        view: a search at a threshold.
        columns: labels of the people searched for.

    Returns:
        ``why`` alone where nothing can be measured. Otherwise ``assumptions``, ``published``,
        ``assumed`` (an r that nobody published), ``lists``: for each length, with and without the
        threshold, and each r, ``everyone`` and ``groups`` by label, the rows of
        :func:`named_by_group`; ``without_threshold``: why such lists are missing, or null;
        ``enrolled``: the rows of :func:`enrolled`, or null; ``verdict``, a few sentences.
    """
    why = why_not(view)
    if why:
        return {"why": why}
    everybody = groups_of(view, None)
    groups = {column: groups_of(view, column) for column in columns}
    people, found = people_listed(view), []
    for threshold in (True, False):
        if not threshold and lists_are_cut(view):
            continue
        for k in LENGTHS:
            lists = candidate_lists(view, k, threshold=threshold, people=people)
            found += [
                {
                    "k": k,
                    "at_threshold": threshold,
                    "rejects": rejects,
                    "everyone": named_by_group(view, lists, rejects, everybody)[0],
                    "groups": {
                        column: named_by_group(view, lists, rejects, groups[column])
                        for column in columns
                    },
                }
                for rejects in REJECTS
            ]
    return {
        "assumptions": _(ASSUMPTIONS),
        "published": published_reviewers(),
        "assumed": ASSUMED,
        "lists": found,
        "without_threshold": not_measurable(LISTS_END) if lists_are_cut(view) else None,
        "enrolled": enrolled(view),
        "verdict": verdict(view),
    }


def enrolled(view: AtThreshold) -> list[dict[str, Any]] | None:
    """Count right and wrong names for people whose other photo is in the gallery.

    The reviewer names the first candidate accepted. The people's own mates are used, or another
    portrait of each that is added to the gallery.

    Returns:
        A row per length, with and without threshold, and published reviewer: k, at_threshold,
        reviewer, rejects, accepts, searches, on_list (the right person is on the list),
        right_named and wrong_named (expected numbers of searches). None without mates.
    """
    mates = _mates(view)
    if mates is None:
        return None
    rows, distance = mates
    others = view.result.search.distances[rows]
    closer = (others < distance[:, None]).sum(axis=1)
    table = []
    for threshold in (True, False):
        if not threshold and lists_are_cut(view):
            continue
        reach = view.distance if threshold else np.inf
        strangers = (others <= reach).sum(axis=1)
        for k in LENGTHS:
            there = (closer < k) & (distance <= reach)
            ahead = np.where(there, closer, np.minimum(strangers, k))
            behind = np.where(there, np.minimum(strangers, k - 1) - closer, 0)
            for each in REVIEWERS:
                chances = enrolled_chances(ahead, behind, there, each.rejects, each.accepts)
                table.append(
                    {
                        "k": k,
                        "at_threshold": threshold,
                        "reviewer": each.name,
                        "rejects": each.rejects,
                        "accepts": each.accepts,
                        "searches": len(rows),
                        "on_list": int(there.sum()),
                        "right_named": _rounded(chances[0]),
                        "wrong_named": _rounded(chances[1]),
                    }
                )
    return table


def _mates(view: AtThreshold) -> tuple[NDArray[np.intp], NDArray[np.float64]] | None:
    """Return the searches with a mate and the distance of each; None if there are none."""
    keys = {key: row for row, key in enumerate(view.result.probes.encodings.keys.tolist())}
    for make in sources(view.result).values():
        searches = make()
        known = searches.enrolled & np.isin(searches.keys, list(keys))
        if searches.strangers is not None and known.any():
            rows = np.array([keys[key] for key in searches.keys[known].tolist()], np.intp)
            return rows, searches.distances[known]
        break  # further sources are other people or other photos
    own = view.result.search.mate_distances
    rows = np.flatnonzero(~np.isnan(own))
    return (rows, own[rows]) if len(rows) else None


def verdict(view: AtThreshold) -> str:
    """Say how many searches end with a wrong name, and what that means for the groups."""
    return f"{named_words(view)} {_(SAME_FOR_ALL)}" if view.fpir.events else named_words(view)


def named_words(view: AtThreshold, k: int = LENGTH, rejects: float = REJECT) -> str:
    """Say how many searches end with a wrong name, with and without the threshold."""

    def everybody(*, threshold: bool) -> dict[str, Any]:
        lists = candidate_lists(view, k, threshold=threshold)
        return named_by_group(view, lists, rejects, groups_of(view, None))[0]

    under = everybody(threshold=True)
    given, searches = under["with_candidates"], under["searches"]
    words = [
        ngettext(
            "The machine lists strangers in {given} of {searches} search.",
            "The machine lists strangers in {given} of {searches} searches.",
            searches,
        ).format(given=number(given), searches=number(searches))
    ]
    if given:
        words.append(
            ngettext(
                "A reviewer sees the closest one of each, and rejects {rejects} of strangers. "
                "A wrong person is then named in about {named} searches ({low} to {high} by the "
                "reviewer’s luck).",
                "A reviewer sees up to {k} of them in each, and rejects {rejects} of strangers. "
                "A wrong person is then named in about {named} searches ({low} to {high} by the "
                "reviewer’s luck).",
                k,
            ).format(k=number(k), rejects=percent(rejects, 0), **_named(under))
        )
    if not lists_are_cut(view):
        words.append(
            ngettext(
                "Without a threshold, the reviewer gets the closest stranger of every search. "
                "Then a wrong person is named in about {named} of {searches} ({low} to {high}).",
                "Without a threshold, the reviewer gets the {k} closest strangers of every search. "
                "Then a wrong person is named in about {named} of {searches} ({low} to {high}).",
                k,
            ).format(k=number(k), searches=number(searches), **_named(everybody(threshold=False)))
        )
    return " ".join(words)


def _named(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "named": number(row["searches_named"], 1),
        "low": number(row["low"]),
        "high": number(row["high"]),
    }
