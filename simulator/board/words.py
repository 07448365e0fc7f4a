"""The words of the picture of the threshold and its list of pairs; the browser fills in numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from simulator.board.verdicts import verdict_words
from simulator.experiment.another_portrait import ANOTHER, NO_OTHER, SAME, UNSURE
from simulator.i18n.glossary import definition
from simulator.i18n.language import _, browser_language, ngettext, number, percent
from simulator.stats.published import ACLU_2018


def picture_words() -> dict[str, Any]:
    """Return the picture's words that no result changes; the browser fills in names in braces."""
    return {
        "language": browser_language(),
        "of": _("of {total}"),
        "count": _("{count} of {total}"),
        "rate": _("{rate} (95% interval {interval})"),
        "rate_of_none": _("{rate} ({interval})"),
        "share_matched": _("{share} of the falsely matched"),
        "no_share": _("not estimable: nobody is falsely matched"),
        "group_by": _("Group by"),
        "presets": _("Threshold presets"),
        "looser": _("← looser, flags more"),
        "stricter": _("stricter, flags fewer →"),
        "bars": _("Falsely matched, of the group"),
        "shares": [percent(share, 0) for share in (0, 0.5, 1)],
        "distance": _("distance {distance}"),
        "at_confidence": _(
            "confidence {confidence}, distance {distance}: {count} of {total} falsely matched"
        ),
        "at_distance": _("distance {distance}: {count} of {total} falsely matched"),
        "at": _("At {setting}."),
        "dot": _("{name}, nearest stranger at distance {distance}"),
        "picture": _(
            "A dot for every person at the distance of the nearest stranger, by {grouping}. "
            "At {setting}. {groups}."
        ),
        "group": _("{group} {count} of {total}"),
        "several": _("A person in two categories appears in both rows."),
        "too_many": _("{count} people are too many for dots; the bars show them all."),
        "absent": _("Listed but not searched, because no usable photo was found: {groups}."),
        "about_bars": _(
            "Bars: the share of the group that is falsely matched, with its 95% interval (or the "
            "one-sided bound where nobody is matched)."
        ),
        "as_table": _("The picture as a table"),
        **_shift_words(),
        "help": {
            "setting": _explained("threshold", "confidence", "distance"),
            "matched": _explained("search", "false match", "95% interval"),
            "focus": _explained("people of color", "White or not listed"),
        },
        "table": _("Falsely matched by group"),
        "heads": [
            _("Group"),
            _("Falsely matched"),
            _("Searched"),
            _("Rate"),
            _("Interval"),
            _("Listed, not searched"),
        ],
    }


def _shift_words() -> dict[str, Any]:
    """Return the further words of the first page's picture."""
    return {
        "of_matched": _("of {total} falsely matched"),
        "more": _("More settings"),
        "close": _("Close"),
        "curve": _("by threshold"),
        "rates": _("Rate, 95% interval"),
        "predict": _("Make it stricter. Who is still matched?"),
        "predictions": [
            _("Every group alike"),
            _("Some groups more than others"),
            _("Just show me"),
        ],
        "predicted": _("You said: {answer}."),
        "swap": _("{out} drop out, {into} come in"),
        "pair_on": _("Falsely matched: {distance} apart, within the threshold of {threshold}."),
        "pair_off": _("Not matched: {distance} apart, beyond the threshold of {threshold}."),
        "marks": _("{group}. Arrow keys choose a person, Enter shows the pair."),
        "about_rows": _(
            "Every row is equally large, whatever the size of the group: the filled part is the "
            "share that is falsely matched. Beside it is its 95% interval, or, where nobody is "
            "matched, the one-sided bound. Pale marks were matched before the last change."
        ),
        "verdict": verdict_words(),
    }


def several_photos_words() -> dict[str, str]:
    """Return the words that differ where somebody was searched for with several photos."""
    return {
        "picture": _(
            "A dot for every photo at the distance of its nearest stranger, by {grouping}. "
            "At {setting}. {groups}."
        ),
        "too_many": _("{count} photos are too many for dots; the bars show them all."),
        "each_once": _(
            "Some people were searched for with several photos. The counts are of photos; each "
            "rate counts every person once, and its interval is over people."
        ),
    }


