"""Joint uncertainty in words: an interval, and what another gallery adds to it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from simulator.datasets.groups import Group
from simulator.experiment.analyses.joint_uncertainty import (
    GALLERY,
    PEOPLE,
    PHOTOS,
    JointUncertainty,
    joint_uncertainty,
    range_of_halves,
)
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.specification_curve import COLUMN
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, ngettext, number, percent
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.photo_interval import PhotoInterval

_SEEN = 1.005
"""An interval that is less than so many times as wide is as wide in two decimals."""


def headline_group(view: AtThreshold, columns: Sequence[str]) -> Group | None:
    """Return the group whose share the sentences are about: people of color, if it is labeled.

    Otherwise it is the smallest group of the first column that has enough people on both sides.
    """
    for column in sorted(columns, key=lambda name: name != COLUMN):
        if any(part not in view.result.searched.columns for part in column.split("*")):
            continue
        everybody = view.result.people
        sizes = [
            (len(set(view.result.person[group.members].tolist())), group)
            for group in view.result.groups(column)
            if group.value
        ]
        large = [
            (people, place, group)
            for place, (people, group) in enumerate(sizes)
            if min(people, everybody - people) >= FEWEST_TRIALS_FOR_AN_INTERVAL
        ]
        if large:
            return next((one[2] for one in large if one[2].value == "true"), min(large)[2])
    return None


def interval_words(intervals: Mapping[str, PhotoInterval]) -> str:
    """Say between which ends a rate or a share lies, by what is drawn."""
    people, gallery = intervals[PEOPLE], intervals[GALLERY]
    if math.isnan(gallery.low):
        return _("Too few people on one side for an interval that counts another gallery.")
    words = _(
        "95% interval: with other people searched for, {low} to {high}; with another gallery too, "
        "{gallery_low} to {gallery_high}."
    ).format(
        low=percent(people.low),
        high=percent(people.high),
        gallery_low=percent(gallery.low),
        gallery_high=percent(gallery.high),
    )
    photos = intervals.get(PHOTOS)
    if photos is None:
        return words
    return f"{words} " + _(
        "With both portraits of each person it is {value}, and with other portraits too it lies "
        "between {low} and {high}."
    ).format(value=percent(photos.value), low=percent(photos.low), high=percent(photos.high))


def adds_words(found: JointUncertainty, intervals: Mapping[str, PhotoInterval]) -> str:
    """Say in one sentence what drawing the gallery's people adds to an interval."""
    people, gallery = intervals[PEOPLE], intervals[GALLERY]
    if math.isnan(gallery.low) or math.isnan(people.low):
        return ""
    wider = (gallery.high - gallery.low) / (people.high - people.low)
    if wider >= _SEEN:
        return ngettext(
            "Another gallery makes the interval {times} times as wide: {count} person in this one "
            "is the only match of several people searched for.",
            "Another gallery makes the interval {times} times as wide: {count} people in this one "
            "are each the only match of several people searched for.",
            found.of_several,
        ).format(times=number(wider, 2), count=number(found.of_several))
    if found.of_several:
        return _("Another gallery does not make the interval wider.")
    return _(
        "Another gallery adds nothing to the interval: nobody in this one is the only match of "
        "several people searched for."
    )


def halves_words(found: JointUncertainty, group: Group) -> str:
    """Say how many of the false matches are of a group in random halves of the gallery."""
    halves = found.halves([group])
    if halves is None:
        return ""
    low, high = range_of_halves(halves[:, 0])
    return _(
        "If a random half of this gallery is searched instead, with as many falsely matched, {low} "
        "to {high} of the {count} are in the group {group} (95% of {halves} halves). Do not add "
        "this to the interval, which counts it already."
    ).format(
        low=number(low),
        high=number(high),
        count=number(found.count),
        halves=number(len(halves)),
        group=group_name(group.label),
    )


def share_words(found: JointUncertainty, column: str) -> str:
    """Say how far a group's share of the false matches reaches: the last group of a column."""
    group = found.view.result.groups(column)[-1]
    inside = int((found.view.flagged & group.members).sum())
    share = found.share(group)
    counted = _("{group}: {inside} of {count}.").format(
        group=group_name(group.label), inside=number(inside), count=number(found.count)
    )
    said = (counted, interval_words(share), adds_words(found, share), halves_words(found, group))
    return " ".join(words for words in said if words)


def reach_lines(view: AtThreshold) -> list[str]:
    """Return the terminal's lines on other people and another gallery; none without an interval.

    The photos stay: the other portraits are searched by ``run --json`` only.
    """
    found = joint_uncertainty(view)
    rate = None if found is None else found.fpir()[GALLERY]
    if found is None or rate is None or math.isnan(rate.low):
        return []
    lines = [
        "Redrawn    with other people and another gallery like these (95%): "
        f"{percent(rate.low)} to {percent(rate.high)}"
    ]
    group = headline_group(view, view.columns())
    if group is None or not found.count:
        return lines
    share, halves = found.share(group)[GALLERY], found.halves([group])
    lines.append(
        f"           {group.label}: {percent(share.low)} to {percent(share.high)} of the false "
        "matches;"
    )
    if halves is not None:
        low, high = range_of_halves(halves[:, 0])
        lines.append(
            f"           in random halves of this gallery {low} to {high} of {found.count} (that "
            "interval counts it already)"
        )
    return lines
