"""The words below the missed matches of people with two portraits, in the app's language."""

from __future__ import annotations

import math

from simulator.datasets.dataset import UNKNOWN_KIND
from simulator.datasets.photo_measurements import PHOTO_COLOR
from simulator.experiment.both_errors import luck_of_misses
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, marked, number
from simulator.search.mated_searches import MatedSearches
from simulator.search.two_portraits import (
    NO_OTHER,
    ONE_FILE,
    ONE_PHOTOGRAPH,
    TWO_PORTRAITS,
    UNSURE,
)
from simulator.stats.significance import LEVEL
from simulator.stats.subject_intervals import FEWEST_PEOPLE_FOR_AN_INTERVAL

REASONS = {
    "painting": marked("a painting"),
    UNKNOWN_KIND: marked("kind of picture not stated"),
    NO_OTHER: marked("no other portrait"),
    ONE_FILE: marked("one portrait only"),
    ONE_PHOTOGRAPH: marked("one photograph twice"),
    UNSURE: marked("perhaps one photograph twice"),
}


def are_two_portraits(name: str) -> bool:
    """Return whether mated searches of this name are of people with two portraits."""
    return name.endswith(TWO_PORTRAITS.format(dataset=""))


def two_portraits_words(mated: MatedSearches, distance: float) -> list[str]:
    """Return what belongs beside the rates: who is left out, the rank limit, luck, small groups.

    Args:
        mated: mated searches of people with two portraits.
        distance: the threshold.
    """
    sentences = [left_out_of(mated), *_in_the_gallery(mated, distance)]
    sentences += [_luck(mated, distance), _too_few(mated, distance)]
    return [sentence for sentence in sentences if sentence]


def left_out_of(mated: MatedSearches) -> str:
    """Count those left out, by the reason; empty if nobody is."""
    if not mated.left_out:
        return ""
    reasons = "; ".join(
        f"{_(REASONS.get(reason, reason))}: {number(count)}"
        for reason, count in sorted(mated.left_out.items(), key=lambda item: -item[1])
    )
    return _(
        "{people} people have two different photographs. The others are left out ({reasons}): a "
        "photo compared with itself, or with a painting, does not show how often people are missed."
    ).format(people=number(len(mated.keys)), reasons=reasons)


def _in_the_gallery(mated: MatedSearches, distance: float) -> list[str]:
    one_number = _(
        "Each person has one other portrait. So the share of comparisons that fail (FNMR) and the "
        "share of searches that fail (FNIR) are the same number here."
    )
    in_crowd = mated.at_rank_one
    if in_crowd is None:
        return [one_number]
    missed = in_crowd.fnir(distance, with_failures=False)
    return [
        one_number,
        _(
            "If the system shows only the closest photo of the gallery, {missed} of {searches} are "
            "missed: at a loose threshold, a stranger may be closer."
        ).format(missed=number(missed.events), searches=number(missed.trials)),
    ]


def _luck(mated: MatedSearches, distance: float) -> str:
    tested = luck_of_misses(mated, distance).dropna()
    if tested.empty:
        return ""
    beyond = tested.loc[tested["p_holm"] <= LEVEL, "column"].tolist()
    if not beyond:
        return _(
            "Luck alone could explain how unequally these groups are missed. That does not show "
            "that they are treated alike."
        )
    found = _(
        "By {labels}, the missed matches differ by more than luck alone explains ({count} ways of "
        "grouping were tested)."
    ).format(count=number(len(tested)), labels=", ".join(column_name(c) for c in beyond))
    if PHOTO_COLOR not in beyond:
        return found
    return " ".join(
        [
            found,
            _(
                "Color is a property of the photo, not of the person, and photos differ in more "
                "than color."
            ),
        ]
    )


def _too_few(mated: MatedSearches, distance: float) -> str:
    small = {
        f"{group_name(str(row.label))} ({number(row.people)})": None
        for column in mated.columns
        for row in mated.by(column, distance).itertuples()
        if math.isnan(row.low)
    }
    if not small:
        return ""
    return _("Fewer than {fewest} people, too few for an interval: {groups}.").format(
        fewest=FEWEST_PEOPLE_FOR_AN_INTERVAL, groups=", ".join(small)
    )
