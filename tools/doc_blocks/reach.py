"""Blocks on joint uncertainty: people, gallery people and photos together, and random halves."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from doc_blocks.common import block, replay, table
from simulator.errors import FalseMatchError
from simulator.experiment.analyses.joint_uncertainty import (
    AT_COUNT,
    GALLERY,
    PEOPLE,
    PHOTOS,
    JointUncertainty,
    joint_uncertainty,
    range_of_halves,
)
from simulator.experiment.another_portrait import another_portrait
from simulator.stats.photo_interval import PhotoInterval

GALLERIES = {
    "lfw": "LFW",
    "legislators": "other members of Congress",
    "utkface-adults": "UTKFace's adults",
}


@cache
def reach_in(gallery: str, distance: float | None) -> JointUncertainty:
    """Search a gallery; at 28 false matches if no distance is given."""
    result = replay(gallery=gallery)
    view = result.at(false_matches=28) if distance is None else result.at(distance=distance)
    try:
        portraits = another_portrait(result)
    except FalseMatchError:
        portraits = None
    found = joint_uncertainty(view, portraits)
    assert found is not None
    return found


@block
def joint_uncertainty_by_gallery() -> str:
    """Return rates, shares and gaps with their intervals by what is drawn as a table."""
    rows = []
    for gallery, title in GALLERIES.items():
        for distance in (None, 0.5):
            found = reach_in(gallery, distance)
            group = found.view.result.groups("person_of_color")[-1]
            start = (f"{title}, {found.count} at {found.view.distance:.3g}", str(found.of_several))
            for what, intervals in (
                ("falsely matched", found.fpir()),
                ("share of people of color", found.share(group, AT_COUNT)),
                ("gap to the others", found.gap(group, AT_COUNT)),
            ):
                cells = [_between(intervals.get(name)) for name in (PEOPLE, GALLERY, PHOTOS)]
                rows.append((*start, what, *cells))
                start = ("", "")
    head = ["gallery, false matches at a distance", "alone match several", "number (95%)"]
    return table([*head, "other people", "and another gallery", "and other photos"], rows)


def _between(found: PhotoInterval | None) -> str:
    if found is None or math.isnan(found.low):
        return "–"
    return f"{100 * found.value:.1f}% ({100 * found.low:.1f}–{100 * found.high:.1f})"


@block
def random_halves_of_galleries() -> str:
    """Return how many of 28 are people of color in random halves of each gallery as a table."""
    rows = []
    for gallery, title in GALLERIES.items():
        found = reach_in(gallery, None)
        group = found.view.result.groups("person_of_color")[-1]
        counts = found.halves([group])
        assert counts is not None
        of_group = counts[:, 0]
        low, high = range_of_halves(of_group)
        inside = int((found.view.flagged & group.members).sum())
        share = float(of_group.mean()) / found.count
        binomial = found.count * share * (1 - share)
        rows.append(
            (
                title,
                f"{len(of_group):,}",
                f"{inside} of {found.count}",
                f"{low} to {high}",
                f"{of_group.min()} to {of_group.max()}",
                f"{100 * np.mean((of_group >= 6) & (of_group <= 12)):.0f}%",
                f"{of_group.var() / binomial:.2f}",
            )
        )
    head = ["gallery", "halves", "people of color, whole gallery", "in 95% of the halves"]
    return table([*head, "in all of them", "6 to 12", "variance ÷ p(1 − p)·28"], rows)
