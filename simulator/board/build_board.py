"""Calculates what the picture of the threshold looks up: counts, rates and intervals of every stop.

The picture in the browser follows the thumb without asking the server. It calculates nothing: this
module states what is shown at every stop for every grouping, so that the picture, the page and the
command line cannot disagree.
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.board.board import Board
from simulator.board.first_page import CHANNEL, button_label, gallery_choices, plain_label
from simulator.board.other_portraits import with_other_portraits
from simulator.board.pairs import closest_first, names_of, pair_keys, pairs
from simulator.board.relatives import without_relatives
from simulator.board.stop_finder import calibration_of, find_stops, scale_of
from simulator.board.stops import Stops
from simulator.board.verdicts import no_verdict, verdicts
from simulator.board.words import (
    picture_words,
    published_words,
    several_photos_words,
    share_text,
)
from simulator.datasets.groups import MOST_GROUPS
from simulator.datasets.origin import origin_notes
from simulator.errors import LabelError
from simulator.experiment.experiment import Experiment
from simulator.experiment.gallery_curve import everyone
from simulator.experiment.result import Result
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, confidence_text, ngettext, number, percent, ungrouped
from simulator.stats.intervals import zero_events_bound
from simulator.stats.metrics import Rate, false_matches, rate
from simulator.stats.people import count_people, rate_by_person
from simulator.stats.photo_interval import PhotoInterval
from simulator.stats.rate_words import bound_words, interval_words

CROSSED_WITH = "gender"
EVERYONE = "everyone"
"""Key of the one row of people without a label that can be shown."""
PROBED = "congress-115"
"""The people whom the ACLU searched for."""
SIDE_BY_SIDE = ("a", "b")
"""Channels of two pictures that are compared with each other, not with what was published."""
LAB = "lab"
IN_LAB = (*SIDE_BY_SIDE, LAB)
"""Channels of the Lab, where a panel of its own compares the other portraits."""
WITH_VERDICT = (CHANNEL, LAB, "lesson")
"""Channels whose pictures have a line of verdict: the first page's, the Lab's, the lessons' own."""
FOCUS = ("person_of_color", "true")


def make_board(result: Result, channel: str = CHANNEL, *, with_pairs: bool = True) -> Board:
    """Calculate everything that the picture of a result shows at any stop, in the current language.

    Args:
        result: a search.
        channel: which picture of a page it is for; picture and pairs meet under this name.
        with_pairs: also describe every pair; a page without their list does not need them.
    """
    stops = find_stops(result)
    order = closest_first(result)
    columns = _columns(result)
    groupings = [_grouping(result, stops, order, column) for column in columns]
    stop_table = _stop_table(result, stops)
    if channel in WITH_VERDICT:
        lines = verdicts(result, stops, [column for column in columns if column != EVERYONE])
        lines[EVERYONE] = no_verdict(stops)
        for grouping in groupings:
            grouping["verdict"] = lines[grouping["key"]]
    kin = without_relatives(result, stops)
    published = channel not in SIDE_BY_SIDE and result.experiment.probes == PROBED
    tables = {
        "search": _search(result.experiment),
        "stops": stop_table,
        "presets": [
            {
                "stop": stop.position,
                "label": stop.label,
                "plain": plain_label(stop.key),
                "text": button_label(stop.key, stop.label),
            }
            for stop in stops.presets
        ],
        "ticks": [[round(at, 2), text] for at, text in stops.ticks],
        "people": _people(result, order),
        "groupings": groupings,
        "kin": kin,
        "rates": _rates(result, groupings, stop_table["flagged"] + (kin["flagged"] if kin else [])),
        "total_rates": _by_person(result, stops, np.ones(len(result.search.nearest), bool)),
        "focus": _focus(result, stops),
        "galleries": gallery_choices(result, channel),
        "another": None if channel in IN_LAB else with_other_portraits(result, stops),
        "words": _words(result, stops, published=published),
    }
    listed = (
        pairs(result, order, "" if columns == [EVERYONE] else columns[0])
        if with_pairs
        else {"group": []}
    )
    return Board(
        stops=stops,
        groupings=tuple(columns),
        tables=_bytes(tables, channel),
        pairs=_bytes(listed, channel),
        pair_keys=pair_keys(result, order),
        faces=tuple(
            (bool(one), bool(other))
            for one, other in zip(
                listed.get("probe_face", ()), listed.get("stand_in_face", ()), strict=True
            )
        ),
        flagged=tuple(stop_table["flagged"]),
        probes=result.probes.name,
        gallery=result.gallery.name,
        searched=len(result.searched),
        people=result.people,
        gallery_photos=len(result.gallery_rows),
    )


