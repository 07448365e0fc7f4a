"""Every number that a lesson can show: its name, its kind, its origin, and how it is written.

A text says ``{flagged_p99}``. The value is measured on the bundled data
(:mod:`simulator.lessons.measured_figures`) or published (story.toml). This module imports nothing
heavy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.i18n.language import _, confidence_text, number, percent, ungrouped
from simulator.lessons import audit_figure_names as audit_names, story

MEASURED, PUBLISHED, COMPUTED = "measured", "published", "computed"

SETTINGS = {
    "p80": "80%",
    "p95": "95%",
    "p99": "99%",
    "p999": "99.9%",
    "aclu": "aclu-count",
    "default": "default",
}
"""A setting in a figure's name → the stop's key."""

GROUPS = {
    "white": ("race_ethnicity", "White"),
    "black": ("race_ethnicity", "Black"),
    "hispanic": ("race_ethnicity", "Hispanic"),
    "asian": ("race_ethnicity", "Asian_Pacific"),
    "color": ("person_of_color", "true"),
    "others": ("person_of_color", "false"),
    "women": ("gender", "F"),
    "men": ("gender", "M"),
}
"""A group in a figure's name → its label column and value."""

CONDITIONS = {"dim": "low-light", "blur": "motion-blur", "tiny": "face-32px"}
"""A condition in a figure's name → what the data set calls it."""

SIZES = (100, 1000, 5000)
MIXES = {"white": "White", "black": "Black", "asian": "Asian", "indian": "Indian"}
"""A gallery of one group alone: its name in a figure → the label."""
MIX_GROUPS = ("white", "black", "asian", "hispanic")
MIX_SIZE = 1000
GAP_GROUPS = ("women", "men")
"""The groups whose gap is divided into the part of the matcher and that of the gallery."""
GAP_SETTING = "p99"
GROUPS_UNDER_CONDITIONS = ("color", "others", "women", "men")
LIST_LENGTHS = (1, 10, 50)
"""Candidates that a reviewer is shown."""
NAMED_GROUPS = ("color", "others")
PRIORS = {"rare": 0.001, "some": 0.1, "half": 0.5}

ATTRIBUTES = {
    "rate": ("events", "trials", "percent", "interval", "bound"),
    "share": ("whole", "fine"),
    "points": ("interval",),
    "count": (),
    "amount": (),
    "distance": (),
    "confidence": (),
}
"""Kind → what can be asked for after a dot; without a dot a rate is "5 of 13"."""


@dataclass(frozen=True)
class Figure:
    """The facts known about a figure before its value is calculated.

    Attributes:
        name: its name in texts.
        kind: a key of ATTRIBUTES.
        origin: measured here, published elsewhere, or computed from published numbers.
        fact: the fact in story.toml that a published number belongs to.
    """

    name: str
    kind: str
    origin: str = MEASURED
    fact: str = ""


def named_figures() -> list[tuple[str, str, int, str]]:
    """Return (figure, list, candidates, group) of the searches that still name a wrong person.

    A list is ``line``, at the ACLU's count, or ``list``, without a threshold; the group is "" for
    everybody.
    """
    return [
        (f"named_{where}_{length}{group and f'_{group}'}", where, length, group)
        for where in ("line", "list")
        for length in LIST_LENGTHS
        for group in ("", *NAMED_GROUPS)
    ]


def _measured() -> dict[str, str]:
    """Return the name and kind of every measured figure."""
    kinds = dict.fromkeys(
        (
            "listed",
            "searched",
            "not_searched",
            "gallery_photos",
            "gallery_people",
            "gallery_mates",
            "strangers",
            "comparisons",
            "encoding_numbers",
            "landmark_points",
            "aclu_names_searched",
            "aclu_names_shared",
            "london_people",
            "mix_photos",
            "mix_size",
            "eigen_shared",
            "half_photos",
            "other_portrait_searched",
            "other_portrait_paintings",
            "politicians_photos",
            "named_length",
            *(name for name, *_ in named_figures()),
        ),
        "count",
    )
    for setting in SETTINGS:
        kinds |= {f"flagged_{setting}": "rate", f"distance_{setting}": "distance"}
        kinds |= {f"confidence_{setting}": "confidence", f"color_share_{setting}": "rate"}
        kinds |= {f"{group}_{setting}": "rate" for group in GROUPS}
        sources = ("portraits", "own", "lfw", "london")
        kinds |= {f"missed_{people}_{setting}": "rate" for people in sources}
        kinds |= {f"right_{prior}_{setting}": "share" for prior in PRIORS}
        kinds |= {f"size_{size}_{setting}": "share" for size in SIZES}
    kinds |= dict.fromkeys(
        ("color_searched", "clean_failed", "luck_race", "luck_color", "luck_gender"), "rate"
    )
    kinds |= {f"politicians_{name}": "rate" for name in ("aclu", "p99", "relatives")}
    kinds |= {"london_strangers_p99": "rate", "london_apart_p99": "rate"}
    for name in ("end", "zero"):
        kinds |= {f"{name}_flagged": "rate", f"{name}_distance": "distance"}
        kinds |= {f"missed_lfw_{name}": "rate"}
    kinds |= {"beyond_low": "share", "beyond_high": "share"}
    kinds |= {"same_distance": "distance", "other_distance": "distance"}
    kinds |= {"mix_distance": "distance", "mix_flagged": "rate"}
    for gallery in MIXES:
        kinds |= {f"mix_{gallery}_{group}": "share" for group in ("everyone", *MIX_GROUPS)}
    kinds |= {"gap_size": "count", "gap_men_share": "share"}
    kinds |= {f"gap_{name}": "points" for name in ("total", "matcher", "hidden")}
    for group in GAP_GROUPS:
        galleries = ("as_is", "even", *(f"in_{other}" for other in GAP_GROUPS))
        kinds |= {f"gap_{group}_{gallery}": "share" for gallery in galleries}
    kinds |= {"eigen_flagged": "rate", "eigen_missed": "rate", "eigen_distance": "distance"}
    kinds |= {"half_flagged": "rate", "half_missed": "rate"}
    kinds |= {f"{matcher}_{group}": "rate" for matcher in ("eigen", "half") for group in GROUPS}
    for what in ("flagged", "new", "again", "color_share", *GROUPS):
        kinds[f"other_portrait_{what}"] = "rate"
    for name in CONDITIONS:
        kinds |= {f"{name}_{what}": "rate" for what in ("flagged", "failed", "missed")}
        kinds |= {f"{name}_{group}": "rate" for group in GROUPS_UNDER_CONDITIONS}
    return kinds | audit_names.figures()


