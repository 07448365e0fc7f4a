"""Mixes of a gallery as text for a terminal: what each holds, and the rates expected in it."""

from __future__ import annotations

import math

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from simulator.experiment.mixes import BY_FORMULA, AskedGallery, expected_in
from simulator.experiment.view import View
from simulator.i18n.language import percent
from simulator.i18n.plurals import plural
from simulator.search.named_mixes import TITLES, MixOfGallery, mix_of
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL, zero_events_bound
from simulator.stats.rate_words import bound_words


def mix_text(view: View, asked: AskedGallery, *, all_labels: bool = True) -> RenderableType:
    """Return the rates that a finished search expects in another gallery, by group.

    Args:
        view: the finished search at a threshold.
        asked: the gallery.
        all_labels: show every label of the probes, or those asked for, or else the first.
    """
    columns = view.columns(None)
    if not all_labels and not view.result.experiment.group_by:
        columns = columns[:1]
    found = expected_in(view, asked, [None, *columns])
    table = Table(
        title=f"Expected in {plural(asked.photos, 'photo')}",
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
    )
    table.add_column("Group")
    table.add_column("People", justify="right")
    table.add_column("FPIR", justify="right")
    table.add_column("95% of galleries", justify="right")
    for row in (row for rows in found.values() for row in rows.itertuples()):
        low, high = row.gallery_low, row.gallery_high
        rate = percent(row.fpir)
        if math.isnan(row.fpir):
            low, high, rate = row.bracket_low, row.bracket_high, "more than there are"
        elif not row.fpir:
            # Nobody matches anybody in the whole gallery: how rare that may be, people can say.
            rate = f"{rate} ({bound_words(zero_events_bound(row.people))[0]})"
        few = " †" if row.too_few else ""
        table.add_row(
            (row.label or "Everyone") + few,
            f"{row.people:,}",
            rate,
            f"{percent(low)} to {percent(high)}",
        )
    lines = [f"{BY_FORMULA[0].upper()}{BY_FORMULA[1:]} ({view.distance:g})."]
    if isinstance(asked.mix, str):
        told = mix_lines(mix_of(asked.mix, view.result.gallery))
        # On one screen, where the figures are from is one option away.
        lines += [line for line in told if all_labels or not line.startswith("Source:")]
    if any(rows["too_few"].any() for rows in found.values()):
        lines.append(f"† fewer than {FEWEST_TRIALS_FOR_AN_INTERVAL} people: too few for a verdict")
    return Group(table, Text("\n".join(lines)))


def mix_lines(mix: MixOfGallery) -> list[str]:
    """Return lines on a named mix: its shares, its source, and what it leaves out."""
    shares = ", ".join(f"{mix.words[v]} {percent(s)}" for v, s in mix.shares.items() if s)
    lines = [f"Mix: {TITLES[mix.name]}: {shares}."]
    figures = mix.figures
    if figures is None:
        return lines
    lines.append(f"Source: {figures.source}. {figures.table}, {figures.url}")
    if figures.without_counterpart:
        words = "; ".join(figures.without_counterpart)
        missing = percent(figures.share_without_counterpart)
        lines.append(f"Not labeled in any gallery here, so left out ({missing}): {words}.")
    if figures.inside:
        words = " and ".join(figures.inside)
        lines.append(f"Counted inside these groups, not apart: {words}.")
    if mix.not_drawn:
        lines.append(f"In this gallery and not drawn: {', '.join(mix.not_drawn)}.")
    return lines
