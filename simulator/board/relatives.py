"""Relatives among the pairs: who they are, and the counts of every stop without them.

A relative is a stranger to the matcher's question and counts as a false match. What a reader makes
of a son who is taken for his father is another matter, so both counts are shown.
"""

from __future__ import annotations

from typing import Any

from simulator.board.stops import Stops
from simulator.datasets.kin import RELATIONS
from simulator.experiment.result import Result
from simulator.i18n.language import _
from simulator.stats.metrics import false_matches


def relation_words(result: Result, searches: list[int]) -> list[str]:
    """Say which of the closest matches is a relative of the person searched for.

    Args:
        result: a search whose gallery lists relatives.
        searches: the numbers of the searches.

    Returns:
        Words for each search, "" where the closest match is no known relative.
    """
    of_pair = {} if result.kin is None else result.kin.relation_of
    closest = result.search.candidates[:, 0]
    found = [of_pair.get((search, int(closest[search]))) for search in searches]
    return [
        "" if one is None else _("A relative: {relation}").format(relation=_(RELATIONS[one]))
        for one in found
    ]


def without_relatives(result: Result, stops: Stops) -> dict[str, Any] | None:
    """Return the counts without relatives at every stop; None where the gallery lists none.

    Where the search itself left relatives out, the counts are those with them.

    Returns:
        ``flagged``: the count at each stop; ``line``: words for it.
    """
    if result.kin is None:
        return None
    left_out = result.experiment.without_kin
    nearest = result.kin.nearest_with if left_out else result.kin.nearest_without
    return {
        "flagged": [int(false_matches(nearest, stop.distance).sum()) for stop in stops.stops],
        "line": _("With relatives: {count} of {total} = {rate}")
        if left_out
        else _("Without relatives: {count} of {total} = {rate}"),
    }
