"""Bias or luck among the people of a search: every label column at once, person by person."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.groups import Group
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.identified import verdicts_if
from simulator.experiment.outcome import SearchOutcome
from simulator.stats.significance import GroupTest, Significance, bias_or_luck_by_column


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
    return {column: _without_verdicts(result.identified, test) for column, test in tested.items()}


def _without_verdicts(identified: bool, test: Significance) -> Significance:
    tests = tuple(_group_without_verdict(identified, each) for each in test.tests)
    return dataclasses.replace(test, verdict=verdicts_if(identified, test.verdict), tests=tests)


def _group_without_verdict(identified: bool, test: GroupTest) -> GroupTest:
    return dataclasses.replace(test, verdict=verdicts_if(identified, test.verdict))


def people_of(result: SearchOutcome) -> tuple[NDArray[np.intp], int]:
    """Return the person, 0…n−1, of each search, and how many people there are."""
    return result.person, result.people


def any_of(marked: NDArray[np.bool_], person: NDArray[np.intp], people: int) -> NDArray[np.bool_]:
    """Mark the people of whom a search is marked, (people,) of bool."""
    found = np.zeros(people, bool)
    found[person[marked]] = True
    return found