def _published() -> dict[str, Figure]:
    by_name = {
        name: Figure(name, _kind_of_number(value), PUBLISHED, fact)
        for name, (value, fact) in story.published_numbers().items()
    }
    for name in (
        "aclu_rate",
        "aclu_color",
        "california_rate",
        "comparitech_us_rate",
        "comparitech_uk_rate",
    ):
        fact = {"a": "aclu-2018", "c": "california"}[name[0]]
        fact = "comparitech" if name.startswith("comparitech") else fact
        by_name[name] = Figure(name, "rate", COMPUTED, fact)
    by_name["zero_bound"] = Figure("zero_bound", "share", COMPUTED, "amazon-99")
    return by_name


def _kind_of_number(value: float) -> str:
    """Tell the kind of a number in story.toml: whole: count; up to 1: share; else: amount."""
    if isinstance(value, int):
        return "count"
    return "share" if value <= 1 else "amount"


FIGURES: dict[str, Figure] = {
    **{name: Figure(name, kind) for name, kind in _measured().items()},
    **_published(),
}

BOARDS = ("replay", "eigenfaces")
"""Searches that a picture with a threshold to drag can show."""
PAIRS = (*BOARDS, "politicians")
"""Searches whose closest pairs a picture can show; other members of Congress with their faces."""
FACES = 12
"""Most pairs that a lesson shows with faces."""
TABLES = (
    "settings",
    "groups",
    "sizes",
    "mixes",
    "gap",
    "conditions",
    "matchers",
    "costs",
    "base_rate",
    "reviewed",
    "audit_groups",
    "audit_published",
    "audit_difference",
)
CURVES = ("sizes", "costs", "audit_shares")


def kind_of(name: Any) -> str:
    """Return the kind of a figure; "" where there is no such figure."""
    figure = FIGURES.get(name) if isinstance(name, str) else None
    return figure.kind if figure else ""


def is_figure(name: str) -> bool:
    """Return True if a placeholder names a figure, or an attribute that its kind has."""
    base, dot, attribute = name.partition(".")
    return base in FIGURES and (not dot or attribute in ATTRIBUTES[FIGURES[base].kind])


def amount(name: str, values: Mapping[str, Any]) -> float:
    """Return a figure as a plain number to compare a guess with; for a rate, its events."""
    base, _dot, attribute = name.partition(".")
    value, kind = values[base], FIGURES[base].kind
    if kind == "rate":
        if attribute == "percent":
            return 100.0 * float(value["events"]) / float(value["trials"])
        return float(value["trials" if attribute == "trials" else "events"])
    if kind == "points":
        return 100.0 * float(value["value"])
    return 100.0 * float(value) if kind in ("share", "confidence") else float(value)


def written(name: str, values: Mapping[str, Any]) -> str:
    """Return a figure as it is written in a text, in the current language.

    Args:
        name: a figure's name, and after a dot the attribute that is wanted.
        values: the return value of :func:`simulator.lessons.content.values`.
    """
    base, _dot, attribute = name.partition(".")
    value, kind = values[base], FIGURES[base].kind
    if kind == "rate":
        return _rate(value, attribute)
    if kind == "share":
        whole = attribute == "whole" or _is_whole_percent(base, value)
        return percent(value, 0 if whole else 2 if attribute == "fine" else 1)
    if kind == "points":
        return _points(value, attribute)
    if kind == "count":
        return number(value)
    if kind == "confidence":
        return confidence_text(value)
    return ungrouped(value, 2 if kind == "amount" else 3)


def _points(value: Mapping[str, Any], attribute: str) -> str:
    if attribute == "interval":
        ends = (number(100 * value[end], 1) for end in ("low", "high"))
        return _("{low} to {high}").format(**dict(zip(("low", "high"), ends, strict=True)))
    return number(100 * value["value"], 1)


def _is_whole_percent(name: str, value: float) -> bool:
    return FIGURES[name].origin == PUBLISHED and round(100 * value, 6) % 1 == 0


def _rate(value: Mapping[str, Any], attribute: str) -> str:
    if attribute in ("events", "trials"):
        return number(value[attribute])
    if attribute == "percent":
        return percent(value["events"] / value["trials"])
    if attribute == "interval":
        return _("{low} to {high}").format(low=percent(value["low"]), high=percent(value["high"]))
    if attribute == "bound":
        return percent(value["bound"], 2)
    return _("{events} of {trials}").format(
        events=number(value["events"]), trials=number(value["trials"])
    )
