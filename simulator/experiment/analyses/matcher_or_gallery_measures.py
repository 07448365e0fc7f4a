"""Matcher or gallery, in words and as JSON (key ``matcher_or_gallery``)."""

from __future__ import annotations

import math
from typing import Any

from simulator.datasets.groups import Group
from simulator.errors import ExperimentError
from simulator.experiment.analyses.matcher_or_gallery import MatcherOrGallery, Parts
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.gallery_groups import gallery_groups, tallied
from simulator.experiment.identified import verdicts_if
from simulator.experiment.not_measurable import (
    NO_GALLERY_LABELS,
    NO_TWO_GROUPS,
    NOBODY_IN_GROUP,
    TWO_PORTRAITS,
    not_measurable,
)
from simulator.experiment.portraits import BOTH, EITHER
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, marked, number
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.mean_probability import Average
from simulator.storage.json_values import json_number

HOW = (
    "exact expectations over all galleries of this size and mix that could be drawn from the one "
    "searched, at the same distance. gap = matcher + mix; matcher is the gap in an even gallery of "
    "the same size: the matcher with these photos. Intervals: 95%, over the people searched for; "
    "the gallery's photos are held fixed"
)
OVER_PEOPLE = marked(
    "One point is one more false match in a hundred searches. In parentheses: 95% intervals over "
    "the people searched for; the photos in the gallery are held fixed."
)
WITH_THESE_PHOTOS = marked(
    "What remains in an even gallery is the matcher with these photos: the algorithm, but also the "
    "light, the age of the people and everything else that differs between the groups’ pictures."
)


def matcher_or_gallery(view: AtThreshold, columns: list[str]) -> dict[str, Any]:
    """Return the matrix and the two parts of every gap, for every label of the gallery.

    Args:
        view: a search at a threshold.
        columns: labels of the people searched for.

    Returns:
        ``labels``, one entry for each label of the gallery: ``gallery_label``, its ``groups``,
        ``left_out`` and ``unlabeled`` photos, ``gallery_size``, the ``matrix`` and the ``mixes``;
        ``how``; and ``why``, null or why nothing is measurable here.
    """
    if view.result.experiment.portrait in (EITHER, BOTH):
        return {"labels": [], "how": HOW, "why": not_measurable(TWO_PORTRAITS)}
    counted = tallied(view)
    labels, why = [], not_measurable(NO_GALLERY_LABELS)
    for label in counted.columns:
        try:
            found = MatcherOrGallery(view, gallery_groups(view, label, counted))
        except ExperimentError as error:
            why = not_measurable(error)
            continue
        labels.append(_of_label(found, columns))
    return {"labels": labels, "how": HOW, "why": None if labels else why}


def _of_label(found: MatcherOrGallery, columns: list[str]) -> dict[str, Any]:
    gallery = found.gallery
    return {
        "gallery_label": gallery.column,
        "groups": [
            {"group": name, "label": label, "photos": int(photos), "share": gallery.shares[name]}
            for name, label, photos in zip(
                gallery.names, gallery.labels, gallery.photos, strict=True
            )
        ],
        "left_out": gallery.left_out,
        "unlabeled": gallery.unlabeled,
        "gallery_size": found.photos,
        "matrix": {
            "gallery_size": found.matrix_photos,
            "columns": {column: _matrix(found, column) for column in columns},
        },
        "mixes": [
            {
                "name": name,
                "shares": shares,
                "columns": {column: _column(found, shares, column) for column in columns},
            }
            for name, shares in found.mixes().items()
        ],
    }


def _matrix(found: MatcherOrGallery, column: str) -> list[dict[str, Any]]:
    rows = []
    for group, cells in found.matrix(column):
        for name, label, cell in zip(found.gallery.names, found.gallery.labels, cells, strict=True):
            low, high = cell.bracket or (math.nan, math.nan)
            rows.append(
                {
                    **_who(group),
                    "gallery_group": name,
                    "gallery_group_label": label,
                    "fpir": json_number(cell.fpir.value),
                    "low": json_number(cell.fpir.low),
                    "high": json_number(cell.fpir.high),
                    "bracket_low": json_number(low),
                    "bracket_high": json_number(high),
                    "too_few": cell.fpir.too_few,
                }
            )
    return rows


def _column(found: MatcherOrGallery, shares: dict[str, float], column: str) -> dict[str, Any]:
    """Return the gap of every group to the largest; the verdict is on the two largest groups."""
    parts = [found.parts(shares, *pair) for pair in found.pairs(column)]
    pairs = [_pair(part) for part in parts if part is not None]
    if not pairs:
        return {"pairs": [], "verdict": not_measurable(NO_TWO_GROUPS)}
    return {"pairs": pairs, "verdict": pairs[0]["verdict"]}


