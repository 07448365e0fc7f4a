"""Which search is compared with the bar's own: the one choice, or the few, in which they differ.

The link names what differs and the other choice: ``differs=matcher&other=eigenfaces``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from simulator.errors import FalseMatchError
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import gallery_photos
from simulator.ui.lab import lab_link
from simulator.ui.lab.lab_link import DIFFERS, OTHER, PANEL
from simulator.ui.lab.menus import AT_FIRST, NAMES, PROBES, Search, search_of
from simulator.ui.threshold_setting import GROUPS, THRESHOLD

FIRST_TO_DIFFER = ("matcher", "portrait", "gallery", "condition", "probes", "kin")
"""What the panel offers to let differ, in this order; it opens with the first that can."""
OLD_PROBES = "congress-114"
"""Whom the second setting searched for in links that were written before and did not say."""
OLD = tuple(f"{name}_{side}" for side in "ab" for name in (*NAMES, THRESHOLD, GROUPS))
TWO_THRESHOLDS = "two-thresholds"


@dataclass(frozen=True)
class Pair:
    """Two searches that differ.

    Attributes:
        one, other: the searches.
        differs: the menus in which they differ, comma-separated.
        problem: whether the link names a difference that cannot be shown.
    """

    one: Search
    other: Search
    differs: str
    problem: bool = False

    @property
    def value(self) -> str:
        """The other choice of each menu that differs, comma-separated."""
        return ",".join(self.other.chosen[name] for name in self.differs.split(","))


def differences(search: Search) -> dict[str, list[str]]:
    """Return what can be compared with a search: each menu and its other choices, in order."""
    menus = {menu.name: menu for menu in search.menus}
    found = {}
    for name in FIRST_TO_DIFFER:
        keys = menus[name].keys if name in menus else []
        others = [key for key in keys if key != search.chosen[name] and _is(search, name, key)]
        if others:
            found[name] = others
    return found


def _is(search: Search, name: str, key: str) -> bool:
    """Return whether the search with another choice differs in that choice and in nothing else."""
    other = search_of({**search.chosen, name: key})
    # A menu without a choice is set to what it begins with.
    return {**AT_FIRST, **other.chosen} == {**AT_FIRST, **search.chosen, name: key}


def pair_of(search: Search, wanted: Mapping[str, str]) -> Pair | None:
    """Return the two searches of a link; where it names no other, the first that differs.

    Args:
        search: the bar's own search.
        wanted: the link's choices.

    Returns:
        The pair; None where nothing else can be searched.
    """
    names, keys = wanted.get(DIFFERS, "").split(","), wanted.get(OTHER, "").split(",")
    asked = dict(zip(names, keys, strict=False))
    if asked and set(asked) <= set(NAMES):
        other = search_of({**search.chosen, **asked})
        differs = [name for name in names if other.chosen.get(name) == asked[name]]
        if differs == names and other.experiment != search.experiment:
            return Pair(search, other, ",".join(names))
    possible = differences(search)
    if not possible:
        return None
    name = names[0] if names[0] in possible else next(iter(possible))
    other = search_of({**search.chosen, name: possible[name][0]})
    unknown = bool(wanted.get(OTHER)) and wanted[OTHER] != search.chosen.get(name)
    return Pair(search, other, name, problem=unknown)


def adopt_old_link() -> None:
    """Open a link that was written when both sides had menus and a threshold of their own.

    Its first setting becomes the bar's, with its threshold; the second is what is compared.
    """
    there = {name: st.query_params[name] for name in OLD if name in st.query_params}
    if not there:
        return
    one, other = (
        search_of({name: there.get(f"{name}_{side}", first) for name, first in begins.items()})
        for side, begins in (
            ("a", dict.fromkeys(NAMES, "")),
            ("b", dict.fromkeys(NAMES, "") | {PROBES: OLD_PROBES}),
        )
    )
    here, beside = {**AT_FIRST, **one.chosen}, {**AT_FIRST, **other.chosen}
    differs = [name for name in NAMES if beside[name] != here[name] and name in other.chosen]
    values = {**one.chosen, PANEL: "Two settings"}
    if differs:
        values[DIFFERS] = ",".join(differs)
        values[OTHER] = ",".join(other.chosen[name] for name in differs)
    threshold = {}
    for name in (THRESHOLD, GROUPS):
        said = [there[key] for key in (f"{name}_a", f"{name}_b") if there.get(key)]
        if said:
            threshold[name] = said[0]
        if name == THRESHOLD:
            st.session_state[TWO_THRESHOLDS] = len(set(said)) > 1
    for name in there:
        del st.query_params[name]
    lab_link.choose(values, **threshold)


def in_one_gallery(own: Experiment, other: Experiment) -> Experiment:
    """Return an experiment in the gallery of another matcher's finished search, where it has one.

    Args:
        own: the experiment.
        other: the one that it is compared with.

    Returns:
        ``own`` with :attr:`Experiment.same_gallery_as`, if the same people are searched for in the
        same gallery by another matcher that searched fewer of its photos; else ``own``.
    """
    if own.matcher == other.matcher or (own.probes, own.gallery) != (other.probes, other.gallery):
        return own
    alike = dataclasses.replace(own, same_gallery_as=other.matcher)
    try:
        return alike if gallery_photos(alike) < gallery_photos(own) else own
    except FalseMatchError:
        return own
