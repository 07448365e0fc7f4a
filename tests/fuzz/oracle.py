"""What Python says of a threshold picture: the numbers of ``run --json``, in the page's words."""

from __future__ import annotations

import functools
import math
import re
from typing import Any

from simulator.board.first_page import GALLERIES
from simulator.board.stop_finder import find_stops
from simulator.board.stops import Stop, Stops
from simulator.experiment.experiment import Experiment
from simulator.experiment.result import Result
from simulator.experiment.run import run
from simulator.i18n.language import _, percent, speaking
from simulator.stats.intervals import zero_events_bound
from simulator.stats.rate_words import bound_words, interval_words

PORTRAITS = ("first", "second")


@functools.lru_cache(maxsize=8)
def result_of(experiment: Experiment) -> Result:
    """Return a search's result."""
    return run(experiment)


@functools.lru_cache(maxsize=8)
def stops_of(experiment: Experiment) -> Stops:
    """Return the settings of a search's threshold."""
    return find_stops(result_of(experiment))


@functools.lru_cache(maxsize=4000)
def rows_at(experiment: Experiment, stop: int, grouping: str) -> tuple[int, list[dict[str, Any]]]:
    """Return the false matches at a stop, and each group's row, as ``run --json`` has them."""
    view = result_of(experiment).at(distance=stops_of(experiment).stops[stop].distance)
    return view.fpir.events, view.by(grouping).to_dict("records")


def stop_at(experiment: Experiment, stop: int) -> Stop:
    """Return one of the settings."""
    return stops_of(experiment).stops[stop]


def first_page(picture: dict[str, Any]) -> Experiment:
    """Return the search that the first page's picture says it shows, by its pressed switches."""
    gallery, portrait = "legislators", "first"
    if picture["galleries"]:
        gallery = GALLERIES[picture["galleries"].index(picture["gallery"])]
    if picture["portraits"] and picture["portrait"] is not None:
        portrait = PORTRAITS[picture["portraits"].index(picture["portrait"])]
    return Experiment(probes="congress-115", gallery=gallery, portrait=portrait)


def in_words(row: dict[str, Any], language: str) -> tuple[str, str]:
    """Return a group's rate and its interval in words; with several photos, each person once."""
    once = "_by_person" if "fpir_by_person" in row else ""
    trials = int(row["people" if once else "searches"])
    value, low, high = (row[f"{name}{once}"] for name in ("fpir", "low", "high"))
    with speaking(language):
        if not trials:
            return "", ""
        if low is None or math.isnan(low):
            return percent(value), _("too few people for an interval")
        if not row["false_matches"]:
            return percent(0, 0), bound_words(zero_events_bound(trials))[0]
        return percent(value), interval_words(low, high)[0]


def differences(picture: dict[str, Any], experiment: Experiment, language: str) -> list[str]:
    """Return every number of a picture that is not Python's.

    Args:
        picture: one of ``pictures`` of page_state.js.
        experiment: the search that it shows.
        language: the page's language.
    """
    known = stops_of(experiment).stops
    if picture["last"] != len(known) - 1:
        return [f"stops: {picture['last'] + 1} shown, Python has {len(known)}"]
    total, rows = rows_at(experiment, picture["stop"], picture["grouping"])
    return compared(picture, total, rows, language)


def compared(
    picture: dict[str, Any], total: int, rows: list[dict[str, Any]], language: str
) -> list[str]:
    """Return every number of a picture that differs from a total and its groups' rows."""
    wrong = []
    if _digits(picture["count"]) != [total]:
        wrong.append(f"count: {picture['count']} shown, Python says {total}")
    if len(picture["rows"]) != len(rows):
        return [*wrong, f"groups: {len(picture['rows'])} shown, Python has {len(rows)}"]
    if picture["hidden"]:
        shown = {row["percent"] for row in picture["rows"]}
        return wrong if shown == {"?"} else [*wrong, f"rates before the answer: {shown}"]
    for shown, row in zip(picture["rows"], rows, strict=True):
        matched, searched = int(row["false_matches"]), int(row["searches"])
        found, said = (shown["percent"], shown["interval"]), in_words(row, language)
        if found != said:
            wrong.append(f"{shown['group']}: {found} shown, Python says {said}")
        if _digits(shown["counted"]) != [matched, searched]:
            wrong.append(f"{shown['group']}: {shown['counted']} shown, not {matched}, {searched}")
        if shown["marks"] and (shown["on"], shown["marks"]) != (matched, searched):
            wrong.append(f"{shown['group']}: {shown['on']} of {shown['marks']} marks filled")
    return wrong


def _digits(text: str | None) -> list[int]:
    return [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", text or "")]