def _pair(parts: Parts) -> dict[str, Any]:
    references = parts.references
    return {
        **_who(parts.group),
        "other": parts.other.value,
        "other_label": parts.other.label,
        "other_people": int(parts.other.members.sum()),
        "in_both": parts.in_both,
        "fpir": json_number(parts.rate.value),
        "other_fpir": json_number(parts.other_rate.value),
        "fpir_even": json_number(parts.even.value),
        "other_fpir_even": json_number(parts.other_even.value),
        "gap": _ends(parts.gap),
        "matcher": _ends(parts.matcher),
        "mix": _ends(parts.mix),
        "matcher_with_other_references": references
        and {
            "as_group": references.as_first,
            "as_other": references.as_second,
            "kitagawa": references.kitagawa,
        },
        "too_few": parts.too_few,
        "questions": parts.questions,
        "matcher_beyond_luck": parts.matcher_clear,
        "mix_beyond_luck": parts.mix_clear,
        "verdict": verdict(parts),
    }


def _who(group: Group) -> dict[str, Any]:
    people = int(group.members.sum())
    return {"group": group.value, "label": group.label, "people": people}


def _ends(found: Average) -> dict[str, float | None]:
    values = {"value": found.value, "low": found.low, "high": found.high}
    return {name: json_number(value) for name, value in values.items()}


def verdict(parts: Parts) -> str:
    """Return the gap and its two parts in words, in the current language.

    The group with the higher rate comes first. Nothing is said beyond what the intervals support,
    and no verdict is given for a group that is too small.
    """
    if math.isnan(parts.gap.value):
        return not_measurable(NOBODY_IN_GROUP)
    if _shown(parts.gap.value) < 0:
        parts = parts.turned()
    rates = (parts.rate, parts.other_rate, parts.even, parts.other_even)
    if not any(found.value for found in rates):
        return _("Nobody in either group is falsely matched here: there is no gap to explain.")
    return f"{_numbers(parts)} {verdicts_if(parts.identified, _meaning(parts))}"


def _numbers(parts: Parts) -> str:
    mix = rounded_mix(parts)
    values = {
        "group": group_name(parts.group.label),
        "other": group_name(parts.other.label),
        "gap": points_text(parts.gap),
        "matcher": points_text(parts.matcher),
        "mix": points_text(mix),
    }
    if not _shown(parts.gap.value) and not _shown(parts.matcher.value):
        return _(
            "There is hardly a gap between {group} and {other}: {gap} points, and {matcher} points "
            "when every group is equally frequent in the gallery."
        ).format(**values)
    if _shown(parts.matcher.value) < 0:
        values["matcher"] = points_text(parts.matcher.reversed())
        return _(
            "The gap between {group} and {other} is {gap} points. When every group is equally "
            "frequent in the gallery, it is the other way around: {matcher} points, with the "
            "higher rate for {other}. The difference, {mix} points, comes from who is in this "
            "gallery."
        ).format(**values)
    if mix.value < 0:
        values["mix"] = points_text(mix.reversed())
        return _(
            "The gap between {group} and {other} is {gap} points. When every group is equally "
            "frequent in the gallery, it is {matcher} points. The difference, {mix} points, comes "
            "from who is in this gallery."
        ).format(**values)
    return _(
        "Of the gap between {group} and {other}, {gap} points, {matcher} points remain when every "
        "group is equally frequent in the gallery; {mix} points come from who is in it."
    ).format(**values)


def rounded_mix(parts: Parts) -> Average:
    """Return the mix's part as it is shown: the rounded gap minus the rounded matcher's part.

    Otherwise the rounded parts would seem not to add up.
    """
    value = (_shown(parts.gap.value) - _shown(parts.matcher.value)) / 100
    return Average(value, parts.mix.low, parts.mix.high, parts.mix.people)


def points_text(found: Average) -> str:
    """Return a difference in points with its interval, such as ``8.5 (4.5 to 13.7)``."""
    if math.isnan(found.low):
        return _value(found.value)
    return _("{value} ({low} to {high})").format(
        value=_value(found.value), low=_signed(found.low), high=_signed(found.high)
    )


def _shown(value: float) -> float:
    """Return a rate in points, rounded as it is shown."""
    return round(100 * value, 1) + 0.0


def _signed(value: float) -> str:
    shown = _shown(value)
    return ("−" if shown < 0 else "") + number(abs(shown), 1 if shown else 0)


def _value(value: float) -> str:
    """Write a difference in points; one that would round to 0 is under a tenth of a point."""
    return (
        _signed(value)
        if _shown(value) or not value
        else _("under {value}").format(value=number(0.1, 1))
    )


def _meaning(parts: Parts) -> str:
    if math.isnan(parts.gap.low):
        return _("Too few people in one of the groups for an interval.")
    if parts.matcher_clear is None or parts.mix_clear is None:
        return _("No verdict: one of the groups has fewer than {fewest} people.").format(
            fewest=number(FEWEST_TRIALS_FOR_AN_INTERVAL)
        )
    if parts.matcher_clear and parts.mix_clear:
        return _("Luck alone hardly explains either part.")
    if parts.matcher_clear:
        return _(
            "Luck alone hardly explains what remains, but it could explain the gallery’s part."
        )
    if parts.mix_clear:
        return _(
            "Luck alone hardly explains the gallery’s part, but it could explain what remains."
        )
    return _("Luck alone could explain both parts.")
