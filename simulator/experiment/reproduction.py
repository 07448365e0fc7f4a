"""The reproduction: the ACLU's published 2018 test beside this matcher, row by row."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from simulator.datasets.groups import Group
from simulator.experiment.analyses.joint_uncertainty import (
    JointUncertainty,
    described,
    joint_uncertainty,
)
from simulator.experiment.another_portrait import Overlap, compared
from simulator.experiment.experiment import Experiment
from simulator.experiment.outcome import SearchOutcome
from simulator.experiment.portraits import SECOND
from simulator.experiment.result import Result
from simulator.experiment.run import run
from simulator.experiment.specification_curve import SpecificationCurve, specification_curve
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
from simulator.stats.significance import bias_or_luck
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
    joint: JointUncertainty
    """The 28 with other people, another gallery and other photos."""

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
            "joint_uncertainty": described(self.joint, [COLUMN]),
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
    portraits = compared(everything, others)
    joint = joint_uncertainty(view, portraits)
    assert joint is not None  # each search is of one portrait
    marked = _marked(everything)
    manifest = everything.probes.manifest.set_index("key")
    keys = everything.probes.encodings.keys[view.flagged & marked].tolist()
    return Reproduction(
        rows=rows,
        shares=_shares(everything),
        in_both=sorted(str(manifest.loc[key, "name"]) for key in keys),
        searchable=int(marked.sum()),
        overlap=portraits.at_count(ACLU_FALSE_MATCHES),
        legislators=_among_legislators(view.distance),
        curve=specification_curve(),
        joint=joint,
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
        "shares": shares_of_color(overlap),
        "names": {name: sorted(people.loc[who, "probe_name"]) for name, who in named.items()},
    }


def shares_of_color(overlap: Overlap) -> list[dict[str, Any]]:
    """Return the share of people of color among those falsely matched with each portrait."""
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
