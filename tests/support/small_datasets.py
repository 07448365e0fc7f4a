"""Small data sets made by hand, for tests: nobody is shown in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from simulator.faces.encodings import Encodings
from simulator.matchers.base import MatcherInfo

CARD = """
title = "Made by hand"
summary = "Synthetic people for a test."
source = "this test"
licence = "none needed"
consent = "nobody is shown"
harms = "none"
citation = "none"
identity_space = "{space}"
tally_columns = ["gender"]
[labels.gender]
author = "this test"
shown_as = {{F = "Women", M = "Men"}}
[labels.origin]
author = "this test"
"""

INFO = MatcherInfo("dlib", "made by hand", 4, {"jitters": 1})


def encodings_of(
    vectors: dict[str, Sequence[float]],
    info: MatcherInfo = INFO,
    failures: dict[str, str] | None = None,
) -> Encodings:
    """Return encodings with these vectors; their other values do not matter."""
    n = len(vectors)
    return Encodings(
        matcher=info,
        keys=np.array(list(vectors), dtype=np.str_),
        vectors=np.array(list(vectors.values()), np.float32).reshape(n, info.dimension),
        landmarks=np.zeros((n, 68, 2), np.int16),
        boxes=np.zeros((n, 4), np.int16),
        sizes=np.full((n, 2), 100, np.int16),
        others=np.zeros(n, np.int16),
        digests=np.zeros((n, 32), np.uint8),
        failures=failures or {},
    )


Made = Callable[..., Path]
