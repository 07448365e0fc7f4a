"""Bias or luck among the people of a search: every label column at once, person by person."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.groups import Group
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.outcome import SearchOutcome
from simulator.i18n.language import _, marked
from simulator.stats.significance import Significance, bias_or_luck_by_column

NOT_IDENTIFIED = marked(
    "No verdict: these photos do not say whom they show, so nobody knows how many people they are."
)


def luck_by_column(view: AtThreshold, columns: Sequence[str] = ()) -> dict[str, Significance]:
    """Test whether luck alone explains how unequally false matches fall on the groups.

    All label columns of the people searched are tested together, whichever are shown, so that a
    verdict does not depend on what somebody asked to see. People are shuffled, not photos: somebody
    with several photos is falsely matched if one of them is.

    Args:
        view: the search at a threshold.
        columns: more columns to test, such as intersections ``a*b``.

    Returns:
        A test per column: those of the labels first, then the others.

    Raises:
        LabelError: the people searched have no such label.
    """
    result = view.result
    everything = dict.fromkeys([*result.probes.card.labels, *columns])
    searched = result.searched.columns
    labeled = [c for c in everything if c in columns or all(p in searched for p in c.split("*"))]
    person, people = people_of(result)
    tested = bias_or_luck_by_column(
        any_of(view.flagged, person, people),
        {
            column: [
                Group(group.value, group.label, any_of(group.members, person, people))
                for group in result.groups(column)
            ]
            for column in labeled
        },
    )
    return tested if result.identified else {c: _unjudged(test) for c, test in tested.items()}


def _unjudged(test: Significance) -> Significance:
    none = _(NOT_IDENTIFIED)
    tests = tuple(dataclasses.replace(each, verdict=none) for each in test.tests)
    return dataclasses.replace(test, verdict=none, tests=tests)


def people_of(result: SearchOutcome) -> tuple[NDArray[np.intp], int]:
    """Return the person, 0…n−1, of each search, and how many people there are."""
    return result.person, result.people


def any_of(marked: NDArray[np.bool_], person: NDArray[np.intp], people: int) -> NDArray[np.bool_]:
    """Mark the people of whom a search is marked, (people,) of bool."""
    found = np.zeros(people, bool)
    found[person[marked]] = True
    return found
