"""The reproduction: the ACLU's published 2018 test beside this matcher, row by row."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from simulator.datasets.groups import Group
from simulator.experiment.another_portrait import Overlap, compared
from simulator.experiment.experiment import Experiment
from simulator.experiment.outcome import SearchOutcome
from simulator.experiment.portraits import SECOND
from simulator.experiment.result import Result
from simulator.experiment.run import run
from simulator.experiment.specification_curve import SpecificationCurve, specification_curve
from simulator.experiment.specification_curve_text import curve_lines
from simulator.experiment.view import View
from simulator.search.confidence import PRESET_CONFIDENCES
from simulator.stats.metrics import rate
from simulator.stats.published import (
    ACLU_2018,
    ACLU_CONFIDENCE,
    ACLU_FALSE_MATCHES,
    ACLU_GALLERY_PHOTOS,
    ACLU_PEOPLE_OF_COLOR,
    ACLU_SEARCHES,
    COMPUTED_FROM_PUBLISHED,
    aclu_rate_count,
)
from simulator.stats.ratio_interval import ratio_interval
from simulator.stats.significance import bias_or_luck, p_text
from simulator.stats.threshold import flagging
from simulator.storage.json_values import json_rows

COLUMN = "person_of_color"
MARKED = "aclu_2018_false_match"
COUNTS = (5, 10, 20, ACLU_FALSE_MATCHES, 50, 100, 200, 400)
MEASURED = "measured here"
LEGISLATORS = "other members of Congress"


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        kind: measured here, or computed from published numbers.
        what: which system, gallery and threshold.
        distance, confidence: the threshold; nan where there is none.
        false_matches, searches: people.
        rate, low, high: FPIR with Wilson's 95% interval.
        people_of_color: how many of the false matches.
        searched_people_of_color: how many of the searches.
        share, share_of_searches: the two as shares.
        ratio, ratio_low, ratio_high: their rate ÷ everybody else's, score interval.
        p: the share of all shuffles of the labels with a gap at least as large, two-sided.
        among_aclu: how many of the ACLU's 28 are among these; of searchable_aclu.
        searchable_aclu: how many of the ACLU's 28 were searched.
    """

    kind: str
    what: str
    distance: float
    confidence: float
    false_matches: int
    searches: int
    rate: float
    low: float
    high: float
    people_of_color: int
    searched_people_of_color: int
    share: float
    share_of_searches: float
    ratio: float
    ratio_low: float
    ratio_high: float
    p: float
    among_aclu: int
    searchable_aclu: int