def _search(experiment: Experiment) -> list[str]:
    """Return what was searched for, and how: ghosts stay where the same people are searched for."""
    return [
        experiment.probes,
        experiment.gallery,
        experiment.matcher,
        experiment.portrait,
        experiment.condition or "",
        str(experiment.without_kin),
    ]


def _bytes(value: dict[str, Any], channel: str) -> bytes:
    """Write JSON that begins with a digest of the rest, by which the browser recognizes it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f'{{"id":"{digest}","channel":"{channel}",{text[1:]}'.encode()


def _columns(result: Result) -> list[str]:
    single = [c for c in result.probes.card.labels if c in result.searched.columns]
    crossed = [
        f"{one}*{CROSSED_WITH}" for one in single if CROSSED_WITH in single and one != CROSSED_WITH
    ]
    columns = []
    for column in [*single, *crossed]:
        try:
            groups = result.groups(column)
        except LabelError:
            continue
        if len(groups) <= MOST_GROUPS:
            columns.append(column)
    return columns or [EVERYONE]


def _stop_table(result: Result, stops: Stops) -> dict[str, list[Any]]:
    nearest = result.search.nearest
    return {
        "key": [stop.key for stop in stops.stops],
        "distance": [ungrouped(stop.distance, 4) for stop in stops.stops],
        "confidence": [
            "" if stop.confidence is None else confidence_text(stop.confidence)
            for stop in stops.stops
        ],
        "flagged": [int(false_matches(nearest, stop.distance).sum()) for stop in stops.stops],
    }


def _people(result: Result, order: list[int]) -> dict[str, list[Any]]:
    nearest = result.search.nearest
    names = names_of(result)
    place = scale_of(result).position(nearest)
    return {
        "name": [names[i] for i in order],
        "at": [None if math.isnan(place[i]) else round(float(place[i]), 2) for i in order],
        "distance": [ungrouped(nearest[i], 3) for i in order],
    }


def _grouping(result: Result, stops: Stops, order: list[int], column: str) -> dict[str, Any]:
    nearest = result.search.nearest
    within = min(stops.default.distance, result.measured_to)
    if column == EVERYONE:
        absent, groups = {}, [everyone(len(nearest))]
    else:
        listed = result.at(distance=within).not_searched(column)
        absent = dict(zip(listed["group"], listed["people"].astype(int).tolist(), strict=True))
        groups = result.groups(column)
    rank = {row: place for place, row in enumerate(order)}
    described = [
        {
            "label": group_name(group.label),
            "searched": int(group.members.sum()),
            "absent": absent.get(group.value, 0),
            "members": sorted(rank[int(i)] for i in np.flatnonzero(group.members)),
            "counts": [
                int(false_matches(nearest[group.members], stop.distance).sum())
                for stop in stops.stops
            ],
            "rates": _by_person(result, stops, group.members),
        }
        for group in groups
    ]
    several = sum(int(group.members.sum()) for group in groups) > len(nearest)
    return {
        "key": column,
        "name": _(column) if column == EVERYONE else column_name(column),
        "several": several,
        "groups": described,
    }


def _rates(result: Result, groupings: list[dict[str, Any]], flagged: list[int]) -> dict[str, Any]:
    """Describe the rate k of n for every k and n that some stop shows: n → k → what is shown."""
    wanted: dict[int, set[int]] = {len(result.search.nearest): set(flagged)}
    for grouping in groupings:
        for group in grouping["groups"]:
            wanted.setdefault(group["searched"], set()).update(group["counts"])
    return {
        str(n): {str(k): _described(rate(k, n)) for k in sorted(counts)}
        for n, counts in sorted(wanted.items())
    }


def _by_person(result: Result, stops: Stops, members: NDArray[np.bool_]) -> list[list[Any]] | None:
    """Describe a group's rate at every stop, each person counted once; None with one photo each.

    Each is [low, high, rate, short interval, full interval, rate as a number].
    """
    if not result.several_photos:
        return None
    nearest, person = result.search.nearest[members], result.person[members]
    once = [rate_by_person(false_matches(nearest, stop.distance), person) for stop in stops.stops]
    return [_described_once(rate) for rate in once]


def _described_once(measured: PhotoInterval) -> list[Any]:
    value = round(measured.value, 4)
    if math.isnan(measured.low):
        few = _("too few people for an interval")
        return [value, value, percent(measured.value), few, few, value]
    if not measured.value:
        bound = zero_events_bound(measured.counted)
        return [0.0, round(bound, 4), percent(0, 0), *bound_words(bound), 0.0]
    words = interval_words(measured.low, measured.high)
    ends = [round(measured.low, 4), round(measured.high, 4)]
    return [*ends, percent(measured.value), *words, value]


def _described(measured: Rate) -> list[Any]:
    """Return [low, high, rate, short interval, full interval]."""
    if measured.events == 0:
        bound = zero_events_bound(measured.trials)
        return [0.0, round(bound, 4), percent(0, 0), *bound_words(bound)]
    words = interval_words(measured.low, measured.high)
    return [round(measured.low, 4), round(measured.high, 4), percent(measured.value), *words]


def _focus(result: Result, stops: Stops) -> dict[str, Any] | None:
    """Return the share of one group among the false matches, beside its share of those searched."""
    column, value = FOCUS
    if column not in result.searched.columns:
        return None
    group = next((g for g in result.groups(column) if g.value == value), None)
    if group is None:
        return None
    nearest = result.search.nearest
    searched = rate(int(group.members.sum()), len(nearest))
    shares = []
    for stop in stops.stops:
        flagged = false_matches(nearest, stop.distance)
        shares.append(rate(int(flagged[group.members].sum()), int(flagged.sum())))
    label = group_name(group.label)
    return {
        "title": _("{group} among the falsely matched").format(group=label),
        "label": label,
        "searched": [searched.events, searched.trials, percent(searched.value)],
        "searched_words": _("{share} of those searched ({count} of {total})").format(
            share=percent(searched.value),
            count=number(searched.events),
            total=number(searched.trials),
        ),
        "searched_share": round(searched.value, 4),
        "events": [share.events for share in shares],
        "texts": [share_text(share.value) for share in shares],
        "shares": [round(share.value, 4) if share.trials else 0 for share in shares],
    }


def _words(result: Result, stops: Stops, *, published: bool) -> dict[str, Any]:
    nearest = result.search.nearest
    strangers = int(np.median(result.search.non_mates))
    flagged = {stop.key: int(false_matches(nearest, stop.distance).sum()) for stop in stops.presets}
    why = ""
    calibrated = calibration_of(result) is not None
    if calibrated and "99%" in flagged:
        about = (
            _(
                "Confidence is about one comparison, with both answers equally likely beforehand. "
                "Each search here makes {strangers} comparisons with strangers, so even at "
                "{confidence} the matcher flags {flagged} of {searched} photos, which look enough "
                "like a photo of someone else."
            )
            if result.several_photos or not result.identified
            else _(
                "Confidence is about one comparison, with both answers equally likely beforehand. "
                "Each search here makes {strangers} comparisons with strangers, so even at "
                "{confidence} the matcher flags {flagged} of {searched} people, who look enough "
                "like one of them."
            )
        )
        why = about.format(
            strangers=number(strangers),
            confidence=percent(0.99, 0),
            flagged=number(flagged["99%"]),
            searched=number(len(nearest)),
        )
    words = picture_words()
    if result.several_photos:
        words |= several_photos_words()
    left_out = result.probes.left_out
    if left_out == {"painting": len(result.not_searched)}:
        words["absent"] = _(
            "Listed but not searched, because the portrait is a painting: {groups}."
        )
    elif left_out:
        words["absent"] = _("Listed but not searched: {groups}.")
    return {
        **words,
        "about_bars": " ".join(
            [
                words["about_bars"],
                *([words["each_once"]] if result.several_photos else []),
                *_copies(result),
                *origin_notes((result.probes, result.gallery)),
            ]
        ),
        "title": _title(result),
        "why": why,
        "scale": _("Confidence threshold") if calibrated else _("Distance threshold"),
        "published": published_words() if published else None,
    }


def _title(result: Result) -> str:
    searches = len(result.search.nearest)
    if not result.identified:
        return ngettext(
            "Falsely matched, of {total} photo searched",
            "Falsely matched, of {total} photos searched",
            searches,
        ).format(total=number(searches))
    if not result.several_photos:
        return ngettext(
            "Falsely matched, of {total} person searched",
            "Falsely matched, of {total} people searched",
            searches,
        ).format(total=number(searches))
    return ngettext(
        "Falsely matched, of {total} photos of {people} person",
        "Falsely matched, of {total} photos of {people} people",
        result.people,
    ).format(total=number(searches), people=number(result.people))


def _copies(result: Result) -> list[str]:
    """Say how many people are in the gallery with the same photo, under another name."""
    count = count_people(result.person, np.asarray(result.copies.any(axis=1)))
    if not count:
        return []
    return [
        ngettext(
            "{count} person is matched with a copy of the same photo, filed under another name: "
            "it is counted as a false match but is not one.",
            "{count} people are matched with a copy of the same photo, filed under another name: "
            "they are counted as false matches but are not.",
            count,
        ).format(count=number(count))
    ]
