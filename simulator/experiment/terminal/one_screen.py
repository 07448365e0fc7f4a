"""A view on one screen of a terminal: the headline, one table, and how to see more."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.text import Text

from simulator.experiment.luck import luck_by_column
from simulator.experiment.result import searches_congress
from simulator.experiment.terminal.group_table import group_table
from simulator.experiment.terminal.terminal_text import (
    confidence_said,
    headline,
    limits,
    relatives,
    why_this_threshold,
)
from simulator.experiment.view import View
from simulator.i18n.plurals import plural
from simulator.stats.published import ACLU_2018


def print_screen(
    view: View, group_by: tuple[str, ...], console: Console, added: RenderableType | None = None
) -> None:
    """Print the headline, the groups by one label, and the options that show more.

    Args:
        view: a search at a threshold.
        group_by: the labels to show; the first of all by default.
        console: where to.
        added: shown instead of the groups by default.
    """
    columns = view.columns(None)
    shown = list(group_by) or columns[:1]
    # Chance is judged among all labels, as in the long form.
    luck = luck_by_column(view, view.columns(tuple(shown)) if group_by else columns)
    tables = [group_table(view, column, luck[column]) for column in shown]
    if added is not None:
        tables = [added, Text("")]
    head, *more = headline(view)
    parts: list[RenderableType] = [
        Text(head, style="bold"),
        *map(Text, more),
        Text(_searched(view)),
    ]
    if why := why_this_threshold(view):
        parts.append(Text(why, style="dim"))
    parts += [Text(line) for line in (*relatives(view), *limits(view))]
    parts += [Text(""), *tables]
    if searches_congress(view):
        parts.append(Text(_published(), style="italic"))
    others = [column for column in columns if column not in shown]
    parts.append(Text(_how_to_see_more(others), style="dim"))
    console.print(Group(*parts))


def _searched(view: View) -> str:
    result = view.result
    photos = plural(len(result.gallery_rows), "photo")
    left_out = len(result.not_searched)
    missing = f" ({left_out:,} of those listed are not)" if left_out else ""
    condition = result.experiment.condition
    under = f", under the image condition {condition}" if condition else ""
    return (
        f"{result.probes.card.title}, searched{missing} in {photos} of "
        f"{result.gallery.card.title}{under}; {result.probes.encodings.matcher.name} at distance "
        f"{view.distance:g}, {confidence_said(view)}."
    )


def _published() -> str:
    facts = ACLU_2018
    return (
        f"Published by the ACLU: {facts['false_matches']} of {facts['searches']}, "
        f"{facts['share_of_false_matches_people_of_color']} people of color."
    )


def _how_to_see_more(others: list[str]) -> str:
    by = f"--group-by {others[0]}; " if others else ""
    return f"More: --full (everything); {by}--json; --out DIR"
