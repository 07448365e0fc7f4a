"""Content of lessons and pack: invented for quick tests, or calculated once per process."""

from __future__ import annotations

import functools
import json
from typing import Any

from simulator.lessons import figures
from simulator.lessons.make_content import make_content
from simulator.teaching.figures import PackContent, pack_content

MADE_UP_VALUES: dict[str, Any] = {
    name: {"events": 3, "trials": 10, "low": 0.1, "high": 0.6, "bound": 0.6}
    if figure.kind == "rate"
    else {"value": 0.1, "low": 0.05, "high": 0.2}
    if figure.kind == "points"
    else 0.5
    for name, figure in figures.FIGURES.items()
}
_STOPS = {
    "key": ["80%", "99%", "aclu-count"],
    "flagged": [9, 4, 0],
    "confidence": ["80%", "99%", ""],
    "distance": ["0.6", "0.5", "0.4"],
}
_BOARD = json.dumps({"id": "0", "channel": "c", "stops": _STOPS, "people": {"name": ["A"] * 9}})
_PAIRS = json.dumps({"id": "0", "channel": "c", "lines": [[0, 17, False]] * 9, "probe": ["A"] * 9})
MADE_UP_CONTENT: dict[str, Any] = {
    "figures": MADE_UP_VALUES,
    "boards": dict.fromkeys(figures.BOARDS, _BOARD),
    "pairs": dict.fromkeys(figures.PAIRS, _PAIRS),
    "tables": {name: {"caption": name, "head": [], "rows": []} for name in figures.TABLES},
    "curves": {name: {} for name in figures.CURVES},
    "reviewer": {
        "setting": 0.99,
        "dataset": "london",
        "pairs": [
            {
                "first": "",
                "second": "",
                "keys": ["a", "b"],
                "same": False,
                "matched": True,
                "confidence": 0.995,
                "distance": 0.5,
            }
        ],
        "lines": [],
    },
}


@functools.cache
def calculated_content() -> dict[str, Any]:
    """Return the calculated content of the lessons; no test may change it."""
    return make_content()


@functools.cache
def calculated_pack() -> PackContent:
    """Calculate the figures and pictures of the teacher's pack; no test may change them."""
    return pack_content()
