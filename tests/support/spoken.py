"""Words that the browser fills in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any


def placeholders(words: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return the places for numbers and names in each of a picture's words."""
    return {
        name: set(re.findall(r"\{\w+\}", json.dumps(text, ensure_ascii=False)))
        for name, text in words.items()
    }


def unread(words: Mapping[str, Any], script: str) -> set[str]:
    """Return the words that a script never asks for by name."""
    return {name for name in words if not re.search(rf"\b{name}\b", script)}
