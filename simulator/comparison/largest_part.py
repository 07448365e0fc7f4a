"""Sentences on how much of a rate one person carries, in the app's language; nobody is named."""

from __future__ import annotations

import pandas as pd

from simulator.comparison.comparison_counts import ComparisonCounts
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, percent
from simulator.stats.subject_intervals import MOST_CARRIED

WORTH_SAYING = 0.1
"""Smaller parts are in the JSON only."""


def _said(words: str, share: float) -> str:
    """Add what the interval rests on where one person has more than a third of the comparisons."""
    if not share > MOST_CARRIED:
        return words
    caveat = _("The interval can be trusted only if this person is like everybody else.")
    return f"{words} {caveat}"


def false_matches_carried(table: pd.DataFrame) -> list[str]:
    """Say in how many of a group's false matches the person who is in most of them takes part.

    Args:
        table: of :meth:`simulator.comparison.false_match_pairs.FalseMatchPairs.by`.
    """
    return [
        _("{group}: one person is in {share} of the false matches.").format(
            group=group_name(str(row.label)), share=percent(row.largest_share_of_events, 0)
        )
        for row in table.itertuples()
        if "largest_share_of_events" in table and row.largest_share_of_events >= WORTH_SAYING
    ]


def mated_comparisons_carried(table: pd.DataFrame) -> list[str]:
    """Say how many of a group's mated comparisons are of the person who has the most.

    Args:
        table: of :meth:`simulator.comparison.fnmr.MatedComparisons.by`.
    """
    return [
        _said(
            _("{group}: one person is {share} of the comparisons of one person’s photos.").format(
                group=group_name(str(row.label)), share=percent(row.largest_share_of_comparisons, 0)
            ),
            row.largest_share_of_comparisons,
        )
        for row in table.itertuples()
        if row.largest_share_of_comparisons >= WORTH_SAYING
    ]


def comparisons_carried(counts: ComparisonCounts) -> list[str]:
    """Say what part of a group's comparisons the person with the most photos has, by group.

    Nothing is said where nobody has a tenth of them, or where it was not counted.
    """
    if counts.carried is None or not counts.several_photos:
        return []
    said = []
    for (value, label), (others, own) in zip(counts.groups, counts.carried.tolist(), strict=True):
        if value and max(others, own) >= WORTH_SAYING:
            words = _(
                "{group}: one person is in {others} of the comparisons of two people, and is "
                "{own} of the comparisons of one person’s photos."
            )
            if own != own:  # nan: nobody has two photos
                words = _("{group}: one person is in {others} of the comparisons of two people.")
            told = words.format(
                group=group_name(label), others=percent(others, 0), own=percent(own, 0)
            )
            said.append(_said(told, max(others, own)))
    return said
