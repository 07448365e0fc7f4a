"""Every number of the first page and of the Lab's rows is that of ``run --json``.

At sixty random settings by default; ``FALSEMATCH_SETTINGS=500`` draws as many.
"""

from __future__ import annotations

import os
import random
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fuzz import oracle
from support.chromium import FIRST_PAGE, IN_CHROMIUM, opened

from simulator.experiment.experiment import Experiment
from simulator.i18n.language import confidence_text, speaking
from simulator.stats.ratio_interval import ratio_interval

pytestmark = IN_CHROMIUM

SETTINGS = int(os.environ.get("FALSEMATCH_SETTINGS", "60"))
SEED = int(os.environ.get("FALSEMATCH_SEED", "16"))
STATE = (Path(oracle.__file__).parent / "page_state.js").read_text()
ON_FIRST_PAGE = [
    {"gallery": gallery, "portrait": portrait}
    for gallery in ("legislators", "lfw")
    for portrait in oracle.PORTRAITS
]
IN_LAB = [
    {"probes": "congress-115", "gallery": "lfw"},
    {"probes": "congress-115", "gallery": "lfw", "matcher": "eigenfaces"},
    {"probes": "congress-115", "gallery": "lfw", "condition": "face-32px"},
    {"probes": "congress-115", "gallery": "legislators", "portrait": "either"},
    {"probes": "congress-115", "gallery": "legislators", "portrait": "second"},
    {"probes": "congress-114", "gallery": "congress-115"},
    {"probes": "london", "gallery": "legislators"},
    {"probes": "legislators", "gallery": "lfw"},
]
SEARCHES = [("/", search) for search in ON_FIRST_PAGE] + [("/lab", search) for search in IN_LAB]
LANGUAGES = ("en", "en", "es")
MOVE = "(e, stop) => { e.value = stop; e.dispatchEvent(new Event('input', { bubbles: true })); }"


def settings_of(place: int) -> list[tuple[int, float]]:
    """Return (grouping, share of the way along the threshold) of one search's settings."""
    chance = random.Random(SEED + place)
    count = len(range(place, SETTINGS, len(SEARCHES)))
    return sorted((chance.randrange(100), chance.random()) for _ in range(count))


@pytest.mark.parametrize(
    "place", range(len(SEARCHES)), ids=lambda i: "-".join(SEARCHES[i][1].values())
)
def test_every_number_is_that_of_run_json(page, address, place):
    """Count, rates, intervals, marks, the threshold in words and the verdict, in two languages."""
    path, search = SEARCHES[place]
    experiment = Experiment(**{"probes": "congress-115", **search})
    language = LANGUAGES[place % len(LANGUAGES)]
    link = urlencode({**search, "threshold": "aclu-count", "by": "gender", "lang": language})
    opened(page, address, f"{path}?{link}", FIRST_PAGE if path == "/" else ".lab-who .row")
    stops = oracle.stops_of(experiment).stops
    menu = page.locator(".shift-picture select#grouping, .lab-who select#grouping")
    names = menu.locator("option").evaluate_all("(all) => all.map((one) => one.value)")
    thumb = page.locator(".shift-picture input[type=range], .lab-bar input[type=range]")
    wrong, before = [], None
    for drawn, share in settings_of(place):
        grouping, stop = names[drawn % len(names)], int(share * len(stops))
        if grouping != before:
            menu.select_option(grouping)
            before = grouping
        thumb.evaluate(MOVE, stop)
        said = oracle.result_of(experiment).at(distance=stops[stop].distance).to_dict((grouping,))
        found = differences(page.evaluate(STATE), said, stop, grouping, language)
        wrong += [f"stop {stop}, {grouping}: {text}" for text in found]
    assert wrong == []


def differences(
    state: dict[str, Any], said: dict[str, Any], stop: int, grouping: str, language: str
) -> list[str]:
    """Return what a page shows otherwise than ``run --json``."""
    picture = state["pictures"][0]
    if picture["count"] is None:
        # In the Lab, the bar has the threshold and the count.
        picture |= {key: state["lab"][key] for key in ("stop", "last", "count", "said")}
    rows = said["groups"][grouping]
    wrong = oracle.compared(picture, said["false_matches"], rows, language)
    if (picture["stop"], picture["grouping"]) != (stop, grouping):
        wrong.append(f"setting: {picture['stop']}, {picture['grouping']} shown")
    with speaking(language):
        confidence = said["threshold"]["confidence"]
        named = [f"{said['threshold']['distance']:.4f}", f"{said['false_matches']:,}"]
        named += [] if confidence is None else [confidence_text(confidence)]
    wrong += [
        f"thumb: {text} is not in {picture['said']!r}"
        for text in named
        if text not in picture["said"]
    ]
    return wrong + verdict_differences(picture, said, rows)


def verdict_differences(
    picture: dict[str, Any], said: dict[str, Any], rows: list[dict[str, Any]]
) -> list[str]:
    """Return which numbers of the verdict do not follow from the rows."""
    line = picture["verdict"]
    if picture["count"] is None or not line or "fpir_by_person" in rows[0]:
        return []
    labels = sorted((shown["group"] for shown in picture["rows"]), key=len, reverse=True)
    label = next((one for one in labels if line.startswith(f"{one}: ")), None)
    numbers = line
    for one in labels:
        # Some groups have numbers in their names.
        numbers = numbers.replace(one, "")
    found = [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", numbers)]
    if label is None:
        return [f"verdict without a group: {line}"] if found else []
    row = rows[[shown["group"] for shown in picture["rows"]].index(label)]
    k, n = row["false_matches"], row["searches"]
    if found[:2] != [k, n]:
        return [f"verdict: {line}, but {label} {k} of {n}"]
    others = (said["false_matches"] - k, said["probes"]["searched"] - n)
    if len(found) < 7 and "∞" not in line:
        pairs = [(r["false_matches"], r["searches"]) for r in rows]
        return [] if tuple(found[2:4]) in pairs else [f"verdict: {line}, but {pairs}"]
    wanted = [*others]
    if others[0] and k:
        low, high = ratio_interval(k, n, *others)
        ratio = (k / n) / (others[0] / others[1])
        wanted += [float(f"{value:.1f}") for value in (ratio, low, high) if value != float("inf")]
    shown = found[2 : 2 + len(wanted)]
    return [] if shown == pytest.approx(wanted, abs=1e-9) else [f"verdict: {line}, not {wanted}"]
