"""Named mixes of the gallery in words, and the table of what they do at one threshold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from simulator.experiment.identified import head_of_count, too_few_note
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, marked, number, percent
from simulator.search.named_mixes import IN_WORDS, TITLES, MixOfGallery
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL

SAME_BUT_THE_GALLERY = marked(
    "In every column the same people are searched for, by the same matcher, at the same threshold. "
    "Only who is in the gallery differs. So a gap between two groups may come from the matcher, "
    "from luck, or from who is in the gallery."
)
ARRESTS_ARE_NOT_PEOPLE = marked(
    "Arrests count how often police arrest, not who did what: one person may be arrested several "
    "times, and an arrest is no conviction."
)


def mix_sentences(mix: MixOfGallery) -> list[str]:
    """Return sentences on a mix: its shares, their source, and what they leave out."""
    shares = ", ".join(
        f"{group_name(mix.words[value])} {percent(share)}"
        for value, share in mix.shares.items()
        if share
    )
    sentences = [
        _("The gallery by {label}: {shares}.").format(label=column_name(mix.column), shares=shares)
    ]
    figures = mix.figures
    if figures is None:
        return sentences
    sentences.append(
        _("Source: {source}. {table}, {url}").format(
            source=figures.source, table=figures.table, url=figures.url
        )
    )
    if figures.without_counterpart:
        sentences.append(
            _(
                "Published there, but labeled in no gallery here, so left out ({share}): {groups}."
            ).format(
                share=percent(figures.share_without_counterpart),
                groups="; ".join(_(IN_WORDS[words]) for words in figures.without_counterpart),
            )
        )
    if figures.inside:
        sentences.append(
            _("Counted inside these groups, not apart: {groups}.").format(
                groups="; ".join(_(IN_WORDS[words]) for words in figures.inside)
            )
        )
    if mix.not_drawn:
        sentences.append(
            _("Labeled in this gallery, and not drawn: {groups}.").format(
                groups=", ".join(group_name(label) for label in mix.not_drawn)
            )
        )
    return sentences


def shift_rows(
    shift: Mapping[str, pd.DataFrame], identified: bool = True
) -> tuple[list[str], list[list[str]]]:
    """Return head and rows of the table of FPIR by probe group in each named mix.

    Args:
        shift: from :func:`simulator.experiment.mixes.shift_by_mix`.
        identified: whether the photos searched with say whom they show.
    """
    head = [_("Group"), head_of_count(identified), *(_(TITLES[name]) for name in shift)]
    rows: dict[str, list[str]] = {}
    for table in shift.values():
        for row in table.itertuples():
            label = group_name(row.label) if row.label else _("everyone")
            few = " †" if row.too_few else ""
            rows.setdefault(label + few, [number(int(row.people))]).append(_rate(row))
    return head, [[label, *cells] for label, cells in rows.items()]


def few_note(shift: Mapping[str, pd.DataFrame], identified: bool = True) -> str:
    """Return the sentence on groups marked †; empty where none is."""
    if not any(table["too_few"].any() for table in shift.values()):
        return ""
    return too_few_note(identified, FEWEST_TRIALS_FOR_AN_INTERVAL)


def _rate(row: Any) -> str:
    if math.isnan(row.fpir):
        return _("between {low} and {high}").format(
            low=percent(row.bracket_low), high=percent(row.bracket_high)
        )
    return percent(row.fpir)
