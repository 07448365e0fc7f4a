"""False matches beside missed matches, overall and by group; what tells the missed from the found.

Whoever was searched for with several photos counts once, with the average over them; what each
search counts is given beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.groups import Group, split_by
from simulator.datasets.photo_measurements import PHOTO_COLOR, photo_colors
from simulator.experiment.at_threshold import AtThreshold
from simulator.search.mated_searches import MatedSearches
from simulator.stats.by_group import by_group
from simulator.stats.metrics import Rate, rate
from simulator.stats.people import missed_by_person, numbered
from simulator.stats.significance import bias_or_luck, holm
from simulator.stats.threshold import is_match


@dataclass(frozen=True)
class OncePerPerson:
    """A rate in which each person counts once, and what it is by searches.

    Attributes:
        value: the rate; nan where it is undefined.
        low, high: its 95% interval over people; nan with too few people.
        by_search: the rate in which each search counts once, whose own interval assumes that
            searches are independent.
        several: whether somebody has several searches, so that the two rates differ.
    """

    value: float
    low: float
    high: float
    by_search: Rate
    several: bool

    @property
    def ends(self) -> tuple[float, float, float]:
        """Return the rate and the two ends of its interval."""
        return self.value, self.low, self.high


def falsely_matched(view: AtThreshold) -> OncePerPerson:
    """Return the share of people falsely matched: FPIR, each person counting once."""
    found, once = view.fpir, view.fpir_by_person
    if once is None:
        return OncePerPerson(found.value, found.low, found.high, found, False)
    return OncePerPerson(once.value, once.low, once.high, found, True)


def missed_at(searches: MatedSearches, thresholds: Sequence[float]) -> list[OncePerPerson]:
    """Return the share of people missed at each threshold: FNIR, each person counting once.

    Failures to enroll are left out.
    """
    enrolled, several = searches.enrolled, searches.several_photos
    distances, person = searches.distances[enrolled], numbered(searches.subjects[enrolled])
    values = missed_by_person(distances, person, thresholds).tolist()
    ends = searches.intervals(thresholds, by_person=True)
    found = [searches.fnir(threshold, with_failures=False) for threshold in thresholds]
    return [
        OncePerPerson(value if several else each.value, end.low, end.high, each, several)
        for value, end, each in zip(values, ends, found, strict=True)
    ]


def false_matches_beside(
    view: AtThreshold, searches: MatedSearches, column: str
) -> pd.DataFrame | None:
    """Return the false matches of everyone searched, by the groups of the missed matches.

    Args:
        view: the search at a threshold.
        searches: mated searches of the same people, by the photos that were searched with.
        column: a label of the mated searches, or ``photo_color``.

    Returns:
        Columns group, label, events, trials, rate, low, high (Wilson, 95%); more people than in the
        mated searches, because a false match needs no second portrait. None where the people
        searched have no such label.
    """
    labels = _labels(view, column)
    if labels is None:
        return None

    def measure(members: NDArray[np.bool_]) -> Rate:
        return rate(int(view.flagged[members].sum()), int(members.sum()))

    columns = ("events", "trials", "rate", "low", "high")
    return by_group(measure, split_by(labels, column, searches.card), columns)


def _labels(view: AtThreshold, column: str) -> pd.DataFrame | None:
    labels = view.result.searched
    if column == PHOTO_COLOR:
        probes = view.result.probes
        colors = photo_colors(probes, probes.encodings.keys.tolist())
        return None if colors is None else labels.assign(**{PHOTO_COLOR: colors.to_numpy()})
    return labels if column in labels.columns else None


def luck_of_misses(searches: MatedSearches, threshold: float) -> pd.DataFrame:
    """Test, for each label, whether luck alone explains how unequally the groups are missed.

    Args:
        searches: mated searches with one search per person.
        threshold: in the matcher's distance.

    Returns:
        Columns column, p (all shuffles of the labels; nan where no two sides have 20 people,
        or where all or none are missed) and p_holm (corrected by Holm over the labels that were
        tested). Empty where somebody is searched for several times: those searches are not
        independent.

    Source:
        The test of :func:`simulator.stats.significance.bias_or_luck`.
    """
    if len(set(searches.subjects.tolist())) < len(searches.subjects):
        return pd.DataFrame(columns=["column", "p", "p_holm"])
    enrolled = searches.enrolled
    missed = ~is_match(searches.distances[enrolled], threshold)
    p = np.array(
        [bias_or_luck(missed, _of(enrolled, searches, column)).p for column in searches.columns]
    )
    corrected = np.full(len(p), np.nan)
    tested = ~np.isnan(p)
    corrected[tested] = holm(p[tested])
    return pd.DataFrame({"column": searches.columns, "p": p, "p_holm": corrected})


def _of(enrolled: NDArray[np.bool_], searches: MatedSearches, column: str) -> list[Group]:
    labels = searches.labels[enrolled].reset_index(drop=True)
    return split_by(labels, column, searches.card)
