"""Candidate lists of another system, before they meet the manifests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.errors import FalseMatchError


class ScoresError(FalseMatchError):
    """A file of scores cannot be understood or does not fit the two manifests."""


@dataclass(frozen=True)
class Scores:
    """Candidate lists as a table.

    Attributes:
        probes: (m,) who was searched for.
        candidates: (m,) who was returned; empty text where nobody was.
        distances: (m,) lower is more alike, 0 to 2; nan where nobody was returned.
        cut: the loosest distance that would still have been listed, if the file says so.
        system: name and version of the system that produced them, as far as the file says.
        scale: how distances were calculated from the file's scores, in words.
        passed_over: files of a folder that were not read, each with the reason.
        unused: columns of the tables that were not read.
    """

    probes: list[str]
    candidates: list[str]
    distances: NDArray[np.float64]
    cut: float | None
    system: str
    scale: str
    passed_over: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
