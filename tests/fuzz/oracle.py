"""What Python says of a threshold picture: the numbers of ``run --json``, in the page's words."""

from __future__ import annotations

import functools
import re
from typing import Any

from simulator.board.first_page import GALLERIES
from simulator.board.stop_finder import find_stops
from simulator.board.stops import Stop, Stops
from simulator.board.words import bound_words, interval_words
from simulator.experiment.experiment import Experiment
from simulator.experiment.result import Result
from simulator.experiment.run import run
from simulator.i18n.language import number, percent, speaking
from simulator.stats.intervals import zero_events_bound

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


def in_words(row: dict[str, Any], language: str) -> tuple[str, str, int, int]:
    """Return a group's rate and its interval in words, and its two counts."""
    with speaking(language):
        if not row["searches"]:
            return "", "", 0, 0
        if not row["false_matches"]:
            rate, interval = percent(0, 0), bound_words(zero_events_bound(int(row["searches"])))[0]
        else:
            rate = percent(row["fpir"])
            interval = interval_words(row["low"], row["high"])[0]
    return rate, interval, int(row["false_matches"]), int(row["searches"])


def differences(picture: dict[str, Any], experiment: Experiment, language: str) -> list[str]:
    """Return every number of a picture that is not Python's; one photo a person.

    Args:
        picture: one of ``pictures`` of page_state.js.
        experiment: the search that it shows.
        language: the page's language.
    """
    known = stops_of(experiment).stops
    if picture["last"] != len(known) - 1:
        return [f"stops: {picture['last'] + 1} shown, Python has {len(known)}"]
    total, rows = rows_at(experiment, picture["stop"], picture["grouping"])
    wrong = []
    if _digits(picture["count"]) != total:
        wrong.append(f"count: {picture['count']} shown, Python says {total}")
    if len(picture["rows"]) != len(rows):
        return [*wrong, f"groups: {len(picture['rows'])} shown, Python has {len(rows)}"]
    if picture["hidden"]:
        shown = {row["percent"] for row in picture["rows"]}
        return wrong if shown == {"?"} else [*wrong, f"rates before the answer: {shown}"]
    for shown, row in zip(picture["rows"], rows, strict=True):
        rate, interval, matched, searched = in_words(row, language)
        with speaking(language):
            counted = [number(matched), number(searched)]
        found = {"rate": shown["percent"], "interval": shown["interval"]}
        said = {"rate": rate, "interval": interval}
        if found != said:
            wrong.append(f"{shown['group']}: {found} shown, Python says {said}")
        if _all_digits(shown["counted"]) != _all_digits(" ".join(counted)):
            wrong.append(f"{shown['group']}: {shown['counted']!r} shown, Python says {counted}")
        if shown["marks"] and (shown["on"], shown["marks"]) != (matched, searched):
            wrong.append(f"{shown['group']}: {shown['on']} of {shown['marks']} marks filled")
    return wrong


def _digits(text: str | None) -> int:
    kept = "".join(c for c in text or "" if c.isdigit())
    return int(kept) if kept else -1


def _all_digits(text: str) -> list[int]:
    return [int(n.replace(",", "").replace(".", "")) for n in re.findall(r"\d[\d,.]*", text)]
