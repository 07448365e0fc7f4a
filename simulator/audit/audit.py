"""The settings of an audit: who a classifier is trained on, and who it is tested on."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Audit:
    """The people a classifier is trained on, and the people it is tested on.

    Attributes:
        train: data set it is trained on.
        tests: data sets it is tested on; nobody in them is trained on.
        share_of_women: among the people trained on, a fraction of 1; as in the data by default.
        people: how many people are trained on in all, one photo of each; by default 1,000, or as
            many as can be drawn at every share.
        mix: the number of people from each group of the training data, in place of the two above:
            ``{"F": 500, "M": 500}``.
        seed: for the photo of each person, for who is held out, and for the draw.
        abstain: the classifier refuses to answer below this confidence; 0.5 refuses nobody.
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
        """Return the audit without refusals and groups, which are applied after training."""
        return dataclasses.replace(self, abstain=0.5, group_by=())
