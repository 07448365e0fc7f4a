"""The audit: whom a classifier is trained on, and whom it is tried on."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Audit:
    """Whom a classifier is trained on, and whom it is tried on.

    Attributes:
        train: data set it is trained on.
        tests: data sets it is tried on; nobody in them is trained on.
        share_of_women: among the people trained on, a fraction of 1; as in the data by default.
        people: how many are trained on in all, one photo of each; by default 1,000, or as many as
            can be drawn at every share.
        mix: instead of the two: people of each group of the training data,
            e.g. ``{"F": 500, "M": 500}``.
        seed: of the photo of each person, of who is held out, and of the draw.
        abstain: the classifier refuses to answer under this confidence; 0.5 refuses nobody.
        group_by: label columns of the tests; those that a test has are used.
    """

    train: str = "lfw"
    tests: tuple[str, ...] = ("congress-115", "london")
    share_of_women: float | None = None
    people: int | None = None
    mix: Mapping[str, int] | None = None
    seed: int = 0
    abstain: float = 0.5
    group_by: tuple[str, ...] = ()

    def trains_alike(self) -> Audit:
        """The same training: abstention and groups are applied last and cost nothing."""
        return dataclasses.replace(self, abstain=0.5, group_by=())
