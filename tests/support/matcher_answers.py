"""Answers of the live matcher, made by hand."""

from __future__ import annotations

import dataclasses
from typing import Any

from simulator.live_matcher.answer import Answer, ClosestPhoto, FoundFace


def found(**changes: Any) -> FoundFace:
    """Return a face with every number 0.1, at distance 0.25; the closest stranger is at 0.5."""
    made = FoundFace(
        box=(76, 175, 166, 86),
        landmarks=tuple((i, 2 * i) for i in range(68)),
        vector=(0.1,) * 128,
        distance=0.25,
        confidence=0.999,
        closest=ClosestPhoto(17, 0.5, 0.9, "05" * 136),
        closer=0,
        matching=3,
        photos=13194,
    )
    return dataclasses.replace(made, **changes)


def answer(**changes: Any) -> Answer:
    """Return this face as an answer."""
    return Answer(found(**changes))
