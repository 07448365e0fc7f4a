"""The section of a sweep's report on another portrait of the same people."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from simulator.charts.another_portrait import (
    again_words,
    counts_table,
    interval_table,
    rank_words,
    share_table,
)
from simulator.errors import FalseMatchError
from simulator.experiment.another_portrait import another_portrait
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.stats.photo_choice import PEOPLE_AND_PHOTOS_ANSWERS, WILSON_ANSWERS
from simulator.storage.escaping import html_text as escape


def portrait_section(frame: pd.DataFrame) -> str:
    """Return the section; empty where the sweep did not vary the portrait.

    It searches the whole of the first gallery with both portraits, and applies the middle one of
    the sweep's distances to both.

    Args:
        frame: the sweep's rows.
    """
    if frame["portrait"].nunique() < 2:
        return ""
    one = frame.iloc[0]
    distances = sorted(frame.loc[frame["distance"] > 0, "distance"].unique())
    title = "<h2>The same people with another portrait</h2>"
    if not distances:
        return ""
    distance = float(distances[len(distances) // 2])
    experiment = Experiment(
        probes=one.probes,
        gallery=one.gallery,
        matcher=one.matcher,
        paintings=bool(one.paintings),
        without_kin=bool(one.without_kin),
    )
    try:
        portraits = another_portrait(run(experiment))
    except FalseMatchError as error:
        return f'{title}<p class="note">{escape(str(error))}</p>'
    overlap = portraits.at(distance)
    columns = [column for column in frame["group_by"].unique() if column]
    parts = [
        title,
        f"<p>{escape(one.probes)} searched in the whole of {escape(one.gallery)} twice, both times "
        f"at distance {distance:g}.</p>",
        f"<p>{escape(again_words(overlap).replace('**', ''))}</p>",
        _table(*counts_table(overlap)),
        *(_table(*share_table(overlap, column)) for column in columns),
        f"<p>{escape(rank_words(portraits))}</p>",
        _table(*interval_table(portraits, distance, columns[0] if columns else None)),
        f'<p class="note">{escape(WILSON_ANSWERS)} {escape(PEOPLE_AND_PHOTOS_ANSWERS)}</p>',
    ]
    return "".join(parts)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows
    )
    return (
        '<div class="scroll" tabindex="0" role="group" '
        f'aria-label="{escape(", ".join(head))}"><table><thead><tr>'
        f"{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )
