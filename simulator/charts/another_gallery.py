"""Another gallery in pictures: a group's share in random halves, and its intervals as a table."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simulator.charts.chart import Chart, Series, axis_end, axis_ticks, from_to
from simulator.charts.tables import Table
from simulator.datasets.groups import Group
from simulator.experiment.analyses.joint_uncertainty import (
    AT_COUNT,
    GALLERY,
    PEOPLE,
    PHOTOS,
    JointUncertainty,
    range_of_halves,
)
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, number, percent
from simulator.stats.photo_interval import PhotoInterval

_TICKS = 8


def halves_chart(found: JointUncertainty, group: Group, halves: NDArray[np.int64]) -> Chart:
    """Draw in how many random halves of the gallery how many of the false matches are a group's.

    Args:
        found: the search at a threshold.
        group: whose false matches are counted.
        halves: (halves,) counts, as :meth:`JointUncertainty.halves` returns them for the group.
    """
    count = found.count
    shares = np.bincount(halves, minlength=count + 1) / len(halves)
    low, high = range_of_halves(halves)
    here = int((found.view.flagged & group.members).sum())
    step = max(1, math.ceil(count / _TICKS))
    name = group_name(group.label)
    return Chart(
        title=_("{group}: how many of the {count} in random halves of the gallery").format(
            group=name, count=number(count)
        ),
        alt=_(
            "In 95% of the halves, {low} to {high} of the {count} falsely matched are in the group "
            "{group}; in the whole gallery, {here}."
        ).format(
            low=number(low),
            high=number(high),
            count=number(count),
            group=name,
            here=number(here),
        ),
        x_label=_("falsely matched people in the group"),
        y_label=_("share of the halves"),
        x_ticks=[(at / count, number(at)) for at in range(0, count + 1, step)],
        y_ticks=axis_ticks(shares.tolist()),
        y_top=axis_end(shares.tolist()),
        series=[
            Series(
                _("random halves"), [(at / count, float(share)) for at, share in enumerate(shares)]
            )
        ],
        marker=(here / count, _("whole gallery: {count}").format(count=number(here))),
        head=[_("falsely matched people in the group"), _("share of the halves")],
        rows=[[number(at), percent(float(share))] for at, share in enumerate(shares) if share > 0],
    )


def reach_table(found: JointUncertainty, groups: list[Group]) -> Table:
    """List the rate and each group's share and gap, with the intervals by what is drawn."""
    drawn = [PEOPLE, GALLERY, *([PHOTOS] if found.with_second is not None else [])]
    words = {
        PEOPLE: _("other people searched for"),
        GALLERY: _("… and another gallery"),
        PHOTOS: _("… and other photos"),
    }
    rows = [[_("Rate of all"), *_cells(found.fpir(), drawn)]]
    for group in groups:
        name = group_name(group.label)
        share, gap = found.share(group, AT_COUNT), found.gap(group, AT_COUNT)
        rows.append([_("{group}: share").format(group=name), *_cells(share, drawn)])
        rows.append([_("{group}: gap to the others").format(group=name), *_cells(gap, drawn)])
    return [_("95% intervals"), *(words[name] for name in drawn)], rows


def _cells(intervals: Mapping[str, PhotoInterval], drawn: list[str]) -> list[str]:
    return [_cell(intervals[name]) for name in drawn]


def _cell(found: PhotoInterval) -> str:
    if math.isnan(found.value):
        return "–"
    if math.isnan(found.low):
        return _("{value} (too few people)").format(value=percent(found.value))
    few = " †" if found.too_few else ""
    return f"{percent(found.value)} ({from_to(found.low, found.high)}){few}"
