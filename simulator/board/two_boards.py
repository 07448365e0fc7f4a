"""Two searches under one threshold: what a picture of both looks up at every stop of the first.

The second search is set to the same confidence, where both have one; to the same distance, where
one matcher measured both; otherwise to the same share of the searches, because the distances of
two matchers cannot be compared.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.board.board import Board
from simulator.board.stops import log_odds

CONFIDENCE, DISTANCE, SHARE = "confidence", "distance", "share"
"""What is the same in both searches."""
SHOWN = ("label", "searched", "counts", "rates")
"""What a picture of two searches shows of a group."""


def same_in_both(one: Board, other: Board, *, one_matcher: bool) -> str:
    """Return what can be set alike in both: confidence, distance or the share falsely matched."""
    calibrated = [
        all(stop.confidence is not None for stop in board.stops.stops) for board in (one, other)
    ]
    if all(calibrated):
        return CONFIDENCE
    return DISTANCE if one_matcher else SHARE


def stops_alike(one: Board, other: Board, same: str) -> list[int]:
    """Return, for every stop of ``one``, the nearest stop of ``other``.

    Args:
        one: a board.
        other: another one.
        same: what is nearest, as :func:`same_in_both` says.
    """
    here, there = (_scale(board, same) for board in (one, other))
    return [int(np.argmin(np.abs(there - value))) for value in here]


def _scale(board: Board, same: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    stops = board.stops.stops
    if same == CONFIDENCE:
        return np.array([log_odds(stop.confidence or 0.5) for stop in stops])
    if same == DISTANCE:
        return np.array([stop.distance for stop in stops])
    return np.array(json.loads(board.tables)["stops"]["flagged"]) / board.searched


def two_boards(one: Board, other: Board, same: str, grouping: str | None) -> dict[str, Any]:
    """Return what a picture of two searches looks up.

    Args:
        one: the board whose stops the control has.
        other: another one.
        same: what is set alike, as :func:`same_in_both` says.
        grouping: key of the grouping to show, one that both have; None for everybody together.

    Returns:
        ``sides``: for each board its stops, groups and rates; ``alike``: for every stop of ``one``
        the stop of ``other``; ``rows``: (label, place among the groups of each side or None);
        ``both``: for every stop how many are falsely matched in both, or None where the people
        cannot be told apart by name or are not the same; ``words``: those of the first board.
    """
    tables = [json.loads(board.tables) for board in (one, other)]
    alike = stops_alike(one, other, same)
    sides = [_side(table, grouping) for table in tables]
    labels = [[group["label"] for group in side["groups"]] for side in sides]
    return {
        "sides": sides,
        "alike": alike,
        "rows": [
            [label, *(names.index(label) if label in names else None for names in labels)]
            for label in dict.fromkeys(labels[0] + labels[1])
        ],
        "both": _matched_in_both(tables, alike),
        "words": {
            name: tables[0]["words"][name]
            for name in ("language", "count", "of_matched", "at_confidence", "at_distance")
        },
    }


def _side(table: dict[str, Any], grouping: str | None) -> dict[str, Any]:
    """Return the part of a board's tables that shows everybody and the groups of one grouping."""
    found = next((g for g in table["groupings"] if g["key"] == grouping), None)
    groups = [{name: group[name] for name in SHOWN} for group in found["groups"]] if found else []
    total = len(table["people"]["name"])
    everybody = {
        "label": "",
        "searched": total,
        "counts": table["stops"]["flagged"],
        "rates": table["total_rates"],
    }
    searched = {str(group["searched"]) for group in [everybody, *groups]}
    return {
        "stops": table["stops"],
        "everybody": everybody,
        "groups": groups,
        "rates": {n: rates for n, rates in table["rates"].items() if n in searched},
    }


def _matched_in_both(tables: Sequence[dict[str, Any]], alike: Sequence[int]) -> list[int] | None:
    names, others = (table["people"]["name"] for table in tables)
    if len(set(names)) < len(names) or set(names) != set(others) or len(names) != len(others):
        return None
    rank = {name: place for place, name in enumerate(others)}
    there = np.array([rank[name] for name in names])
    flagged, other_flagged = (table["stops"]["flagged"] for table in tables)
    return [
        int((there[: flagged[stop]] < other_flagged[alike[stop]]).sum())
        for stop in range(len(flagged))
    ]
