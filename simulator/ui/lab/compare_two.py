"""Compare two: one threshold moves two searches that differ in one thing."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import streamlit as st

from simulator.board.board import Board
from simulator.board.two_boards import CONFIDENCE, DISTANCE, SHARE, same_in_both
from simulator.i18n.label_names import column_name
from simulator.i18n.language import _, marked, number
from simulator.i18n.markdown import literal
from simulator.ui import cached_bar, components, threshold_setting
from simulator.ui.lab import lab_link
from simulator.ui.lab.bar import CHANNEL, Report
from simulator.ui.lab.lab_link import DIFFERS, OTHER
from simulator.ui.lab.menus import Search
from simulator.ui.lab.two_choice import (
    TWO_THRESHOLDS,
    Pair,
    differences,
    in_one_gallery,
    pair_of,
)
from simulator.ui.search_job import search_board

TWO_KEY = "lab-two"
OTHER_CHANNEL = "b"
KINDS = {
    "matcher": marked("another matcher"),
    "portrait": marked("another photo"),
    "gallery": marked("another gallery"),
    "condition": marked("another condition"),
    "probes": marked("other people"),
    "kin": marked("or without relatives"),
}
SAME = {
    CONFIDENCE: marked("One slider moves both, at the same confidence."),
    DISTANCE: marked("One slider moves both, at the same distance."),
    SHARE: marked(
        "One slider moves both, to the same share falsely matched: the distances of two matchers "
        "cannot be compared."
    ),
}


def own_experiment(search: Search) -> Search:
    """Return the bar's search in the gallery in which both sides can be compared."""
    pair = pair_of(search, lab_link.choices(reported=True))
    if pair is None:
        return search
    alike = in_one_gallery(search.experiment, pair.other.experiment)
    return dataclasses.replace(search, experiment=alike)


def choose_other(search: Search, report: Report) -> None:
    """Adopt what the panel's menus chose as the other search."""
    values = lab_link.choices(reported=True)
    differs, other = report.get(DIFFERS), report.get(OTHER)
    possible = differences(search)
    if differs in possible:
        keys = possible[str(differs)]
        values.update({DIFFERS: str(differs), OTHER: str(other) if other in keys else keys[0]})
        lab_link.choose({**values, **search.chosen})


def compare_two(search: Search, board: Board) -> None:
    """Show both searches, group by group, under one threshold.

    Args:
        search: the bar's search.
        board: its tables.
    """
    pair = pair_of(search, lab_link.choices(reported=True))
    if pair is None:
        st.info(_("Nothing else is installed that this search could be compared with."))
        return
    if pair.problem:
        _say_what_is_possible(pair)
    st.session_state["lab-pair"] = pair
    if st.session_state.get(TWO_THRESHOLDS):
        st.info(_("This link has two thresholds. Now one slider moves both, from the first."))
    other = search_board(in_one_gallery(pair.other.experiment, search.experiment), OTHER_CHANNEL)
    if other is None:
        return
    components.lab_two(key=TWO_KEY, data=_data(pair, board, other), on_setting_change=lambda: None)
    if pair.differs == "matcher":
        st.caption(
            _("Both search the same {photos} photos of this gallery.").format(
                photos=number(min(board.gallery_photos, other.gallery_photos))
            )
        )


def _say_what_is_possible(pair: Pair) -> None:
    possible = differences(pair.one).items()
    sentence = _(
        "The link was not understood: expected {name} to be one of {expected}, found {found}. "
        "Choose one in the line above."
    ).format(
        name=OTHER,
        expected="; ".join(f"{name}: {', '.join(keys)}" for name, keys in possible),
        found=repr(lab_link.choices(reported=True).get(OTHER, "")[:40]),
    )
    st.warning(literal(sentence))


def _data(pair: Pair, board: Board, other: Board) -> bytes:
    one_matcher = pair.one.experiment.matcher == pair.other.experiment.matcher
    same = same_in_both(board, other, one_matcher=one_matcher)
    shared = [key for key in board.groupings if key in other.groupings]
    wanted = threshold_setting.in_session(CHANNEL).grouping
    grouping = wanted if wanted in shared else next(iter(shared), None)
    possible = differences(pair.one)
    content = {
        "channel": CHANNEL,
        "names": [_words(search, pair.differs) for search in (pair.one, pair.other)],
        "choose": _("Compared with {differs}: {other}."),
        "menus": _menus(pair, possible),
        "same": _(SAME[same]),
        "group_by": _("Group by"),
        "everybody": _("Everybody"),
        "grouping": grouping,
        "groupings": [[key, column_name(key)] for key in shared],
        "overlap": _(
            "Falsely matched in both: {both}. Only with {one}: {only_one}. Only with {other}: "
            "{only_other}."
        ),
        "tables": cached_bar.two(board, other, same, grouping),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()


def _menus(pair: Pair, possible: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Return what can differ, and what the other search can have instead."""
    kinds = [[name, _(KINDS[name])] for name in possible]
    if pair.differs not in possible:
        # An older link, with more than one difference.
        kinds.append([pair.differs, ", ".join(_(KINDS[name]) for name in pair.differs.split(","))])
        choices = [[pair.value, _words(pair.other, pair.differs)]]
    else:
        words = dict(_menu_words(pair.other, pair.differs))
        choices = [[key, words.get(key, key)] for key in possible[pair.differs]]
    return [
        {"name": DIFFERS, "label": _("What differs"), "options": kinds, "chosen": pair.differs},
        {"name": OTHER, "label": _("Compared with"), "options": choices, "chosen": pair.value},
    ]


def _menu_words(search: Search, name: str) -> tuple[tuple[str, str], ...]:
    return next((menu.options for menu in search.menus if menu.name == name), ())


def _words(search: Search, differs: str) -> str:
    """Return the words of what differs in a search."""
    said = []
    for name in differs.split(","):
        options = dict(_menu_words(search, name))
        said.append(options.get(search.chosen.get(name, ""), ""))
    return ", ".join(filter(None, said))
