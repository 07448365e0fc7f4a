"""The tables on matcher or gallery: the matrix of rates, and every gap in two parts."""

from __future__ import annotations

import math

from simulator.charts.chart import from_to
from simulator.charts.fmr_matrix import Matrix
from simulator.experiment.analyses.matcher_or_gallery import Cell, MatcherOrGallery, Parts
from simulator.experiment.analyses.matcher_or_gallery_measures import points_text, rounded_mix
from simulator.experiment.identified import counted, too_few_note
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, ngettext, number, percent
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL

FEWEST = FEWEST_TRIALS_FOR_AN_INTERVAL


def gallery_matrix(found: MatcherOrGallery, column: str) -> Matrix:
    """Write the FPIR of each group of people in photos of one group of the gallery as texts.

    Args:
        found: a search at a threshold with the groups of its gallery.
        column: a label of the people searched for; a row per group.
    """
    rows = found.matrix(column)
    rates = [[cell.fpir.value for cell in cells] for _group, cells in rows]
    highest = max((rate for row in rates for rate in row if not math.isnan(rate)), default=0.0)

    def shade(rate: float) -> float:
        if not rate > 0:
            return 0.0
        return round(0.1 + 0.9 * rate / highest, 2)

    return Matrix(
        [
            _with_people(group.label, int(group.members.sum()), found.view.result.identified)
            for group, _cells in rows
        ],
        [[_cell(cell) for cell in cells] for _group, cells in rows],
        [[shade(rate) for rate in row] for row in rates],
        [group_name(label) for label in found.gallery.labels],
    )


def _with_people(label: str, people: int, identified: bool) -> str:
    few = " †" if people < FEWEST else ""
    return f"{group_name(label)} ({counted(identified, people)}){few}"


def _cell(cell: Cell) -> tuple[str, ...]:
    if cell.bracket is not None:
        low, high = cell.bracket
        if math.isnan(low):
            return (_("not measurable"),)
        return (
            _("between {low} and {high}").format(low=percent(low), high=percent(high)),
            _("more photos than there are"),
        )
    if math.isnan(cell.fpir.value):
        return (_("not measurable"),)
    if math.isnan(cell.fpir.low):
        return (percent(cell.fpir.value), _("too few people"))
    return (percent(cell.fpir.value), from_to(cell.fpir.low, cell.fpir.high))


def matrix_caption(found: MatcherOrGallery) -> str:
    """Return what the matrix shows, in words."""
    return ngettext(
        "Expected share falsely matched, at the same threshold, in a gallery of {count} photo of "
        "one group only. Rows: who is searched for. Columns: who is in the gallery.",
        "Expected share falsely matched, at the same threshold, in a gallery of {count} photos of "
        "one group only. Rows: who is searched for. Columns: who is in the gallery.",
        found.matrix_photos,
    ).format(count=number(found.matrix_photos))


def parts_table(
    found: MatcherOrGallery, shares: dict[str, float], column: str
) -> tuple[list[str], list[list[str]]]:
    """Return head and rows of the table of every group beside the largest, in two parts.

    Args:
        found: a search at a threshold with the groups of its gallery.
        shares: value of the gallery's label → share.
        column: a label of the people searched for.
    """
    head = [
        _("Groups"),
        _("Gap in points"),
        _("when every group is equally frequent in the gallery"),
        _("from who is in the gallery"),
    ]
    pairs = (found.parts(shares, group, other) for group, other in found.pairs(column))
    return head, [_row(parts) for parts in pairs if parts is not None]


def _row(parts: Parts) -> list[str]:
    few = " †" if parts.too_few else ""
    names = _("{group} against {other}").format(
        group=group_name(parts.group.label), other=group_name(parts.other.label)
    )
    return [
        names + few,
        points_text(parts.gap),
        points_text(parts.matcher),
        points_text(rounded_mix(parts)),
    ]


def few_people_note(found: MatcherOrGallery) -> str:
    """Return what the dagger means."""
    return too_few_note(found.view.result.identified, FEWEST)


def other_references(parts: Parts) -> str:
    """Return what remains with other references than the even gallery; empty where none exists."""
    references = parts.references
    if references is None:
        return ""
    points = {
        name: number(100 * value + 0.0, 1).replace("-", "−")
        for name, value in (
            ("even", parts.matcher.value),
            ("first", references.as_first),
            ("second", references.as_second),
            ("average", references.kitagawa),
        )
    }
    return _(
        "There is more than one way to even out a gallery. Every group equally frequent: "
        "{even} points remain. Both groups with as many of their own in the gallery as {group} "
        "has: {first}. As {other} has: {second}. The average of these two (Kitagawa): {average}."
    ).format(group=group_name(parts.group.label), other=group_name(parts.other.label), **points)
