"""Two portraits of the same people at every stop: who is falsely matched with which, by group."""

from __future__ import annotations

import numpy as np

from simulator.board.stops import Stops
from simulator.charts.another_portrait import SET_NAMES
from simulator.charts.by_stop import stop_words
from simulator.charts.chart import count_of
from simulator.charts.live.strips import Choice, StripRow, Strips
from simulator.experiment.another_portrait import AnotherPortrait
from simulator.experiment.gallery_curve import everyone
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, number

SHOWN = ("first", "second", "both")


def portrait_strips(
    portraits: AnotherPortrait, stops: Stops, column: str | None, channel: str
) -> Strips:
    """Draw a row for each group of those with two different photographs.

    Args:
        portraits: the two searches, at one distance.
        stops: the settings of the threshold.
        column: a label of the people; None for everyone together.
        channel: whose thumb the picture follows.
    """
    really = portraits.really_another
    groups = portraits.groups(column) if column else [everyone(len(really))]
    members = [group.members & really for group in groups]
    sizes = [int(mask.sum()) for mask in members]
    shape = (len(SHOWN), len(groups), len(stops.stops))
    rates = np.full(shape, np.nan)
    texts: list[list[list[str]]] = [[[] for _group in groups] for _name in SHOWN]
    says = []
    said = _(
        "At {setting}, **{flagged}** are falsely matched with the first photo. **{again}** who "
        "really have another photograph are falsely matched with that one too."
    )
    for stop in stops.stops:
        overlap = portraits.at(stop.distance)
        sets, again = overlap.sets, overlap.again()
        for n, name in enumerate(SHOWN):
            for g, (mask, size) in enumerate(zip(members, sizes, strict=True)):
                count = int((sets[name] & mask).sum())
                texts[n][g].append(count_of(count, size))
                if size:
                    rates[n, g, stop.position] = count / size
        says.append(
            said.format(
                setting=stop_words(stop),
                flagged=number(again.flagged),
                again=count_of(again.again, again.another),
            )
        )
    choices = [Choice(name, _(SET_NAMES[name]), says) for name in SHOWN]
    rows = [
        StripRow(
            group_name(group.label),
            [rates[n, g] for n in range(len(SHOWN))],
            [texts[n][g] for n in range(len(SHOWN))],
        )
        for g, group in enumerate(groups)
    ]
    which = _("Falsely matched with which photo?")
    return Strips(channel, "", choices, SHOWN[0], rows, choose=which)