def _explained(*terms: str) -> dict[str, Any]:
    """Return what terms mean, and the label of the button that shows it."""
    return {
        "ask": _("What do these words mean: {terms}?").format(terms=", ".join(map(_, terms))),
        "terms": [[_(term), _(definition(term))] for term in terms],
    }


def another_words(portrait: str, others: Mapping[str, int]) -> dict[str, Any]:
    """Return the words about the same people with another portrait; the browser fills in numbers.

    Args:
        portrait: the one that the picture shows, ``first`` or ``second``.
        others: how many members have another photograph, the same one twice, …; its keys are
            :data:`simulator.experiment.another_portrait.OTHERS`.
    """
    lines = [
        ngettext(
            "The same members, another portrait: {others} of the {count} is someone else.",
            "The same members, another portrait: {others} of the {count} are others.",
            count,
        )
        if portrait == "first"
        else ngettext(
            "The same members, first portrait: {others} of the {count} is someone else.",
            "The same members, first portrait: {others} of the {count} are others.",
            count,
        )
        for count in (1, 2)
    ]
    ask = _("What does this comparison count?")
    counted = [
        (_("really another photograph"), others.get(ANOTHER, 0)),
        (_("the same photograph, cropped or mirrored"), others.get(SAME, 0)),
        (_("perhaps the same photograph"), others.get(UNSURE, 0)),
        (_("only one portrait, or a painting, which is left out"), others.get(NO_OTHER, 0)),
    ]
    return {
        "line": lines,
        "really": _(
            "For {really} of these {flagged} there is really another photo; falsely matched "
            "again: {again}."
        ),
        "switch": _("Portrait"),
        "first": _("first"),
        "second": _("another"),
        "help": {
            "ask": ask,
            "terms": [
                [
                    _("another portrait"),
                    _(
                        "A second official portrait of each member, in the same search. A button "
                        "that asks for a count sets it again for them; any other threshold is the "
                        "same distance for both."
                    ),
                ],
                [
                    _("the other portrait of a member"),
                    "; ".join(f"{words}: {number(n)}" for words, n in counted) + ".",
                ],
            ],
        },
    }


def pair_words() -> dict[str, Any]:
    """Return the words of the list of pairs."""
    return {
        "language": browser_language(),
        "nobody": _("Nobody is falsely matched at this threshold."),
        "one": _("{count} pair, closest first."),
        "many": _("{count} pairs, closest first."),
        "sketches": _(
            "These are drawings of 68 measured points of each face, turned to the front. They are "
            "not photographs. On the left is the person searched for, on the right the stand-in."
        ),
        "over": _("Lay one over the other"),
        "turned": _("Not drawn: turned too far"),
        "measure": _("distance {distance}"),
        "measures": _("distance {distance}, confidence {confidence}"),
        "show": _("Show the photograph of {name}"),
        "photo": _("Photograph of {name}, blurred until clicked"),
        "sketch": _("Line sketch of {name}"),
    }


def portrait_words() -> dict[str, Any]:
    """Return the further words of a list whose people may be shown, by name and face."""
    return {
        "sides": _(
            "On the left is the person searched for, on the right the person falsely matched with "
            "them. Photos are official portraits."
        ),
        "sketches": _(
            "These are drawings of 68 measured points of each face, turned to the front. They are "
            "not photographs. On the left is the person searched for, on the right the person "
            "falsely matched with them."
        ),
        "missing": _("Where the license of a portrait is not known, there is a drawing."),
        "portrait": _("Official portrait of {name}"),
        "drawings": _("Show drawings instead"),
    }


def published_words() -> dict[str, Any]:
    """Return what the ACLU published in 2018, shown beside what is measured here."""
    count = _("{count} of {total}")
    return {
        "tag": _("Published by the ACLU, 2018"),
        "matched": [
            count.format(count=ACLU_2018["false_matches"], total=ACLU_2018["searches"]),
            _("at Rekognition’s {threshold}, in {photos} arrest photos").format(
                threshold=percent(ACLU_2018["threshold_confidence"], 0),
                photos=number(ACLU_2018["gallery_size"]),
            ),
        ],
        "focus": [
            count.format(
                count=ACLU_2018["false_matches_people_of_color"], total=ACLU_2018["false_matches"]
            ),
            _("“nearly 40%”; about 20% of Congress"),
        ],
    }


def share_text(value: float) -> str:
    """Write a share among the falsely matched, or that there was nobody."""
    return _("nobody is") if math.isnan(value) else percent(value)
