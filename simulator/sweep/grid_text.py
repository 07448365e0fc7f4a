"""Write a grid as TOML from what a user typed and clicked, and its thresholds in words."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from simulator.experiment.check_fields import RATES
from simulator.i18n.language import _, ngettext, percent, plain_digits, ungrouped
from simulator.sweep.grid import ALL

_NUMBER = re.compile(r"\d+(\.\d+)?")


def grid_toml(*, question: str = "", repeat: int = 1, **fields: str | Sequence[str]) -> str:
    """Write a grid as TOML. Lists may be words separated by commas; empty fields are left out.

    Invalid values are written as they were typed, so that reading the grid says what is wrong.
    """
    lines = [f"question = {_text(question)}"] if question.strip() else []
    drawn = False
    for key, given in fields.items():
        whole = key in ("probes", "gallery") and isinstance(given, str)
        listed = [given] if whole else _listed(given)
        values = [_value(word) for word in listed]
        if not values or (key == "gallery_size" and values == [_text(ALL)]):
            continue
        drawn = drawn or key in ("gallery_size", "mix")
        lines.append(f"{key} = {values[0] if len(values) == 1 else '[' + ', '.join(values) + ']'}")
    if repeat > 1 and drawn:
        lines.append(f"repeat = {repeat}")
    return "\n".join(lines) + "\n"


def _listed(given: str | Sequence[str]) -> list[str]:
    words = given.split(",") if isinstance(given, str) else given
    return [word.strip() for word in words if word.strip()]


def _value(word: str | Sequence[str]) -> str:
    return str(word) if isinstance(word, str) and _NUMBER.fullmatch(word) else _text(str(word))


def _text(words: str) -> str:
    """Return a TOML basic string; JSON's escapes are a subset of TOML's."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def threshold_words(kind: str, value: float) -> str:
    """Return a threshold as tables and pictures call it: "99% confidence", "distance 0.5"."""
    if kind == "confidence":
        return _("{confidence} confidence").format(confidence=percent(value / 100, None))
    if kind == "distance":
        return _("distance {distance}").format(distance=ungrouped(value))
    if kind in RATES:
        return f"{kind.upper()} {plain_digits(value)}"
    flagged = ngettext("{count} false match", "{count} false matches", int(value))
    return flagged.format(count=ungrouped(value))
