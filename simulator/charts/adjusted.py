"""The Lab's chart and table of a group's odds ratio, step by step, as more is held equal."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from simulator.charts.chart import Chart, Series
from simulator.experiment.analyses.adjusted_words import kinds_said, ratio_text
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, marked, number, ungrouped

MEASUREMENTS = {
    "face_size": marked("size of the face"),
    "turned": marked("how far the head is turned"),
    "sharpness": marked("sharpness"),
    "brightness": marked("brightness of the face"),
    "black_and_white": marked("color or black and white"),
}
"""What is measured in a photo, in words."""

_LOWEST, _HIGHEST = 1 / 32, 32.0
_TICKS = (1 / 32, 1 / 8, 1 / 2, 2, 8, 32)
_TICK_TEXTS = ("1/32", "1/8", "1/2", "2", "8", "32")


def step_words(step: Mapping[str, Any]) -> str:
    """Return what is held equal at a step: "nothing", "gender and age"."""
    return kinds_said(step["adjusted_for"]) or _("nothing")


def _added(step: Mapping[str, Any]) -> str:
    """Return what a step adds: "nothing", "+ age"."""
    return f"+ {kinds_said(step['adjusted_for'][-1:])}" if step["adjusted_for"] else _("nothing")


def measured_words(names: Sequence[str]) -> str:
    """Return which measurements of the photos are held equal, in a sentence."""
    said = ", ".join(_(MEASUREMENTS[name]) for name in names if name in MEASUREMENTS)
    return _("Measured in the photos: {measurements}.").format(measurements=said)


def adjusted_chart(row: Mapping[str, Any]) -> Chart:
    """Chart one group's odds ratio with its interval at each step, on a doubling scale."""
    steps = [step for step in row["steps"] if not math.isnan(step["odds_ratio"])]
    places = [(place + 0.5) / len(steps) for place in range(len(steps))]
    return Chart(
        title=_("Odds of a false match, as more is held equal"),
        alt=row["verdict"],
        x_label=_("held equal"),
        y_label=_("odds ratio"),
        x_ticks=[(x, _added(step)) for x, step in zip(places, steps, strict=True)],
        y_ticks=[(0.5, "1"), *zip(map(_height, _TICKS), _TICK_TEXTS, strict=True)],
        series=[
            Series(
                group_name(row["label"]),
                [(x, _height(s["odds_ratio"])) for x, s in zip(places, steps, strict=True)],
                band=[
                    (x, _height(s["low"]), _height(s["high"]))
                    for x, s in zip(places, steps, strict=True)
                    if not math.isnan(s["low"] + s["high"])
                ],
            )
        ],
        head=adjusted_table([row])[0],
        rows=adjusted_table([row])[1],
    )


def adjusted_table(rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """List each group at each step: what is held equal, the odds ratio, and the distance."""
    head = [
        _("Group"),
        _("Falsely matched"),
        _("Everybody else"),
        _("Held equal"),
        _("Odds ratio (95% interval)"),
        _("Falsely matched per effect"),
        _("Distance to the closest stranger: difference (95% interval)"),
    ]
    return head, [_cells(row, step) for row in rows for step in row["steps"]]


def _cells(row: Mapping[str, Any], step: Mapping[str, Any]) -> list[str]:
    return [
        group_name(str(row["label"])),
        _of(row["events"], row["people"]),
        _of(row["other_events"], row["others"]),
        step_words(step),
        _between(*(ratio_text(step[name]) for name in ("odds_ratio", "low", "high"))),
        ungrouped(step["events_per_variable"], 1) + (" †" if step["few_events"] else ""),
        _between(
            *(_distance(step[name]) for name in ("distance", "distance_low", "distance_high"))
        ),
    ]


def _of(count: int, total: int) -> str:
    return _("{count} of {total}").format(count=number(count), total=number(total))


def _between(value: str, low: str, high: str) -> str:
    if value == "–":
        return _("not estimable")
    return _("{value} ({low} to {high})").format(value=value, low=low, high=high)


def _distance(value: float) -> str:
    return "–" if math.isnan(value) else ungrouped(value, 3)


def _height(ratio: float) -> float:
    """Return the place of a ratio on the axis, 0 to 1; 1 is in the middle."""
    inside = min(max(ratio, _LOWEST), _HIGHEST)
    return math.log(inside / _LOWEST) / math.log(_HIGHEST / _LOWEST)