@dataclass(frozen=True)
class Reproduction:
    """All rows and sums of the tables in docs/methods.md.

    Attributes:
        rows: the published test, then this matcher.
        shares: (false matches, people of color among them, share) as the threshold loosens.
        in_both: names falsely matched in both tests at the threshold that flags as many.
        searchable: how many of the ACLU's 28 have a portrait here.
        overlap: the members searched with their other portraits too, each search at the distance
            that flags as many.
        curve: share and p of people of color with every other choice.
    """

    rows: list[Row]
    shares: list[tuple[int, int, float]]
    in_both: list[str]
    searchable: int
    overlap: Overlap
    legislators: list[Row]
    """The members searched among other members of Congress: with relatives, then without."""
    curve: SpecificationCurve

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; undefined numbers are null."""
        return {
            "rows": _values(self.rows),
            "legislators": _values(self.legislators),
            "shares": [
                {"false_matches": n, "people_of_color": k, "share": share}
                for n, k, share in self.shares
            ],
            "in_both": self.in_both,
            "searchable_of_the_aclu_28": self.searchable,
            "another_portrait": _overlap_values(self.overlap),
            "specification_curve": self.curve.to_dict(),
            "published": ACLU_2018,
        }


def _values(rows: list[Row]) -> list[dict[str, Any]]:
    return [
        {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in row.items()}
        for row in map(asdict, rows)
    ]


def reproduce() -> Reproduction:
    """Replay the test in every way that the table compares.

    Raises:
        FalseMatchError: a bundled data set is missing or broken.
    """
    everything, one_each = run(Experiment()), run(Experiment(one_photo_per_person=True))
    others = run(Experiment(portrait=SECOND))
    rows = published_rows(everything)
    for name, result in (
        ("LFW", everything),
        ("LFW, one photo per person", one_each),
        ("LFW, the members' other portraits", others),
    ):
        rows += [_row(name, view, how) for how, view in _views(result)]
    view = everything.at(false_matches=ACLU_FALSE_MATCHES)
    marked = _marked(everything)
    manifest = everything.probes.manifest.set_index("key")
    keys = everything.probes.encodings.keys[view.flagged & marked].tolist()
    return Reproduction(
        rows=rows,
        shares=_shares(everything),
        in_both=sorted(str(manifest.loc[key, "name"]) for key in keys),
        searchable=int(marked.sum()),
        overlap=compared(everything, others).at_count(ACLU_FALSE_MATCHES),
        legislators=_among_legislators(view.distance),
        curve=specification_curve(),
    )


def _among_legislators(distance: float) -> list[Row]:
    """Return the rows of the gallery whose people may be named, with and without relatives.

    Args:
        distance: the threshold that flags the ACLU's count in LFW, which is applied here too.
    """
    rows = []
    for name, without_kin in ((LEGISLATORS, False), (f"{LEGISLATORS}, without relatives", True)):
        result = run(Experiment(gallery="legislators", without_kin=without_kin))
        views = _views(result)
        views.insert(1, ("LFW's distance", result.at(distance=distance)))
        rows += [_row(name, view, how) for how, view in views]
    return rows


def _overlap_values(overlap: Overlap) -> dict[str, Any]:
    """Return who is falsely matched with one portrait, with the other, with both, as JSON."""
    again = overlap.again()
    people = overlap.people()
    first, second = people["first"], people["second"]
    named = {"both": first & second, "first_only": first & ~second, "second_only": second & ~first}
    return {
        "first_distance": overlap.first_distance,
        "second_distance": overlap.second_distance,
        "everybody": overlap.counts(),
        "another_photograph": overlap.counts(overlap.portraits.really_another),
        "again": asdict(again) | {"not_again": again.not_again},
        "shares": _shares_of_color(overlap),
        "names": {name: sorted(people.loc[who, "probe_name"]) for name, who in named.items()},
    }


def _shares_of_color(overlap: Overlap) -> list[dict[str, Any]]:
    shares = overlap.shares(COLUMN)
    return json_rows(shares[shares["group"] == "true"].drop(columns=["group", "label"]))


def published_rows(result: Result) -> list[Row]:
    """Return the ACLU's test twice: 11 of 28 as reported, 12 of 28 by the labels used here.

    Args:
        result: any replay; its probes' manifest lists the 535 and their labels.
    """
    manifest = result.probes.manifest
    of_color = int((manifest[COLUMN] == "true").sum())
    counts = {
        "as the ACLU reported": ACLU_PEOPLE_OF_COLOR,
        "by the labels used here": int(
            ((manifest[MARKED] == "true") & (manifest[COLUMN] == "true")).sum()
        ),
    }
    rows = []
    for words, inside in counts.items():
        flagged = np.zeros(ACLU_SEARCHES, bool)
        flagged[:inside] = True
        flagged[of_color : of_color + ACLU_FALSE_MATCHES - inside] = True
        members = np.arange(ACLU_SEARCHES) < of_color
        what = (
            f"ACLU 2018, Rekognition at {ACLU_CONFIDENCE:.0%}, {ACLU_GALLERY_PHOTOS:,} arrest "
            f"photos; {words}"
        )
        rows.append(
            _counted(
                COMPUTED_FROM_PUBLISHED,
                what,
                math.nan,
                math.nan,
                flagged,
                members,
                (ACLU_FALSE_MATCHES, ACLU_FALSE_MATCHES),
            )
        )
    return rows


def _views(result: Result) -> list[tuple[str, View]]:
    same_rate = aclu_rate_count(len(result.search.nearest))
    counts = {"as many flagged": ACLU_FALSE_MATCHES, "the same rate": same_rate}
    if same_rate == ACLU_FALSE_MATCHES:
        # With all 535 members searched the two are one row.
        counts = {"as many flagged, the same rate": ACLU_FALSE_MATCHES}
    return [
        *((how, result.at(false_matches=count)) for how, count in counts.items()),
        *((f"confidence {100 * c:g}%", result.at(confidence=c)) for c in PRESET_CONFIDENCES),
    ]


def _marked(result: SearchOutcome) -> np.ndarray[Any, np.dtype[np.bool_]]:
    keys = result.probes.encodings.keys.tolist()
    column = result.probes.manifest.set_index("key").loc[keys, MARKED]
    return np.asarray(column.to_numpy() == "true")


def _row(name: str, view: View, how: str) -> Row:
    members = (view.result.searched[COLUMN] == "true").to_numpy(dtype=bool)
    marked = _marked(view.result)
    photos = len(view.result.gallery_rows)
    confidence = view.confidence
    return _counted(
        MEASURED,
        f"{name} ({photos:,}), {how}",
        view.distance,
        math.nan if confidence is None else confidence,
        view.flagged,
        members,
        (int((view.flagged & marked).sum()), int(marked.sum())),
    )


def _counted(
    kind: str,
    what: str,
    distance: float,
    confidence: float,
    flagged: np.ndarray[Any, np.dtype[np.bool_]],
    members: np.ndarray[Any, np.dtype[np.bool_]],
    aclu: tuple[int, int],
) -> Row:
    total = rate(int(flagged.sum()), len(flagged))
    inside, size = int((flagged & members).sum()), int(members.sum())
    outside, others = total.events - inside, total.trials - size
    groups = [Group("true", "People of color", members), Group("false", "others", ~members)]
    low, high = ratio_interval(inside, size, outside, others)
    return Row(
        kind=kind,
        what=what,
        distance=distance,
        confidence=confidence,
        false_matches=total.events,
        searches=total.trials,
        rate=total.value,
        low=total.low,
        high=total.high,
        people_of_color=inside,
        searched_people_of_color=size,
        share=inside / total.events if total.events else math.nan,
        share_of_searches=size / total.trials,
        ratio=(inside / size) / (outside / others) if outside else math.nan,
        ratio_low=low,
        ratio_high=high,
        p=bias_or_luck(flagged, groups).p,
        among_aclu=aclu[0],
        searchable_aclu=aclu[1],
    )


def _shares(result: Result) -> list[tuple[int, int, float]]:
    members = (result.searched[COLUMN] == "true").to_numpy(dtype=bool)
    shares = []
    for count in COUNTS:
        view = result.at(distance=flagging(result.search.nearest, count))
        inside = int((view.flagged & members).sum())
        total = int(view.flagged.sum())
        shares.append((total, inside, inside / total))
    return shares


def to_markdown(reproduction: Reproduction) -> str:
    """Return the tables as Markdown, ours beside the published."""
    head = [
        "| what | distance | confidence | falsely matched | rate (95%) | people of color among "
        "them | of the searched | rate ratio (95%) | p | "
        f"of the ACLU's {ACLU_FALSE_MATCHES} |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines = [*head, *(_line(row) for row in reproduction.rows)]
    lines += [
        "",
        "| falsely matched | people of color among them | share |",
        "|---|---|---|",
        *(f"| {n} | {k} | {100 * share:.1f}% |" for n, k, share in reproduction.shares),
        "",
        f"Of the ACLU's {ACLU_FALSE_MATCHES}, {reproduction.searchable} have a portrait here and "
        f"were searched; {len(reproduction.in_both)} of them are among our {ACLU_FALSE_MATCHES}: "
        f"{', '.join(reproduction.in_both) or 'none'}.",
        "",
        *_overlap_lines(reproduction.overlap),
        "",
        "The same portraits searched among other members of Congress, people in public office, "
        "where the ACLU searched arrest photos. Falsely matched means taken for another member of "
        "Congress. Relatives are strangers to the matcher's question, so each count is given with "
        "and without them:",
        "",
        *head,
        *(_line(row) for row in reproduction.legislators),
        "",
        *curve_lines(reproduction.curve),
    ]
    return "\n".join(lines)


def _overlap_lines(overlap: Overlap) -> list[str]:
    """Return the table on the other portraits, and the sentence on those who have another."""
    words = {
        "first": f"the first portrait, at {overlap.first_distance:.4f}",
        "second": f"the other portrait, at {overlap.second_distance:.4f}",
        "both": "both",
        "either": "either",
    }
    again = overlap.again()
    same = again.same + again.unsure
    return [
        "| falsely matched with | members | people of color among them (95%) |",
        "|---|---|---|",
        *(
            f"| {words[row['set']]} | {row['of']} | {row['people']} = {100 * row['share']:.1f}% "
            f"({100 * row['low']:.1f}–{100 * row['high']:.1f}) |"
            for row in _shares_of_color(overlap)
        ),
        "",
        f"Of the {again.flagged} falsely matched with the first portrait, {again.no_other} have no "
        f"other photograph here and {same} have the same photograph twice. {again.another} really "
        f"have another photograph: {again.again} are falsely matched with it too, "
        f"{again.not_again} are not.",
    ]


def _line(row: Row) -> str:
    style = "*" if row.kind == COMPUTED_FROM_PUBLISHED else ""
    threshold = ("–", "–")
    if not math.isnan(row.distance):
        threshold = (f"{row.distance:.4f}", f"{100 * row.confidence:.2f}%")
    high = "no end" if math.isinf(row.ratio_high) else f"{row.ratio_high:.2f}"
    ratio = "undefined" if math.isnan(row.ratio) else f"{row.ratio:.2f}"
    cells = [
        f"{style}{row.what} ({row.kind}){style}",
        *threshold,
        f"{row.false_matches} of {row.searches}",
        f"{100 * row.rate:.1f}% ({100 * row.low:.1f}–{100 * row.high:.1f})",
        f"{row.people_of_color}" + ("" if math.isnan(row.share) else f" = {100 * row.share:.1f}%"),
        f"{row.searched_people_of_color} = {100 * row.share_of_searches:.1f}%",
        f"{ratio} ({row.ratio_low:.2f}–{high})",
        "–" if math.isnan(row.p) else p_text(row.p),
        f"{row.among_aclu} of {row.searchable_aclu}",
    ]
    return f"| {' | '.join(cells)} |"
