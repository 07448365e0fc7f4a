"""Everything that a step can show or ask a student to do: names, options, types."""

from __future__ import annotations

from typing import Any

REQUIRED: Any = object()

Options = dict[str, tuple[type, Any]]

SHOWS: dict[str, Options] = {
    "none": {},
    "board": {"board": (str, "replay"), "hide": (list, [])},
    "tonight": {"board": (str, "replay")},
    "pairs": {"board": (str, "replay"), "count": (int, 6)},
    "table": {"table": (str, REQUIRED)},
    "curve": {"curve": (str, REQUIRED)},
    "people": {"rows": (list, REQUIRED), "after": (bool, False)},
    "facts": {"facts": (list, REQUIRED)},
    "matcher": {},
    "reviewer": {},
}
"""Kind of picture → its options, each with type and default."""

DOES: dict[str, Options] = {
    "read": {},
    "number": {
        "ask": (str, REQUIRED),
        "unit": (str, ""),
        "low": (object, 0),
        "high": (object, REQUIRED),
        "truth": (str, ""),
    },
    "choose": {
        "ask": (str, REQUIRED),
        "options": (list, REQUIRED),
        "right": (str, ""),
        "wrong": (list, []),
    },
    "write": {"ask": (str, REQUIRED)},
    "threshold": {"ask": (str, REQUIRED), "until": (dict, REQUIRED)},
    "click": {"ask": (str, REQUIRED), "cards": (list, REQUIRED)},
    "try": {"ask": (str, REQUIRED)},
    "review": {"ask": (str, REQUIRED)},
}
"""Kind of task before the next step opens → its options, each with type and default."""

UNTIL: dict[str, type] = {
    "moved": bool,
    "stop": str,
}
"""Condition under which the threshold is where the next sentence speaks of → its value's type."""

STRICT_END = "strict-end"
"""Of ``stop``: the last setting, which has no name of its own."""

HIDDEN = ("focus", "grouping", "presets", "published", "why")
"""Parts of the live picture that a step can hide."""

LessonContent = dict[str, Any]
"""``figures`` (raw values by name), ``boards`` and ``pairs`` (JSON text by name), ``tables``,
``curves``, ``reviewer``."""
